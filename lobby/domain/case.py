"""One customer in front of one member of staff: all that a decision rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from lobby.domain import suitability
from lobby.domain.association import Association
from lobby.domain.catalogue import Catalog
from lobby.domain.evidence import Evidence, facts_of, happened, holding
from lobby.domain.portrait import Portrait
from lobby.domain.propensity import Propensity
from lobby.domain.scenarios import Scenario, in_hand
from lobby.domain.scope import sees_marketing
from lobby.domain.since import UNCHANGED, Since, brought_up_to_date
from lobby.domain.viewer import Viewer


@dataclass(frozen=True)
class Case:
    """One customer in front of one member of staff on one day (`today`: the bank-local date).

    `portrait` is last night's, `since` what changed afterwards. `currency` is the one the customer's amounts
    are in, None: the catalogue's own; `associations` are what the bank's customers hold together,
    `propensities` how probable a yes is, by product. With `is_held_back` nothing is offered, for a reason
    that nobody in the lobby may guess.
    """

    portrait: Portrait
    viewer: Viewer
    today: date
    catalog: Catalog
    currency: str | None = None
    associations: tuple[Association, ...] = ()
    is_held_back: bool = False
    since: Since = UNCHANGED
    propensities: Mapping[str, Propensity] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def customer(self) -> Portrait:
        """The customer as known now."""
        return brought_up_to_date(self.portrait, self.since)

    @cached_property
    def age(self) -> int | None:
        """Full years today, None without a birth date."""
        return suitability.age_on(self.customer.birth_date, self.today)

    @cached_property
    def events(self) -> tuple[Evidence, ...]:
        """What happened to the customer and still lives today, strongest first."""
        return happened(self.catalog, self.customer, self.today)

    @cached_property
    def held(self) -> Mapping[str, Evidence]:
        """Every reason that holds, by code, and the strongest event of each other code."""
        return holding(self.catalog, self.customer, self.today, self.age)

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """The customer's fields as known now, with today's age."""
        return facts_of(self.customer) | {"age": self.age}

    @cached_property
    def facts_of_feed(self) -> Mapping[str, object]:
        """The portrait's fields as the build left them."""
        return facts_of(self.portrait)

    @cached_property
    def facts_to_meet(self) -> tuple[Mapping[str, object], ...]:
        """The facts by which conditions are judged: those of now and, where they differ, of the build."""
        is_unchanged = self.facts == self.facts_of_feed
        return (self.facts,) if is_unchanged else (self.facts, self.facts_of_feed)

    @cached_property
    def helping(self) -> frozenset[str]:
        """What is talked about without offering anything: services, lines of the desk, events."""
        catalog = self.catalog
        return frozenset(catalog.services.keys() | catalog.desk_lines.keys() | catalog.events.keys())

    @cached_property
    def cards(self) -> tuple[Scenario, ...]:
        """The scenario cards that may be used with this customer now, the most worth first.

        Audit and risk work without them.
        """
        return in_hand(self.catalog.cards.scenarios, self.customer) if sees_marketing(self.viewer) else ()
