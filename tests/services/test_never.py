"""What must never happen, whoever the customer is and whoever is on duty."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.domain.catalogue import QUALIFICATIONS, RATED_KINDS, RISK_KINDS, RISKS, Catalog, Product
from lobby.domain.portrait import Portrait
from lobby.domain.refusal import STAGES
from lobby.domain.scope import MARKETING_ROLES
from lobby.domain.since import QUOTA_BANDS, SALE_STATES, ProductStatus, Since, brought_up_to_date
from lobby.domain.suitability import age_on
from lobby.domain.viewer import Viewer
from lobby.services.decide import Decision
from lobby.services.views import Suggestion
from tests.deciding import decide
from tests.examples import IN_CI, IN_PROOF
from tests.portraits import AS_OF, CATALOG, NOW, POLICY, account, contact, happening, portrait, touch


def days_from_now(*days: int) -> list[date]:
    return [AS_OF + timedelta(days=one) for one in days]


RARELY = st.integers(1, 20).map(lambda drawn: drawn == 13)
MOSTLY = RARELY.map(lambda is_rare: not is_rare)
FLAGS = st.booleans()
DAYS = st.integers(-800, 800).map(lambda days: AS_OF + timedelta(days=days))
LATELY = st.integers(0, 100).map(lambda days: AS_OF - timedelta(days=days))
AMOUNTS = st.sampled_from([None, Decimal(0), Decimal(6_000), *[Decimal(600_000)] * 3])
CONTACTS = st.builds(
    contact,
    st.sampled_from(
        ["interested", "done", "zone_booked", "not_now", "declined", "not_appropriate", "referred"]
    ),
    LATELY,
    st.sampled_from([None, *CATALOG.products]),
)
TODAY = CONTACTS.map(lambda talk: {**talk, "contacted_at": datetime(2026, 11, 20, 9, 0)})  # noqa: DTZ001
TALKS = RARELY.flatmap(
    lambda is_rare: st.lists(CONTACTS, min_size=7 if is_rare else 0, max_size=8 if is_rare else 2)
)
ASKED = st.builds(touch, kind=st.just("question"), product_code=st.sampled_from(sorted(CATALOG.products)))
TOUCHES = st.builds(
    touch,
    kind=st.sampled_from(["question", "calculator", "application_abandoned"]),
    product_code=st.sampled_from([None, *CATALOG.products, *CATALOG.services]),
)
# Mostly somebody to whom something is offered: a rule that is never reached would prove nothing.
CUSTOMERS = st.builds(
    portrait,
    kind=MOSTLY.map(lambda is_person: "person" if is_person else "organisation"),
    birth_date=st.none() | st.dates(date(1945, 1, 1), date(2008, 1, 1)) | st.just(date(2009, 1, 1)),
    segment=st.sampled_from(["unknown", *(segment.code for segment in CATALOG.segments)]),
    risk_rating=st.sampled_from([None, "C1", "C2", "C3", "C4", "C5", "C5", "C5"]),
    risk_rated_on=st.sampled_from([None, *[AS_OF - timedelta(days=days) for days in (1, 90, 364, 365, 366)]]),
    risk_expires_on=st.sampled_from(
        [None, *[AS_OF + timedelta(days=days) for days in (-1, 0, 30, 300, 300)]]
    ),
    limited_capacity=RARELY,
    deceased=RARELY,
    has_marketing_consent=MOSTLY,
    has_profiling_consent=FLAGS,
    has_open_complaint=RARELY,
    has_overdue_loan=st.sampled_from([False, False, None, True]),
    has_open_account=MOSTLY,
    is_control=RARELY,
    asset_current=AMOUNTS,
    idle_balance=AMOUNTS,
    asset_wealth=AMOUNTS,
    asset_fund=AMOUNTS,
    deposit_share=st.sampled_from([None, Decimal("0.5"), Decimal("0.9")]),
    aum=AMOUNTS.map(lambda amount: amount or Decimal(0)),
    salary_day=st.none() | st.integers(1, 31),
    salary_months=st.integers(0, 12),
    business_months_6m=st.integers(0, 6),
    contacts=TALKS,
    last_complaint_on=RARELY.flatmap(lambda is_rare: LATELY if is_rare else st.none()),
    candidates=st.sets(st.sampled_from(sorted(CATALOG.products)), min_size=10).map(sorted),
    events=RARELY.map(lambda is_rare: [happening("possible_scam")] if is_rare else []),
    questions=st.lists(ASKED, max_size=2),
    unfinished=st.lists(TOUCHES, max_size=2),
    accounts=st.lists(st.builds(account, matures_on=DAYS, auto_renew=FLAGS), max_size=2),
)
STAFF = st.builds(
    Viewer,
    st.just("S"),
    st.just("S"),
    st.sampled_from(["lobby", *["adviser"] * 6, "teller", "manager", "head_office", "risk", "auditor"]),
    st.just("B1"),
    st.just(frozenset(QUALIFICATIONS)) | st.frozensets(st.sampled_from(QUALIFICATIONS)),
)
CODES = st.sampled_from(sorted(CATALOG.products))
STATUSES = st.builds(
    ProductStatus,
    st.sampled_from(["on_sale", *SALE_STATES]),
    st.just(datetime(2026, 11, 20, 9, 0)),  # noqa: DTZ001 the bank's own time zone
    st.sampled_from([None, *QUOTA_BANDS]),
)
SINCE = st.builds(
    Since,
    contacts=st.lists(TODAY, max_size=2).map(tuple),
    consents=st.just({}) | st.dictionaries(st.sampled_from(["marketing", "profiling"]), FLAGS, max_size=2),
    statuses=st.dictionaries(CODES, STATUSES, max_size=4),
    has_complaint_today=RARELY,
    questions=st.lists(TOUCHES, max_size=1).map(tuple),
)


def product(one: Product, draw: Any) -> Product:
    """The product with another risk, issuer, seller or date than the catalogue's own."""
    return replace(
        one,
        risk=draw(st.sampled_from(RISKS)) if one.kind in RISK_KINDS else None,
        sale=draw(st.sampled_from([one.sale, "own", "agency"])),
        issuer=draw(st.sampled_from([one.issuer, one.name, None])),
        speakers=draw(st.sampled_from([one.speakers, ("any",), ("lobby",), ("fund", "wm")])),
        is_private=draw(st.sampled_from([False, False, True])),
        on_sale_to=draw(st.sampled_from([None, None, None, *days_from_now(-1, 0)])),
        rules=one.rules if one.kind == "loan" else one.rules[: draw(st.sampled_from([1, 1, 9]))],
    )


