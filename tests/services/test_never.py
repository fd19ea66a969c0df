"""What must never happen, whoever the customer is and whoever is on duty."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.domain.catalogue import QUALIFICATIONS, RATED_KINDS
from lobby.domain.refusal import STAGES
from lobby.domain.suitability import rating_state
from lobby.domain.viewer import Viewer
from lobby.services.decide import decide
from tests.portraits import AS_OF, CATALOG, NOW, POLICY, account, contact, portrait, touch

DAYS = st.integers(-800, 800).map(lambda days: AS_OF + timedelta(days=days))
AMOUNTS = st.sampled_from([None, Decimal(0), Decimal(6_000), Decimal(60_000), Decimal(600_000)])
FLAGS = st.booleans()
CONTACTS = st.builds(
    contact,
    st.sampled_from(["interested", "not_now", "declined", "not_appropriate", "no_answer"]),
    st.integers(0, 100).map(lambda days: AS_OF - timedelta(days=days)),
    st.sampled_from([None, *CATALOG.products]),
)
TOUCHES = st.builds(
    touch,
    kind=st.sampled_from(["question", "calculator", "application_abandoned"]),
    product_code=st.sampled_from([None, *CATALOG.products, *CATALOG.services]),
)
CUSTOMERS = st.builds(
    portrait,
    kind=st.sampled_from(["person", "person", "person", "organisation"]),
    birth_date=st.none() | st.dates(date(1930, 1, 1), date(2015, 1, 1)),
    segment=st.sampled_from(["unknown", *(segment.code for segment in CATALOG.segments)]),
    risk_rating=st.sampled_from([None, "C1", "C2", "C3", "C4", "C5"]),
    risk_rated_on=st.none() | DAYS,
    risk_expires_on=st.none() | DAYS,
    limited_capacity=FLAGS,
    deceased=FLAGS,
    has_marketing_consent=FLAGS,
    has_profiling_consent=FLAGS,
    has_open_complaint=FLAGS,
    has_overdue_loan=st.none() | FLAGS,
    has_open_account=FLAGS,
    is_control=FLAGS,
    asset_current=AMOUNTS,
    idle_balance=AMOUNTS,
    asset_wealth=AMOUNTS,
    asset_fund=AMOUNTS,
    deposit_share=st.sampled_from([None, Decimal("0.5"), Decimal("0.9")]),
    aum=AMOUNTS.map(lambda amount: amount or Decimal(0)),
    salary_day=st.none() | st.integers(1, 31),
    salary_months=st.integers(0, 12),
    business_months_6m=st.integers(0, 6),
    contacts=st.lists(CONTACTS, max_size=3),
    questions=st.lists(TOUCHES, max_size=3),
    unfinished=st.lists(TOUCHES, max_size=2),
    accounts=st.lists(st.builds(account, matures_on=DAYS, auto_renew=FLAGS), max_size=2),
)
STAFF = st.builds(
    Viewer,
    st.just("S"),
    st.just("S"),
    st.sampled_from(["lobby", "adviser", "teller", "manager", "head_office", "risk", "auditor"]),
    st.just("B1"),
    st.frozensets(st.sampled_from(QUALIFICATIONS)),
)


@settings(max_examples=200, deadline=None)
@given(customer=CUSTOMERS, viewer=STAFF, hours=st.integers(0, 24 * 40))
def test_what_must_never_happen(customer, viewer, hours):
    now: datetime = NOW + timedelta(hours=hours)
    decision = decide(customer, CATALOG, viewer, now, "zh_Hans")
    suggested = [one.product for one in decision.suggestions]
    withheld = [one.product for one in decision.not_suggested]
    assert sorted([*suggested, *withheld]) == sorted(CATALOG.products)
    assert len(decision.suggestions) <= POLICY.max_suggestions
    may_offer = customer.has_marketing_consent and not (
        customer.is_control or customer.deceased or customer.has_open_complaint or customer.kind != "person"
    )
    assert may_offer or (
        not decision.suggestions and "referral" not in [line.service for line in decision.services]
    )
    for one in decision.suggestions:
        product = CATALOG.products[one.product]
        assert one.reasons
        assert one.notices
        assert (one.sale == "agency") == bool(one.issuer)
        assert (
            "any" in product.speakers
            or "lobby" in product.speakers
            or viewer.qualifications & set(product.speakers)
        )
        assert customer.has_open_account
        assert product.kind != "loan" or customer.has_overdue_loan is False
        if product.kind in RATED_KINDS:
            assert rating_state(customer, now.date(), POLICY) == "valid"
            assert not customer.limited_capacity
            assert one.risk is None or one.risk[1] <= customer.risk_rating[1]
    for gone in decision.not_suggested:
        kind = CATALOG.products[gone.product].kind
        assert gone.stage in STAGES
        assert kind in RATED_KINDS or gone.stage != "suitable"
        assert gone.reason not in ("control_group", "contact_cap", "overdue")
        assert (gone.reason == "not_offered_now") <= (gone.stage == "allowed" and gone.values == {})
