"""Who came into a branch today: announced once or more often, called, served or gone, and taken by whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Source = Literal["queue", "card", "app", "appointment", "face", "staff"]
IdentifiedBy = Literal["ticket", "card", "number", "id_hash", "appointment", "face", "staff"]
ArrivalState = Literal["waiting", "called", "served", "left"]
StepState = Literal["called", "served", "left", "identified", "not_customer", "complaint"]

AFTER: Mapping[StepState, frozenset[ArrivalState]] = {
    "called": frozenset({"waiting"}),
    "served": frozenset({"waiting", "called"}),
    "left": frozenset({"waiting", "called"}),
}
OVER: frozenset[ArrivalState] = frozenset({"served", "left"})


@dataclass(frozen=True)
class Announcement:
    """One message that somebody came; `arrival_id` is its sender's own key, `arrived_at` aware.

    `digest` names all that the sender said. `source` "staff": entered by hand, by `staff_id`. Nobody need be
    known: `customer_id` is then None.
    """

    arrival_id: str
    digest: str
    source: Source
    branch_id: str
    arrived_at: datetime
    ticket: str | None = None
    customer_id: str | None = None
    identified_by: IdentifiedBy | None = None
    business_type: str | None = None
    appointment_id: str | None = None
    staff_id: str | None = None


@dataclass(frozen=True)
class Step:
    """What happened to an arrival afterwards; `customer_id` goes with "identified"."""

    state: StepState
    staff_id: str | None
    happened_at: datetime
    customer_id: str | None = None
    identified_by: IdentifiedBy | None = None


@dataclass(frozen=True)
class Arrival:
    """Somebody who came, as it stands after everything announced of them and every step.

    `owner_staff_id` is who takes care of them, `version` counts the takings; times are aware.
    """

    arrival_id: str
    source: Source
    branch_id: str
    arrived_at: datetime
    recorded_at: datetime
    ticket: str | None = None
    customer_id: str | None = None
    identified_by: IdentifiedBy | None = None
    business_type: str | None = None
    appointment_id: str | None = None
    staff_id: str | None = None
    steps: tuple[Step, ...] = ()
    owner_staff_id: str | None = None
    version: int = 0

    @property
    def state(self) -> ArrivalState:
        """How far the branch's queue is with them."""
        return next((moved for step in reversed(self.steps) if (moved := moved_to(step))), "waiting")

    @property
    def is_waiting(self) -> bool:
        return self.state == "waiting"

    @property
    def has_complaint(self) -> bool:
        return any(step.state == "complaint" for step in self.steps)

    def is_here(self, at: datetime, minutes: int) -> bool:
        """Is the person still in the branch? Who came `minutes` ago without a word since is not."""
        return self.state not in OVER and at - self.arrived_at < timedelta(minutes=minutes)

    def wait_minutes(self, at: datetime) -> int:
        """Whole minutes from the arrival to the first call, or to now."""
        ended = next((step.happened_at for step in self.steps if moved_to(step)), at)
        return max(0, int((min(ended, at) - self.arrived_at).total_seconds() // 60))


@dataclass(frozen=True)
class Change:
    """How often something changed in a branch, and which of these changes last announced somebody, when."""

    branch_id: str
    version: int
    announced_version: int | None = None
    announced_at: datetime | None = None


def moved_to(step: Step) -> ArrivalState | None:
    """The state of the queue that a step leads to, None where it leaves it alone."""
    match step.state:
        case "called" | "served" | "left":
            return step.state
        case _:
            return None


def may_follow(arrival: Arrival, state: StepState) -> bool:
    """May this step be taken next? What is over is over; a complaint may come at any time, once."""
    match state:
        case "identified":
            return arrival.customer_id is None and arrival.state not in OVER
        case "not_customer":
            return arrival.customer_id is not None
        case "complaint":
            return not arrival.has_complaint
        case _:
            return arrival.state in AFTER[state]


def in_order(arrivals: Iterable[Arrival]) -> tuple[Arrival, ...]:
    """As they came."""
    return tuple(sorted(arrivals, key=lambda one: (one.arrived_at, one.arrival_id)))


def people_ahead(arrivals: Iterable[Arrival], of: Arrival) -> int:
    """How many of these came earlier and are still waiting."""
    mark = (of.arrived_at, of.arrival_id)
    return sum(one.is_waiting and (one.arrived_at, one.arrival_id) < mark for one in arrivals)


def ticket_as_kept(text: str | None) -> str | None:
    """A ticket as it is compared: half-width capitals without spaces, None when nothing is left."""
    return "".join(unicodedata.normalize("NFKC", text or "").upper().split()) or None