@st.composite
def catalogs(draw: Any, about: str) -> Catalog:
    """The bank's catalogue with a few of its products changed, also as no file would load."""
    changed = {about, *draw(st.sets(CODES, max_size=4))}
    products = {code: product(CATALOG.products[code], draw) for code in sorted(changed)}
    return replace(CATALOG, products={**CATALOG.products, **products})


@dataclass(frozen=True)
class Scene:
    """Everything that a decision is made of, and the customer as known now."""

    catalog: Catalog
    portrait: Portrait
    viewer: Viewer
    now: datetime
    since: Since
    is_held_back: bool

    @property
    def customer(self) -> Portrait:
        return brought_up_to_date(self.portrait, self.since)

    def decide(self, **changed: Any) -> Decision:
        scene = replace(self, **changed)
        return decide(
            scene.portrait, scene.catalog, scene.viewer, scene.now, "zh_Hans",
            since=scene.since, is_held_back=scene.is_held_back,
        )  # fmt: skip


@st.composite
def scenes(draw: Any) -> Scene:
    """A customer who asks about one product, and what may speak against it."""
    about = draw(CODES)
    customer = draw(CUSTOMERS)
    asked = [touch(kind="question", product_code=about), *customer.questions]
    candidates = sorted({*customer.candidates, about}) if draw(MOSTLY) else customer.candidates
    since = draw(SINCE)
    statuses = draw(st.just({}) | st.fixed_dictionaries({about: STATUSES}))
    said = draw(st.sampled_from([(), (), ({**contact("declined", product=about), "contact_id": "K"},)]))
    return Scene(
        draw(catalogs(about) | st.just(CATALOG)),
        replace(customer, questions=asked, candidates=candidates),
        draw(STAFF),
        NOW + timedelta(hours=draw(st.sampled_from([0, 0, 24, 24 * 40]))),
        replace(since, statuses={**since.statuses, **statuses}, contacts=(*since.contacts, *said)),
        draw(RARELY),
    )


SCENES = scenes()
SECRETS = {"control_group", "contact_cap", "overdue", "held_back", "possible_scam", "credit_forbidden"}


def never(scene: Scene) -> None:
    """All that must hold of one decision."""
    decision = scene.decide()
    assert len(decision.suggestions) <= POLICY.max_suggestions
    for one in decision.suggestions:
        offered_rightly(one, scene)
    told_rightly(decision, scene)
    helped_always(decision, scene)


