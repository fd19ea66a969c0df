"""Which reasons hold for a customer, with the facts that prove them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from lobby.domain.catalogue import Catalog, ReasonRule
from lobby.domain.conditions import fact, holds
from lobby.domain.portrait import Account, Portrait, Touch
from lobby.domain.scenarios import Scenario
from lobby.domain.suitability import rating_until

UNDATED_LIFE_DAYS = 30  # an application without an expiry is worth finishing for so long
ASKING = frozenset({"question", "calculator"})
MATURING_REASONS: Mapping[str, str] = {
    "time_deposit": "deposit_maturing",
    "wealth": "wealth_maturing",
    "fund": "wealth_maturing",
    "securities": "wealth_maturing",
}


@dataclass(frozen=True)
class Evidence:
    """A reason that holds: its code, the customer's own facts that prove it, the figure with the rows."""

    code: str
    facts: Mapping[str, object]
    figure: str | None = None


def facts_of(portrait: Portrait) -> dict[str, object]:
    """The portrait's fields by name."""
    return {field.name: getattr(portrait, field.name) for field in fields(portrait)}


def holding(catalog: Catalog, portrait: Portrait, today: date, age: int | None) -> dict[str, Evidence]:
    """Every reason whose condition holds, by code; what spending shows only with profiling consent.

    A rating expires when it ends by either rule, the bank's date or its age.
    """
    ends_on = rating_until(portrait, catalog.policy)
    facts = facts_of(portrait) | {"age": age, "risk_expires_on": ends_on}
    facts_today = facts | {"as_of": today}
    found = {}
    for rule in catalog.reasons.values():
        if rule.condition is None or (rule.needs_profiling and not portrait.has_profiling_consent):
            continue
        if holds(rule.condition, facts_today if rule.today else facts):
            found[rule.code] = Evidence(rule.code, _shown(rule, facts), rule.figure)
    return found


def asked_about(portrait: Portrait, code: str) -> Evidence | None:
    """The customer's last own question or calculation about a product or service."""
    touches = [
        touch for touch in (*portrait.questions, *portrait.unfinished) if touch["product_code"] == code
    ]
    asked = _latest(touch for touch in touches if touch["kind"] in ASKING)
    if asked is None:
        return None
    return Evidence("asked_about", {"happened_on": asked["happened_at"].date(), "channel": asked["channel"]})


def told(card: Scenario) -> Evidence:
    """A card as a reason; of a sensitive one only that the customer asked."""
    if card.is_sensitive:
        return Evidence("scenario_asked", {})
    return Evidence("scenario", {"scenario": card.code})


def unfinished(portrait: Portrait, today: date) -> tuple[Evidence, ...]:
    """Each application that can still be finished and each calculation left there, by expiry."""
    alive = [
        touch for touch in portrait.unfinished if touch["expires_on"] is None or touch["expires_on"] >= today
    ]
    alive.sort(
        key=lambda touch: (touch["expires_on"] or date.max, touch["happened_at"], touch["touchpoint_id"])
    )
    return tuple(found for found in map(_broken_off, alive) if found is not None)


def maturing(portrait: Portrait, days: int, currency: str | None) -> tuple[Evidence, ...]:
    """Each account that matures within `days` and does not renew by itself, the soonest first.

    An account in another currency than `currency` (None: all are alike) is named without its amount.
    """
    due = [
        account
        for account in portrait.accounts
        if account["kind"] in MATURING_REASONS
        and not account["auto_renew"]
        and account["matures_on"] is not None
        and 0 <= (account["matures_on"] - portrait.as_of).days <= days
    ]
    due.sort(key=lambda account: (account["matures_on"] or date.max, account["account_id"]))
    return tuple(_maturing(account, currency in (None, account["currency"])) for account in due)


def _maturing(account: Account, is_comparable: bool) -> Evidence:
    amount = account["balance"] if is_comparable else None
    code = MATURING_REASONS[account["kind"]]
    facts: dict[str, object] = {"due_on": account["matures_on"], "amount": amount, "renews": False}
    if code != "deposit_maturing":
        facts["kind"] = account["kind"]
    return Evidence(code, facts, "maturing_30d" if is_comparable else None)


def _shown(rule: ReasonRule, facts: Mapping[str, object]) -> dict[str, object]:
    return {name: fact(column, facts) for name, column in rule.facts.items()}


def _broken_off(touch: Touch) -> Evidence | None:
    happened_on = touch["happened_at"].date()
    if touch["kind"] == "calculator":
        return Evidence(
            "calculation_left", {"product_code": touch["product_code"], "happened_on": happened_on}
        )
    if touch["kind"] != "application_abandoned":
        return None
    told = {name: touch[name] for name in ("product_code", "step", "missing_document")}
    due_on = touch["expires_on"] or happened_on + timedelta(days=UNDATED_LIFE_DAYS)
    return Evidence("application_abandoned", {**told, "happened_on": happened_on, "due_on": due_on})


def _latest(touches: Iterable[Touch]) -> Touch | None:
    return max(touches, key=lambda touch: (touch["happened_at"], touch["touchpoint_id"]), default=None)
