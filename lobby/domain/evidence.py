"""Which reasons hold for a customer, with the facts that prove them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from json import loads

from lobby.domain.catalogue import Catalog, Event, ReasonRule
from lobby.domain.conditions import fact, holds
from lobby.domain.portrait import Happened, Portrait, Touch
from lobby.domain.scenarios import Scenario
from lobby.domain.scope import sees_unspoken
from lobby.domain.spoken import DecisionStage
from lobby.domain.suitability import rating_until
from lobby.domain.viewer import Viewer

UNDATED_LIFE_DAYS = 30  # an application without an expiry is worth finishing for so long
ASKING = frozenset({"question", "calculator"})
MATURING = frozenset({"deposit_maturing", "investment_maturing"})


@dataclass(frozen=True)
class Evidence:
    """A reason that holds: its code, the customer's own facts that prove it, the figure with the rows.

    `stage`: of an event, how far the customer has come in a decision.
    """

    code: str
    facts: Mapping[str, object]
    figure: str | None = None
    stage: DecisionStage | None = None


def facts_of(portrait: Portrait) -> dict[str, object]:
    """The portrait's fields by name."""
    return {field.name: getattr(portrait, field.name) for field in fields(portrait)}


def holding(catalog: Catalog, portrait: Portrait, today: date, age: int | None) -> dict[str, Evidence]:
    """Every reason whose condition holds, by code, and the strongest event of each other code.

    What spending shows only with profiling consent. What renews by itself is no reason to talk. A rating
    expires when it ends by either rule, the bank's date or its age.
    """
    ends_on = rating_until(portrait, catalog.policy)
    facts = facts_of(portrait) | {"age": age, "risk_expires_on": ends_on}
    facts_today = facts | {"as_of": today}
    found: dict[str, Evidence] = {}
    for one in happened(catalog, portrait, today):
        if one.code not in catalog.reasons and not one.facts.get("renews"):
            found.setdefault(one.code, one)
    for rule in catalog.reasons.values():
        if rule.condition is None or (rule.needs_profiling and not portrait.has_profiling_consent):
            continue
        if holds(rule.condition, facts_today if rule.today else facts):
            found[rule.code] = Evidence(rule.code, _shown(rule, facts), rule.figure)
    return found


def happened(catalog: Catalog, portrait: Portrait, today: date) -> tuple[Evidence, ...]:
    """The events that still live today, strongest first; what needs profiling only with the consent."""
    return tuple(
        _as_evidence(one, event)
        for one in portrait.events
        if (event := catalog.events.get(one["code"])) is not None
        if one["expires_on"] >= today and (portrait.has_profiling_consent or not event.needs_profiling)
    )


def is_unspoken(found: Evidence, catalog: Catalog) -> bool:
    """Whether it is an event that must never be spoken of."""
    event = catalog.events.get(found.code)
    return event is not None and event.speak == "never"


def may_be_shown(found: Evidence, catalog: Catalog, viewer: Viewer) -> bool:
    """Whether `viewer` may see the reason: what must never be spoken of stays with few."""
    return sees_unspoken(viewer) or not is_unspoken(found, catalog)


def names_private(facts: Mapping[str, object], catalog: Catalog) -> bool:
    """Do these facts name a product that the lobby does not name?"""
    product = catalog.products.get(str(facts.get("product_code")))
    return product is not None and product.is_private


def unnamed(facts: Mapping[str, object], catalog: Catalog) -> Mapping[str, object]:
    """The facts without a product that the lobby does not name."""
    return {**facts, "product_code": None} if names_private(facts, catalog) else facts


def about(product: str, events: Iterable[Evidence]) -> dict[str, Evidence]:
    """The strongest event of each code that names this very product or service."""
    found: dict[str, Evidence] = {}
    for one in events:
        if one.facts.get("product_code") == product:
            found.setdefault(one.code, one)
    return found


def _as_evidence(one: Happened, event: Event) -> Evidence:
    facts = {name: _read(name, value) for name, value in loads(one["evidence"], parse_float=Decimal).items()}
    facts |= {"happened_on": one["happened_on"], "expires_on": one["expires_on"], "amount": one["amount"]}
    return Evidence(one["code"], facts, event.figure if one["amount"] is not None else None, event.stage)


def _read(name: str, value: object) -> object:
    """A date or time of the evidence, which JSON writes as text."""
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(value, str) and name.endswith("_at") else value


def asked_about(portrait: Portrait, code: str) -> Evidence | None:
    """The customer's last own question or calculation about a product or service."""
    touches = [
        touch for touch in (*portrait.questions, *portrait.unfinished) if touch["product_code"] == code
    ]
    asked = _latest(touch for touch in touches if touch["kind"] in ASKING)
    if asked is None:
        return None
    return Evidence("asked_about", {"happened_on": asked["happened_at"].date(), "channel": asked["channel"]})


def told(card: Scenario, is_of_partner: bool = False) -> Evidence:
    """A card as a reason, told by partners or not; of a sensitive one only that the customer asked."""
    if card.is_sensitive:
        return Evidence("scenario_asked", {})
    return Evidence("scenario_partner" if is_of_partner else "scenario", {"scenario": card.code})


def unfinished(portrait: Portrait, today: date) -> tuple[Evidence, ...]:
    """Each application that can still be finished and each calculation left there, by expiry."""
    alive = [
        touch for touch in portrait.unfinished if touch["expires_on"] is None or touch["expires_on"] >= today
    ]
    alive.sort(
        key=lambda touch: (touch["expires_on"] or date.max, touch["happened_at"], touch["touchpoint_id"])
    )
    return tuple(found for found in map(_broken_off, alive) if found is not None)


def maturing(events: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each account that matures soon and does not renew by itself, the soonest first."""
    due = [one for one in events if one.code in MATURING and not one.facts["renews"]]
    return tuple(sorted(due, key=lambda one: (str(one.facts["due_on"]), str(one.facts["account_tail"]))))


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
