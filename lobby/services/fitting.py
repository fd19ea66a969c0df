"""Whom a product fits, of everybody: the desk's own funnel asked of the whole bank at once.

Who of the staff may talk about it is left out. A test holds each answer equal to the desk's decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lobby.data import desk_campaigns, desk_consents, desk_outcomes, desk_scenarios
from lobby.data.funnel_query import funnel_query
from lobby.domain.catalogue import RATED_KINDS, Catalog, Product
from lobby.domain.consent import Statement
from lobby.domain.funnel import is_incomparable, not_sold
from lobby.domain.outcomes import Outcome, complained_on, questions_of, talks_of
from lobby.domain.refusal import Stage
from lobby.domain.segments import Segment
from lobby.domain.suitability import level
from lobby.services.consents import in_branch, is_granted_by_default
from lobby.services.product_status import here
from lobby.services.risk import everybody_held_back
from lobby.services.scenarios import switched
from lobby.services.sources import Sources


@dataclass(frozen=True)
class Judged:
    """One customer and the stage at which the product leaves; None: it would be ranked."""

    customer_id: str
    branch_id: str
    segment: str
    stage: Stage | None


def fitting(sources: Sources, code: str, now: datetime) -> tuple[Judged, ...]:
    """Every customer and where product `code` leaves the funnel at `now`, by customer."""
    catalog = switched(sources.catalog, desk_scenarios.switches(sources.desk))
    product = catalog.products[code]
    said, talks = desk_words(sources, code, now)
    rows = sources.portraits.judged(
        funnel_query(product, catalog),
        today=now.date(),
        product=code,
        said=said,
        talks=talks,
        sold_at=sold_at(sources, product, now),
        held_back=sorted(
            everybody_held_back(sources) | desk_campaigns.everybody_kept_back(sources.desk, code, now.date())
        ),
        terms=terms(product, catalog, sources.currency),
        days=days(product, catalog),
        same_kind=[one.code for one in catalog.products.values() if one.kind == product.kind],
        helping=sorted(catalog.services.keys() | catalog.desk_lines.keys() | catalog.events.keys()),
        **lists(catalog),
    )
    return tuple(Judged(*(row[name] for name in COLUMNS)) for row in rows)


COLUMNS = ("customer_id", "home_branch_id", "segment", "stage")


def sold_at(sources: Sources, product: Product, now: datetime) -> list[str]:
    """The branches at which it is sold now."""
    branches = [*sources.branch_names(), "unknown"]
    return [
        branch
        for branch in branches
        if not_sold(product, here(sources, branch).get(product.code), now.date()) is None
    ]


def terms(product: Product, catalog: Catalog, currency: str) -> Mapping[str, object]:
    """What of the product, the life stages and the policy the stages are judged by."""
    policy = catalog.policy
    stages = (*catalog.segments, catalog.unknown_segment)
    risk = level(product.risk) if product.risk else None
    return {
        "is_incomparable": any(is_incomparable(rule, currency, catalog) for rule in product.rules),
        "never_offered": [one.code for one in stages if product.kind in one.never_offer_kinds],
        "too_risky": [one.code for one in stages if is_above(product, one)],
        "is_rated": product.kind in RATED_KINDS,
        "risk": risk or 0,
        "is_protected": risk is not None and risk >= level(policy.protected_risk),
        "is_credit": product.code in policy.consumer_credit,
        "rating_days": policy.rating_life_days,
        "protected_age": policy.protected_age,
        "adult_age": policy.adult_age,
        "quiet_days": policy.complaint_quiet_days,
        "cap": policy.contact_cap,
    }


def is_above(product: Product, segment: Segment) -> bool:
    if not product.risk or not segment.highest_risk:
        return False
    return level(product.risk) > level(segment.highest_risk)


def days(product: Product, catalog: Catalog) -> Mapping[str, int]:
    """How long each answer keeps the product from being offered."""
    policy = catalog.policy
    return {
        "cap": policy.contact_cap_days,
        "cool_down": product.cool_down_days,
        "any_kind": policy.default_cool_down_days,
        "not_now": policy.not_now_days,
        "settled": policy.settled_days,
        "referred": policy.referred_days,
    }


def lists(catalog: Catalog) -> Mapping[str, list[str]]:
    """Codes of what withholds offers, of cards that forbid credit, and of both what is inferred."""
    events, cards = catalog.events.values(), catalog.cards.scenarios.values()
    forbidding = [one.code for one in cards if one.is_on and one.is_sensitive and one.loan_fit == "forbidden"]
    return {
        "withholding": [one.code for one in events if one.withholds_offers],
        "forbidding": forbidding,
        "inferred": [
            *(one.code for one in events if one.needs_profiling),
            *(one.code for one in cards if one.needs_profiling),
        ],
    }


def desk_words(
    sources: Sources, code: str, now: datetime
) -> tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]:
    """What customers said at desks since the build, and the talks with them that still count."""
    policy = sources.catalog.policy
    longest = max(*days(sources.catalog.products[code], sources.catalog).values(), policy.promise_days)
    outcomes = desk_outcomes.outcomes_since(sources.desk, now - timedelta(days=longest + 1))
    by_customer: dict[str, list[Outcome]] = {}
    for one in outcomes:
        by_customer.setdefault(one.customer_id, []).append(one)
    consents = consents_at_desks(sources)
    said = [
        word_of(
            sources, customer_id, consents.get(customer_id, {}), by_customer.get(customer_id, ()), code, now
        )
        for customer_id in sorted(consents.keys() | by_customer.keys())
    ]
    talks = [
        {"customer_id": customer_id, **{name: talk[name] for name in TALK}}  # type: ignore[literal-required]
        for customer_id, of_one in by_customer.items()
        for talk in talks_of(of_one, sources.zone)
    ]
    return said, talks


TALK = ("contact_id", "contacted_at", "product_code", "outcome", "next_on")


def consents_at_desks(sources: Sources) -> Mapping[str, Mapping[str, bool]]:
    """Customer → what holds in the branch now, of everybody who spoke about it at a desk; read together."""
    spoken, default = desk_consents.newest_by_customer(sources.desk), is_granted_by_default(sources)
    rows = sources.portraits.rows("campaign_people", customer_ids=list(spoken)) if spoken else ()
    feed = {
        row["customer_id"]: [
            Statement(one["purpose"], one["channel"], one["is_granted"], one["changed_on"])
            for one in row["consents"] or ()
        ]
        for row in rows
    }
    return {
        customer_id: in_branch(feed.get(customer_id, ()), desk, default)
        for customer_id, desk in spoken.items()
    }


def word_of(
    sources: Sources,
    customer_id: str,
    consents: Mapping[str, bool],
    outcomes: Iterable[Outcome],
    code: str,
    now: datetime,
) -> Mapping[str, Any]:
    """Consents, complaint and question of one customer, as the desk gathers them on opening."""
    known = tuple(outcomes)
    complained = complained_on(known, sources.zone)
    life = timedelta(days=sources.catalog.policy.question_days)
    asked = questions_of([one for one in known if now - one.happened_at <= life], sources.zone)
    return {
        "customer_id": customer_id,
        **{purpose: consents.get(purpose) for purpose in ("marketing", "profiling", "partner_data")},
        "complained_on": complained,
        "has_complaint_today": complained == now.date(),
        "has_asked": any(touch["product_code"] == code for touch in asked),
    }
