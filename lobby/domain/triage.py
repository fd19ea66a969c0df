"""Triage: where somebody's business is done, how long they wait for it, and whom to turn to first.

People who wait for the same place stand in one line; whoever can go to a machine waits for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from lobby.domain.arrivals import Arrival
from lobby.domain.policy import Policy
from lobby.domain.viewer import Language

PLACES = ("machine", "phone", "counter", "zone", "loan_desk", "corp_desk", "manager")
SELF_SERVICE = frozenset({"machine", "phone"})
COUNTER = "counter"
OTHER = "other"  # the business of whom nobody knows what they came for
COMPLAINT = "complaint"
Why = Literal["complaint", "safety", "unfinished", "due", "changed"]


@dataclass(frozen=True)
class Business:
    """What somebody comes for: `where` it can be done, the quickest first; in three languages, all public."""

    code: str
    name: Mapping[Language, str]
    where: tuple[str, ...]
    documents: tuple[Mapping[Language, str], ...]
    minutes: int
    also: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The place whose line one stands in for it: the one with people, where there is one."""
        return self.where[-1]

    @property
    def is_self_service(self) -> bool:
        return not SELF_SERVICE.isdisjoint(self.where)


@dataclass(frozen=True)
class Glance:
    """What of a customer decides the order of the board and its one neutral word; no more is known there.

    `is_alarmed`: something withholds every offer; `is_due`: something ends soon.
    """

    care_needs: tuple[str, ...] = ()
    is_alarmed: bool = False
    has_complaint: bool = False
    is_unfinished: bool = False
    is_due: bool = False
    has_changed: bool = False
    is_elder: bool = False

    @property
    def in_peace(self) -> Glance:
        """The same of somebody who refused offers since: what changed is no reason to turn to them."""
        return replace(self, has_changed=False)


NOTHING = Glance()


def business_of(businesses: Mapping[str, Business], code: str | None) -> Business | None:
    """The business that a queue machine calls `code`; None where it was not said."""
    if code is None:
        return None
    named = businesses.get(code) or next((one for one in businesses.values() if code in one.also), None)
    return named or businesses[OTHER]


def ahead(here: Iterable[Arrival], of: Arrival, businesses: Mapping[str, Business]) -> list[Business]:
    """What those came for who still wait, came earlier and stand in the same line."""
    mark, line = (of.arrived_at, of.arrival_id), _known(businesses, of).line
    return [
        _known(businesses, one)
        for one in here
        if one.is_waiting and (one.arrived_at, one.arrival_id) < mark and _known(businesses, one).line == line
    ]


def minutes_to_wait(
    here: Iterable[Arrival], of: Arrival, businesses: Mapping[str, Business], policy: Policy
) -> int:
    """Whole minutes until those ahead are done, at as many desks as are serving that line now.

    Where nobody of it has been called yet, at as many counters as the bank says, or at one desk.
    """
    here, line = list(here), _known(businesses, of).line
    serving = sum(one.state == "called" and _known(businesses, one).line == line for one in here)
    desks = serving or (policy.queue_counters if line == COUNTER else 1)
    return ceil(sum(one.minutes for one in ahead(here, of, businesses)) / desks)


def is_quick_alone(business: Business | None, policy: Policy) -> bool:
    """Is it done at a machine in a few minutes, so that waiting for a number is worse?"""
    return business is not None and "machine" in business.where and business.minutes <= policy.machine_minutes


def why(glance: Glance, arrival: Arrival, business: Business | None) -> Why | None:
    """The one word that says why to turn to somebody; the queue may read it, and learns nothing from it."""
    if glance.has_complaint or arrival.has_complaint or (business is not None and business.code == COMPLAINT):
        return "complaint"
    held: Mapping[Why, bool] = {
        "safety": glance.is_alarmed,
        "unfinished": glance.is_unfinished,
        "due": glance.is_due,
        "changed": glance.has_changed,
    }
    return next((code for code, holds in held.items() if holds), None)


def has_priority(glance: Glance, arrival: Arrival) -> bool:
    """Whoever is old or has an appointment goes before the others."""
    return glance.is_elder or arrival.appointment_id is not None


def place_in_order(glance: Glance, arrival: Arrival, business: Business | None) -> tuple[object, ...]:
    """What sorts the board: complaint and safety, care, unfinished business, priority; then as they came."""
    first = why(glance, arrival, business)
    turns = (
        first in ("complaint", "safety"),
        bool(glance.care_needs),
        glance.is_unfinished,
        has_priority(glance, arrival),
    )
    rank = next((place for place, is_so in enumerate(turns) if is_so), len(turns))
    return (rank, arrival.arrived_at, arrival.arrival_id)


def _known(businesses: Mapping[str, Business], arrival: Arrival) -> Business:
    return business_of(businesses, arrival.business_type) or businesses[OTHER]
