"""An invented day in the branches, to show it and to load it: who comes when, for what, how they are served.

Everything follows from a seed and the customers who may come; the peaks are from 9 to 11 and from 14 to 16.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from heapq import heapreplace
from itertools import groupby
from random import Random
from typing import Literal

from lobby.services.permission import for_house
from lobby.services.sources import Sources

OPEN, CLOSE = 9 * 60, 17 * 60
WEIGHT_OF_HOUR = {9: 16, 10: 16, 11: 10, 12: 6, 13: 7, 14: 15, 15: 15, 16: 9}
STRANGERS = 0.15
OTHER_BRANCH = 0.04
WEIGHT_OF_SOURCE = {"queue": 80, "card": 8, "app": 12}
KNOWN_BY_CARD = 0.7  # so many of those with a card put it into the queue machine
EARLY = 15  # minutes before an appointment
LEAVING = 0.04
PATIENCE = 20  # minutes after which those who leave do so
BUSY = 0.85  # so much of the counters' time is used
Said = Literal["arrived", "called", "served", "left"]


@dataclass(frozen=True)
class Person:
    """A customer who may come, with what is booked today (`booked_at` in minutes of the day)."""

    customer_id: str
    card_id: str | None = None
    appointment_id: str | None = None
    booked_for: str | None = None
    booked_at: int | None = None


@dataclass(frozen=True)
class Event:
    """One message of the day, `minute` since midnight; `number` counts the arrivals of the branch.

    `fields` are those of the message beside the branch, the ids and the time.
    """

    minute: float
    branch_id: str
    number: int
    said: Said
    fields: Mapping[str, str] = field(default_factory=dict)


@for_house
def rehearsed_day(sources: Sources, seed: int, branches: int, arrivals: int) -> tuple[Event, ...]:
    """The messages of the day, the same for the same seed and portrait; the largest branches take part.

    A decoy never comes.
    """
    booked_on: date = sources.portraits.manifest.business_date
    rows = sources.portraits.rows("arrival_customers", booked_on=booked_on, seed=str(seed), at_most=arrivals)
    decoys = frozenset(sources.catalog.policy.decoys)
    by_branch = {
        branch_id: [person(row) for row in found if row["customer_id"] not in decoys]
        for branch_id, found in groupby(rows, key=lambda row: str(row["branch_id"]))
    }
    largest = sorted(by_branch, key=lambda branch_id: (-len(by_branch[branch_id]), branch_id))[:branches]
    customers = {branch_id: by_branch[branch_id] for branch_id in largest}
    minutes = {code: one.minutes for code, one in sources.catalog.business.items() if one.minutes}
    return day(seed, customers, minutes, arrivals) if customers else ()


def day(
    seed: int, customers: Mapping[str, Sequence[Person]], business: Mapping[str, int], count: int
) -> tuple[Event, ...]:
    """`count` arrivals over the branches, and what the queue says of each, in the order of the day.

    `customers` are those of each branch, `business` the minutes that each takes at a counter.
    """
    lot = Random(seed)  # noqa: S311 an invented day
    events: list[Event] = []
    for place, branch_id in enumerate(sorted(customers)):
        share = count // len(customers) + (place < count % len(customers))
        others = [one for other in sorted(customers) if other != branch_id for one in customers[other]]
        came = [
            arrived(lot, branch_id, one, business) for one in who(lot, customers[branch_id], others, share)
        ]
        events += queued(lot, sorted(came, key=lambda one: one.minute), business)
    return tuple(sorted(events, key=lambda one: (one.minute, one.branch_id, one.number)))


def who(lot: Random, own: Sequence[Person], others: Sequence[Person], count: int) -> Iterator[Person | None]:
    """So many people: those with an appointment, strangers, customers of other branches, and the own."""
    people = iter(own)
    for _ in range(count):
        kind = lot.random()
        if kind < STRANGERS:
            yield None
        elif kind < STRANGERS + OTHER_BRANCH and others:
            yield replace(lot.choice(others), appointment_id=None, booked_for=None, booked_at=None)
        else:
            yield next(people, None)


def arrived(lot: Random, branch_id: str, person: Person | None, business: Mapping[str, int]) -> Event:
    """How one of them comes in; the ticket is given in the order of the queue."""
    hours, weights = list(WEIGHT_OF_HOUR), list(WEIGHT_OF_HOUR.values())
    minute = lot.choices(hours, weights)[0] * 60 + lot.uniform(0, 60)
    source = lot.choices(list(WEIGHT_OF_SOURCE), list(WEIGHT_OF_SOURCE.values()))[0]
    said = {"source": "queue", "business_type": lot.choice(sorted(business))}
    if person is None:
        return Event(minute, branch_id, 0, "arrived", said)
    if person.booked_at is not None:
        minute = min(max(person.booked_at - lot.uniform(0, EARLY), OPEN), CLOSE)
        said |= {"source": "appointment", "business_type": person.booked_for or said["business_type"]}
        said |= {"appointment_id": person.appointment_id or ""}
    elif source == "app":
        said |= {"source": source, "customer_id": person.customer_id}
    elif person.card_id is not None and (source == "card" or lot.random() < KNOWN_BY_CARD):
        said |= {"source": source, "card_id": person.card_id}
    return Event(minute, branch_id, 0, "arrived", {name: value for name, value in said.items() if value})


def queued(lot: Random, came: Sequence[Event], business: Mapping[str, int]) -> Iterator[Event]:
    """Those who came, each with a ticket, and who is called, served or leaves, counter by counter."""
    needed = [business.get(one.fields["business_type"], 1) * lot.uniform(0.5, 1.5) for one in came]
    free = [float(OPEN)] * max(1, round(sum(needed) / BUSY / (CLOSE - OPEN)))
    for number, (one, minutes) in enumerate(zip(came, needed, strict=True), 1):
        told = {"ticket": f"A{number:03}"}
        yield replace(one, number=number, fields={**one.fields, **told})
        called = max(one.minute, free[0])
        if called - one.minute > PATIENCE and lot.random() < LEAVING:
            yield Event(one.minute + PATIENCE, one.branch_id, number, "left", told)
            continue
        heapreplace(free, called + minutes)
        yield Event(called, one.branch_id, number, "called", told)
        yield Event(called + minutes, one.branch_id, number, "served", told)


def person(row: Mapping[str, object]) -> Person:
    booked_at = row["booked_at"]
    return Person(
        customer_id=str(row["customer_id"]),
        card_id=text(row["card_id"]),
        appointment_id=text(row["appointment_id"]),
        booked_for=text(row["booked_for"]),
        booked_at=booked_at.hour * 60 + booked_at.minute if isinstance(booked_at, datetime) else None,
    )


def text(value: object) -> str | None:
    return None if value is None else str(value)