def offered_rightly(one: Suggestion, scene: Scene) -> None:
    product, customer, today = scene.catalog.products[one.product], scene.customer, scene.now.date()
    age = age_on(customer.birth_date, today)
    assert one.reasons
    assert one.notices
    assert not product.is_private
    assert product.sale == "own" or one.issuer
    assert one.product in scene.portrait.candidates
    assert product.on_sale_to is None or today <= product.on_sale_to
    status = scene.since.statuses.get(one.product)
    assert status is None or (status.state == "on_sale" and status.quota_left_band != "none")
    assert scene.viewer.role in MARKETING_ROLES
    in_lobby = scene.viewer.role in ("lobby", "adviser", "manager")
    speakers = set(product.speakers)
    assert "any" in speakers or ("lobby" in speakers and in_lobby) or scene.viewer.qualifications & speakers
    assert customer.has_marketing_consent
    assert scene.since.consents.get("marketing", True)
    assert not any([customer.is_control, customer.deceased, scene.is_held_back])
    assert not any([customer.has_open_complaint, scene.since.has_complaint_today])
    assert customer.kind == "person"
    assert age is None or age >= POLICY.adult_age
    assert customer.has_open_account
    assert product.kind != "loan" or customer.has_overdue_loan is False
    if product.kind in RATED_KINDS:
        suits(product, customer, age, today)
    said_today = [
        talk for talk in customer.contacts
        if talk["product_code"] == one.product and talk["contacted_at"].date() == today
    ]  # fmt: skip
    assert {talk["outcome"] for talk in said_today} != {"declined"}


def suits(product: Product, customer: Portrait, age: int | None, today: date) -> None:
    assert customer.risk_rated_on is not None
    assert customer.risk_expires_on is not None
    assert customer.risk_rated_on <= today <= customer.risk_rated_on + timedelta(days=365)
    assert today <= customer.risk_expires_on
    assert not customer.limited_capacity
    assert customer.risk_rating is not None
    if product.risk is not None:
        assert product.risk[1] <= customer.risk_rating[1]
        is_protected = age is None or age >= 65
        assert not is_protected or product.risk in ("R1", "R2", "R3")


def told_rightly(decision: Decision, scene: Scene) -> None:
    """Each product leaves once, and what nobody may guess is one and the same answer."""
    products = scene.catalog.products
    suggested = [one.product for one in decision.suggestions]
    assert sorted([*suggested, *(one.product for one in decision.audit)]) == sorted(products)
    named = {one.product: one for one in decision.not_suggested}
    assert {code for code in products if products[code].is_private} == {
        one.product for one in decision.audit if one.product not in named
    }
    for true in decision.audit:
        assert true.stage in STAGES
        assert products[true.product].kind in RATED_KINDS or true.stage != "suitable"
        told = named.get(true.product)
        if told is None:
            continue
        assert told.reason not in SECRETS
        if true.reason in SECRETS or told.reason == "not_offered_now":
            assert (told.stage, told.reason, told.values) == ("allowed", "not_offered_now", {})
            assert true.reason in {*SECRETS, "issuer_missing"}
        else:
            assert (told.stage, told.reason, told.values) == (true.stage, true.reason, true.values)
    assert (decision.no_offer is None) == bool(decision.suggestions)


def helped_always(decision: Decision, scene: Scene) -> None:
    """Help is the same for who may be offered nothing: talked to, held back, in control, sold out."""
    free = replace(scene.portrait, contacts=[], is_control=False)
    since = replace(scene.since, contacts=(), statuses={})
    other = scene.decide(portrait=free, since=since, is_held_back=False)
    assert decision.unfinished == other.unfinished
    assert [line for line in decision.services if line.service != "referral"] == [
        line for line in other.services if line.service != "referral"
    ]
    silent = not scene.customer.has_marketing_consent or scene.customer.has_open_complaint
    if silent or scene.is_held_back or scene.customer.is_control or scene.customer.deceased:
        assert "referral" not in [line.service for line in decision.services]


@IN_CI
@given(scene=SCENES)
def test_f9_order_7_12_pipl_24_what_must_never_happen(scene: Scene) -> None:
    never(scene)


@pytest.mark.proof
@IN_PROOF
@given(scene=SCENES)
def test_f9_order_7_12_pipl_24_what_must_never_happen_on_ten_thousand(scene: Scene) -> None:
    never(scene)
