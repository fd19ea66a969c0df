"""Scenario cards and tags over all the bank, for head office: what each is worth, who is in it and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from lobby.data import desk_outcomes, desk_scenarios
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.catalogue import Catalog
from lobby.domain.columns import parts
from lobby.domain.conditions import Comparison, comparisons, fact, holds
from lobby.domain.consent import Purpose
from lobby.domain.errors import AccessRefused
from lobby.domain.scenarios import Judged, Scenario, Tag, has_season
from lobby.domain.viewer import Language, Viewer
from lobby.services import listing
from lobby.services.consents import refused_at_desks, refusing_any
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Hit

ORGANISATION_FACTS = frozenset({"has_organisation", "organisation_registered_on"})
PLACES = ("first", "second", "third", "fourth")
MOST_TAGS = len(PLACES)
Reach = Literal["never", "off_season", "broad", "usual"]


@dataclass(frozen=True)
class Ranking:
    """A card with how many customers it holds for now; `worth` = value × fit_product × customers."""

    card: Scenario
    customers: int
    share: Decimal
    worth: int
    reach: Reach


@dataclass(frozen=True)
class Proof:
    """A fact that made a card hold: what was tested, about what (codes or names), and the value."""

    fact: str
    about: tuple[str, ...]
    value: object


@dataclass(frozen=True)
class Member:
    """A customer a card holds for, masked, and why."""

    who: Hit
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Results:
    """What staff recorded in the last `days` of talks about suggestions that a card backed."""

    talks: int
    interested: int
    done: int
    days: int


@dataclass(frozen=True)
class TagShare:
    """A tag with how many customers have it, and their share of all."""

    tag: Tag
    customers: int
    share: Decimal


def in_force(sources: Sources) -> Catalog:
    """The catalogue with the cards as head office switched them."""
    return switched(sources.catalog, desk_scenarios.switches(sources.desk))


def switched(catalog: Catalog, switches: Mapping[str, bool]) -> Catalog:
    """The catalogue with these cards on or off."""
    switched = {
        code: replace(catalog.cards.scenarios[code], is_on=is_on)
        for code, is_on in switches.items()
        if code in catalog.cards.scenarios
    }
    if not switched:
        return catalog
    cards = replace(catalog.cards, scenarios={**catalog.cards.scenarios, **switched})
    return replace(catalog, cards=cards)


@for_viewer
def switch(sources: Sources, viewer: Viewer, code: str, is_on: bool) -> None:
    """Switch a card on or off at every desk from the next opening on; audited with it."""
    asked_for = {"asked": "scenario_switch", "scenario": code, "is_on": is_on}
    desk_scenarios.switch(sources.desk, code, is_on, Happening(viewer, "scenario", details=asked_for))


@for_viewer
def ranking(sources: Sources, viewer: Viewer) -> tuple[Ranking, ...]:
    """Every card, the most worth first; those that hold for nobody last."""
    write_down(sources, viewer, "cards")
    counts = {row["code"]: row["count_customers"] for row in sources.portraits.rows("scenarios_counts")}
    gone = refusing(sources)
    everybody = max(1, sources.portraits.manifest.count_customers)
    broad, day = sources.catalog.policy.scenario_broad_share, of_the_day(sources)
    ranked = [
        rank(
            card,
            counts.get(card.code, 0) - gone.get(card.code, 0),
            everybody,
            broad,
            has_season(card.condition, day),
        )
        for card in in_force(sources).cards.scenarios.values()
    ]
    return tuple(sorted(ranked, key=lambda one: (-one.worth, -one.card.value, one.card.code)))


def refusing(sources: Sources) -> Mapping[str, int]:
    """Card → how many it holds for of those who said no at a desk since the build."""
    refused = refused_at_desks(sources, ("marketing", "profiling", "partner_data"))
    any_of_them = frozenset[str]().union(*refused.values())
    found: dict[str, int] = {}
    if not any_of_them:
        return found
    for row in sources.portraits.rows("scenarios_of", customer_ids=sorted(any_of_them)):
        customer_id = row["customer_id"]
        for code in row["scenarios"]:
            card = sources.catalog.cards.scenarios.get(code)
            is_gone = (
                customer_id in refused["marketing"]
                or (card is not None and card.needs_profiling and customer_id in refused["profiling"])
                or (code in row["partner_scenarios"] and customer_id in refused["partner_data"])
            )
            found[code] = found.get(code, 0) + is_gone
    return found


def of_the_day(sources: Sources) -> Mapping[str, object]:
    """What the triggers ask of the calendar on the portrait's day."""
    manifest = sources.portraits.manifest
    as_of = manifest.business_date
    holiday = sources.catalog.cards.calendar.next_holiday(manifest.country, as_of)
    return {
        "as_of": as_of,
        "month_now": as_of.month,
        "days_to_holiday": None if holiday is None else (holiday - as_of).days,
    }


def rank(
    card: Scenario, customers: int, everybody: int, broad: Decimal, is_in_season: bool = True
) -> Ranking:
    share = (Decimal(customers) / everybody).quantize(Decimal("0.0001"))
    reach: Reach = "broad" if share > broad else "usual"
    if customers == 0:
        reach = "never" if is_in_season else "off_season"
    return Ranking(card, customers, share, card.value * card.fit_product * customers, reach)


