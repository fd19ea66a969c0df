"""Why somebody is on the list, told of one row: its facts, whether it is an offer, who may talk about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lobby.domain.evidence import unnamed
from lobby.domain.leads import OFFERED
from lobby.domain.viewer import Language
from lobby.services.keeping import named
from lobby.services.sources import Sources
from lobby.services.views import Reason

MATURITIES = frozenset({"deposit_maturing", "investment_maturing"})
SPEAKERS_OF_KIND = {"wealth": ("wm",), "fund": ("fund",), "insurance": ("ins",), "securities": ("wm",)}
UNSPOKEN = frozenset({"scenario", "churn", "long_tail"})


def reason(sources: Sources, row: Mapping[str, Any], language: Language) -> Reason:
    """The row as a reason: its code, and the values that its words name."""
    facts = {**told(row), "due_on": row["due_on"], "amount": row["amount"]}
    if row["source"] in UNSPOKEN:
        facts = {"amount": row["amount"], **named_fact(sources, row["source"], facts["what"], language)}
    if row["happened_on"] is not None:
        facts["happened_on"] = row["happened_on"]
    event = sources.catalog.events.get(row["code"])
    is_unspoken = row["source"] in UNSPOKEN or (event is not None and event.speak == "never")
    figure = "maturing_30d" if row["code"] in MATURITIES else None
    return Reason(row["code"], unnamed(facts, sources.catalog), figure, is_unspoken=is_unspoken)


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that the build found."""
    facts: dict[str, Any] = json.loads(row["facts"], parse_float=Decimal)
    return facts


def named_fact(sources: Sources, source: str, what: str, language: Language) -> dict[str, object]:
    """What an offer rests on: the card's name, the warning's level, the state of the long tail."""
    if source == "scenario":
        card = sources.catalog.cards.scenarios.get(what)
        return {"scenario": card.name[language] if card else what}
    if source == "churn":
        return {"high": True if what == "high" else None}
    return {"reach_state": named(sources.catalog.keeping.reach.states, what, language)}


def is_alarm(sources: Sources, row: Mapping[str, Any]) -> bool:
    """Is it what withholds every offer, such as a possible scam?"""
    event = sources.catalog.events.get(row["code"])
    return event is not None and event.withholds_offers


def is_offer(sources: Sources, row: Mapping[str, Any]) -> bool:
    """Would a talk about it be marketing? Not what the customer began, what is due, or what is unsafe."""
    if row["source"] == "event":
        return not is_alarm(sources, row)
    return row["source"] in OFFERED or row["code"] == "ad_clicked"


def speakers(sources: Sources, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Who may talk about it: of its product, its kind, its card, or the service that answers it."""
    catalog, facts = sources.catalog, told(row)
    code = str(facts.get("product_code"))
    if row["source"] == "scenario":
        card = catalog.cards.scenarios.get(facts["what"])
        code = card.product if card else ""
    if code in catalog.products:
        return catalog.products[code].speakers
    if facts.get("kind") in SPEAKERS_OF_KIND:
        return SPEAKERS_OF_KIND[facts["kind"]]
    answers = (one for one in catalog.services.values() if row["code"] in one.triggers)
    return next((one.speakers for one in sorted(answers, key=lambda one: one.order)), ("any",))
