"""The way of a product to the customer: seven stages in order, left at exactly one of them for one reason.

on_sale → eligible → suitable → staff → allowed → not_tired → ranked. Where the true reason must not be
guessed in the lobby, the screen hears `allowed`, `not_offered_now` without values; only the audit the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lobby.domain import fatigue, suitability
from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog, Product, Rule
from lobby.domain.columns import is_money
from lobby.domain.conditions import Comparison, comparisons, fact, first_failing, holds
from lobby.domain.evidence import asked_about
from lobby.domain.refusal import NEUTRAL, Refusal, Stage
from lobby.domain.scenarios import forbids_credit
from lobby.domain.scope import sees_marketing
from lobby.domain.since import ProductStatus, SaleState
from lobby.domain.viewer import Viewer

LOBBY_ROLES = frozenset({"lobby", "adviser", "manager"})
NOT_SOLD: Mapping[SaleState, str] = {
    "paused": "sale_paused",
    "sold_out": "sold_out",
    "not_started": "sale_not_started",
}


@dataclass(frozen=True)
class Left:
    """Where a product left the funnel and the true reason; `told` is what the lobby may know of it."""

    stage: Stage
    refusal: Refusal

    @property
    def told(self) -> tuple[str, str, Mapping[str, object]]:
        """Stage, reason and values for the screen."""
        if self.refusal.hidden:
            return "allowed", NEUTRAL, {}
        return self.stage, self.refusal.reason, self.refusal.values


def left_at(product: Product, case: Case, *, whoever_talks: bool = False) -> Left | None:
    """Where `product` leaves before it is ranked, or None; `whoever_talks`: as if staff were qualified."""
    for stage, step in STEPS:
        if whoever_talks and stage == "staff":
            continue
        refusal = step(product, case)
        if refusal is not None:
            return Left(stage, refusal)
    return None


def on_sale(product: Product, case: Case) -> Refusal | None:
    """Is it sold here at all, today, and at this branch right now?"""
    return not_sold(product, case.since.statuses.get(product.code), case.today)


def not_sold(product: Product, status: ProductStatus | None, today: date) -> Refusal | None:
    """Why `product` is not sold today where `status` is in force, or None."""
    if product.is_private:
        return Refusal("private_product", hidden=True)
    if product.sale == "agency" and product.issuer is None:
        return Refusal("issuer_missing", hidden=True)
    if product.on_sale_from is not None and today < product.on_sale_from:
        return Refusal("not_started", {"from": product.on_sale_from})
    if product.on_sale_to is not None and today > product.on_sale_to:
        return Refusal("sale_ended", {"until": product.on_sale_to})
    if status is None:
        return None
    if status.state != "on_sale":
        return Refusal(NOT_SOLD[status.state], {"since": status.effective_at})
    return Refusal("quota_gone", {"since": status.effective_at}) if status.quota_left_band == "none" else None


def eligible(product: Product, case: Case) -> Refusal | None:
    """Do its conditions hold, in last night's build and with today's age? The desk removes, it never adds."""
    for facts in case.facts_to_meet:
        for rule in product.rules:
            if is_incomparable(rule, case.currency, case.catalog):
                return Refusal("other_currency", {"currency": case.catalog.policy.currency})
            if not is_hidden(rule, case.catalog) and not holds(rule.condition, facts):
                return Refusal(rule.because, _told_values(rule, facts, case))
    hidden = (rule.condition for rule in product.rules if is_hidden(rule, case.catalog))
    hidden_hold = all(holds(condition, case.facts_of_feed) for condition in hidden)
    if hidden_hold and product.code not in case.customer.candidates:
        return Refusal("not_a_candidate")
    if product.kind in case.catalog.segment(case.customer.segment).never_offer_kinds:
        return Refusal("not_for_service_group")
    return None


def suitable(product: Product, case: Case) -> Refusal | None:
    """Does the valid rating cover its risk, and the life stage too?"""
    refused = suitability.refusal(product, case.customer, case.today, case.catalog.policy)
    if refused is not None:
        return refused
    highest = case.catalog.segment(case.customer.segment).highest_risk
    if product.risk and highest and suitability.level(product.risk) > suitability.level(highest):
        return Refusal("not_for_service_group")
    return None


def staff(product: Product, case: Case) -> Refusal | None:
    """May this member of staff talk about it?"""
    if not sees_marketing(case.viewer):
        return Refusal("not_your_role")
    missing = missing_speaker(product.speakers, case.viewer)
    if missing is None:
        return None
    return (
        Refusal("not_your_role")
        if missing == "lobby"
        else Refusal("not_qualified", {"qualification": missing})
    )


def missing_speaker(speakers: tuple[str, ...], viewer: Viewer) -> str | None:
    """The qualification (or `lobby`: its own roles) that `viewer` would need; None: nothing is missing."""
    if "any" in speakers or ("lobby" in speakers and viewer.role in LOBBY_ROLES):
        return None
    return None if viewer.qualifications & set(speakers) else speakers[0]


def allowed(product: Product, case: Case) -> Refusal | None:
    """May offers be made to this customer at all, and this one? Hidden reasons come last."""
    customer, policy = case.customer, case.catalog.policy
    if customer.kind != "person":
        return Refusal("organisation")
    if customer.deceased:
        return Refusal("deceased")
    if case.age is not None and case.age < policy.adult_age:
        return Refusal("under_age", {"adult_age": policy.adult_age})
    if not customer.has_marketing_consent:
        return Refusal("no_consent")
    if customer.has_open_complaint:
        return Refusal("open_complaint")
    quiet_until = fatigue.quiet_after_complaint(customer.last_complaint_on, case.today, policy)
    if quiet_until is not None:
        return Refusal("complaint_recently", {"until": quiet_until})
    if case.is_held_back:
        return Refusal("held_back", hidden=True)
    withholding = [one.code for one in case.events if case.catalog.events[one.code].withholds_offers]
    if withholding:
        return Refusal(withholding[0], hidden=True)
    if customer.is_control or product.code in case.since.kept_back:
        return Refusal("control_group", hidden=True)
    if fatigue.is_capped(customer.contacts, case.today, policy, case.helping):
        return Refusal("contact_cap", hidden=True)
    is_credit = product.code in policy.consumer_credit
    if is_credit and forbids_credit(case.cards) and asked_about(customer, product.code) is None:
        return Refusal("credit_forbidden", hidden=True)
    failing = next((rule for rule in product.rules if not holds(rule.condition, case.facts)), None)
    return Refusal(failing.because, hidden=True) if failing else None


def not_tired(product: Product, case: Case) -> Refusal | None:
    """Has the customer been left in peace long enough after the last talk about it?"""
    catalog = case.catalog
    return fatigue.refusal(product, case.customer.contacts, catalog.products, case.today, catalog.policy)


STEPS: tuple[tuple[Stage, Callable[[Product, Case], Refusal | None]], ...] = (
    ("on_sale", on_sale),
    ("eligible", eligible),
    ("suitable", suitable),
    ("staff", staff),
    ("allowed", allowed),
    ("not_tired", not_tired),
)


def is_incomparable(rule: Rule, currency: str | None, catalog: Catalog) -> bool:
    """A minimum in the catalogue's currency says nothing about amounts in another one."""
    if currency in (None, catalog.policy.currency):
        return False
    return any(is_money(test.column) and _limit(test).get("limit") for test in comparisons(rule.condition))


def is_hidden(rule: Rule, catalog: Catalog) -> bool:
    """Does it rest on a fact that nobody in the lobby may guess?"""
    return any(test.column in catalog.hidden_facts for test in comparisons(rule.condition))


def _told_values(rule: Rule, facts: Mapping[str, object], case: Case) -> dict[str, object]:
    test = first_failing(rule.condition, facts)
    if test is None or case.catalog.facts.get(test.column.partition(".")[0], "never") == "never":
        return {}
    return {test.column: fact(test.column, facts)} | _limit(test)


def _limit(test: Comparison) -> dict[str, object]:
    is_bound = isinstance(test.value, int | Decimal | date) and not isinstance(test.value, bool)
    return {"limit": test.value} if is_bound else {}