@for_viewer
def results(sources: Sources, viewer: Viewer, code: str, now: datetime) -> Results:
    """What came of the suggestions a card backed, lately and at all desks; counts and nobody's name."""
    days = sources.catalog.policy.scenario_results_days
    card, since = sources.catalog.cards.scenarios[code], now - timedelta(days=days)
    products = (card.product, *card.alternatives)
    found = desk_outcomes.results_of_card(sources.desk, code, products, since)
    interested = sum(found.get(result, 0) for result in ("interested", "zone_booked"))
    return Results(sum(found.values()), interested, found.get("done", 0), days)


@for_viewer
def members(
    sources: Sources, viewer: Viewer, code: str, language: Language, reason: str | None = None
) -> tuple[Member, ...]:
    """The first customers a card holds for, masked, with the facts that prove it; audited first, with why.

    Of a sensitive card only the number is known here.
    """
    card = sources.catalog.cards.scenarios[code]
    write_down(sources, viewer, "members", reason, scenario=code)
    if card.is_sensitive:
        raise AccessRefused("sensitive", "Who asked about this is not listed.", "Only the number is shown.")
    rows = sources.portraits.rows(
        "scenarios_who",
        code=code,
        refused=refusing_any(sources, needed_for(card)),
        refused_partner=refusing_any(sources, ("partner_data",)),
        at_most=sources.catalog.policy.search_max_rows,
    )
    people = {hit.customer_id: hit for hit in masked(sources, viewer, rows)}
    return tuple(
        Member(people[row["customer_id"]], proofs(card, row, sources.catalog, viewer, language))
        for row in rows
    )


def needed_for(judged: Judged) -> tuple[Purpose, ...]:
    """What nobody on a list may have refused at a desk."""
    return ("marketing", "profiling") if judged.needs_profiling else ("marketing",)


def proofs(
    card: Scenario, row: Mapping[str, Any], catalog: Catalog, viewer: Viewer, language: Language
) -> tuple[Proof, ...]:
    """What of the trigger holds for this customer; an organisation is for those of corporate banking."""
    found = []
    by_partner = card.partner is not None and card.code in row["partner_scenarios"]
    tested = card.partner if by_partner and card.partner is not None else card.trigger
    for test in comparisons(tested):
        hidden = test.column in ORGANISATION_FACTS and "corp" not in viewer.qualifications
        if not hidden and holds(test, row):
            found.append(proof(test, row, catalog, language))
    return tuple(dict.fromkeys(found))


def proof(test: Comparison, row: Mapping[str, Any], catalog: Catalog, language: Language) -> Proof:
    name, code, field = parts(test.column)
    if name != test.column:
        return Proof(field, (code,), fact(test.column, row))
    if test.operator == "contains":
        return Proof(name, (name_of(str(test.value), name, catalog, language),), None)
    return Proof(name, (), row[name])


def name_of(code: str, column: str, catalog: Catalog, language: Language) -> str:
    """What an event, a topic or a product is called; any other code stays as it is."""
    if column == "event_codes" and code in catalog.events:
        return catalog.events[code].name[language]
    if column == "asked_topics":
        return catalog.cards.topics[code].name[language]
    return line_name(code, catalog, language)


def line_name(code: str, catalog: Catalog, language: Language) -> str:
    """The name of a product, a service or a line of the desk."""
    for known in (catalog.products, catalog.services, catalog.desk_lines):
        if code in known:
            return known[code].name[language]
    return code


@for_viewer
def tag_shares(sources: Sources, viewer: Viewer) -> tuple[TagShare, ...]:
    """Every tag, the widest first."""
    write_down(sources, viewer, "tags")
    counted = {row["code"]: row for row in sources.portraits.rows("scenarios_tags")}
    nobody = {"count_customers": 0, "share": Decimal(0)}
    shares = [
        TagShare(tag, found["count_customers"], found["share"])
        for tag in sources.catalog.cards.tags.values()
        for found in [counted.get(tag.code, nobody)]
    ]
    return tuple(sorted(shares, key=lambda one: (-one.customers, one.tag.code)))


@for_viewer
def tagged(
    sources: Sources, viewer: Viewer, codes: Sequence[str], reason: str | None = None
) -> tuple[Hit, ...]:
    """The first customers who have all of these tags, masked; audited first, with why."""
    write_down(sources, viewer, "tagged", reason, tags=sorted(codes))
    if not 1 <= len(codes) <= MOST_TAGS:
        raise ValueError(f"between 1 and {MOST_TAGS} tags, not {len(codes)}")
    asked = dict(zip(PLACES, [*codes] * MOST_TAGS, strict=False))  # fewer stand in several places
    needed = {purpose for code in codes for purpose in needed_for(sources.catalog.cards.tags[code])}
    rows = sources.portraits.rows(
        "scenarios_tagged",
        **asked,
        refused=refusing_any(sources, needed),
        at_most=sources.catalog.policy.search_max_rows,
    )
    return masked(sources, viewer, rows)


def masked(sources: Sources, viewer: Viewer, rows: Sequence[Mapping[str, Any]]) -> tuple[Hit, ...]:
    """The customers as masked lines, in the audit first; their age as of the portrait's own day."""
    listing.tell(sources, viewer, "scenario", (row["customer_id"] for row in rows))
    as_of = datetime.combine(sources.portraits.manifest.business_date, time())
    return hits(sources, [row["customer_id"] for row in rows], as_of)


def write_down(
    sources: Sources, viewer: Viewer, asked: str, reason: str | None = None, **details: object
) -> None:
    """Write down who asked, what for and why."""
    asked_for = {"asked": f"scenario_{asked}", **details}
    why = scope.reason_as_kept(reason)
    sources.desk.record(Happening(viewer, "scenario", reason=why, details=asked_for))
