"""Arrivals in the desk store: each announcement once, steps only added, one owner at a time.

Two announcements of one branch are of one person where they name the same ticket, or the same customer, who
is still here; the first keeps the place in the queue and the second adds what it knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from lobby.data import desk_schema_lobby as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_writes import append_once, replace_version
from lobby.domain.arrivals import (
    OVER,
    Announcement,
    Arrival,
    Change,
    IdentifiedBy,
    Step,
    StepState,
    in_order,
    may_follow,
)
from lobby.domain.errors import DeskError

STEP = ("state", "staff_id", "happened_at", "customer_id", "identified_by")
FIRST = (
    "arrival_id", "source", "branch_id", "arrived_at", "recorded_at",
    "customer_id", "identified_by", "staff_id",
)  # fmt: skip
ADDED = ("ticket", "business_type", "appointment_id")


def announce(desk: Desk, told: Announcement, since: datetime, happening: Happening) -> Arrival:
    """Write an announcement with its audit row, and give the arrival it belongs to as it stands.

    The same key with the same digest is the same announcement, with another one DeskError. `since`: who
    came earlier is nobody who comes now.
    """
    with desk.writing() as connection:
        now = desk.stamp()
        here = [found for found in candidates(connection, told, since) if found.state not in OVER]
        head = same_person(here, told)
        content = {"arrival_id": told.arrival_id, "digest": told.digest}
        stamped = {"recorded_at": now, "joined_id": head and head.arrival_id}
        written = append_once(connection, schema.arrival, content, {**asdict(told), **stamped})
        if written.came_of == "written":
            if head is not None and head.customer_id is None and told.customer_id is not None:
                step = Step("identified", told.staff_id, now, told.customer_id, told.identified_by)
                put_step(connection, head, step)
            changed(connection, told.branch_id, now)
            append(connection, now, happening)
        kept = written.row or {}
        return read(connection, [kept["arrival_id"]])[0]


def candidates(connection: Connection, told: Announcement, since: datetime) -> tuple[Arrival, ...]:
    """Those of the branch whose ticket or customer is the one announced."""
    table, step = schema.arrival, schema.arrival_step
    named = select(step.c.arrival_id).where(step.c.customer_id == told.customer_id)
    alike = [table.c.ticket == told.ticket] if told.ticket else []
    if told.customer_id:
        alike += [table.c.customer_id == told.customer_id, table.c.arrival_id.in_(named)]
    if not alike:
        return ()
    asked = select(table.c.arrival_id).where(
        table.c.branch_id == told.branch_id, table.c.arrived_at >= since, or_(*alike)
    )
    return read(connection, list(connection.scalars(asked)))


def same_person(here: Sequence[Arrival], told: Announcement) -> Arrival | None:
    """Whom it is about: who has the ticket, unless known as somebody else; else the customer without one."""
    of_ticket = (one for one in here if told.ticket and one.ticket == told.ticket)
    of_customer = (one for one in here if told.customer_id and one.customer_id == told.customer_id)
    named = (one for one in of_ticket if not told.customer_id or one.customer_id in (None, told.customer_id))
    without_ticket = (one for one in of_customer if not told.ticket or not one.ticket)
    return next(chain(named, without_ticket), None)


def take_step(
    desk: Desk,
    arrival_id: str,
    state: StepState,
    happening: Happening,
    *,
    customer_id: str | None = None,
    identified_by: IdentifiedBy | None = None,
    sent: tuple[str, datetime] | None = None,
) -> tuple[bool, Arrival | None]:
    """Add a step and its audit row: whether the arrival now stands there, and the arrival as it is.

    A step that stands already is not taken twice. `sent`: a machine's own key of its message and when it
    happened; the key used again for something else is a DeskError.
    """
    viewer = happening.viewer
    with desk.writing() as connection:
        found = next(iter(read(connection, [arrival_id])), None)
        if found is None:
            return False, None
        if was_sent(connection, sent, found.arrival_id, state) or stands(found, state, customer_id):
            return True, found
        if not may_follow(found, state):
            return False, found
        now = desk.stamp()
        message_id, happened_at = sent or (None, now)
        step = Step(state, None if sent else viewer.staff_id, happened_at, customer_id, identified_by)
        put_step(connection, found, step, message_id)
        changed(connection, found.branch_id)
        append(connection, now, happening)
        return True, read(connection, [arrival_id])[0]


def stands(arrival: Arrival, state: StepState, customer_id: str | None) -> bool:
    """Was this very step the last of its kind? A second tap is the same step."""
    match state:
        case "identified":
            return customer_id is not None and arrival.customer_id == customer_id
        case "not_customer":
            return bool(arrival.steps) and arrival.steps[-1].state == state
        case "complaint":
            return arrival.has_complaint
        case _:
            return arrival.state == state


def was_sent(
    connection: Connection, sent: tuple[str, datetime] | None, arrival_id: str, state: StepState
) -> bool:
    """Was this message taken before? DeskError where it said something else then."""
    message_id, happened_at = sent or (None, None)
    asked = select(schema.arrival_step).where(schema.arrival_step.c.message_id == message_id)
    kept = connection.execute(asked).mappings().first() if sent else None
    if kept is not None and (kept["arrival_id"], kept["state"], kept["happened_at"]) != (
        arrival_id,
        state,
        happened_at,
    ):
        raise DeskError("key_reused", "Something else was saved under this key before; nothing was changed.")
    return kept is not None


def change_owner(
    desk: Desk, arrival_id: str, owner_staff_id: str | None, expected_version: int, happening: Happening
) -> tuple[bool, Arrival | None]:
    """Write who takes care of an arrival: whether this write stands, and the arrival as it is."""
    with desk.writing() as connection:
        found = next(iter(read(connection, [arrival_id])), None)
        if found is None:
            return False, None
        now = desk.stamp()
        written = replace_version(
            connection, schema.arrival_taking, {"arrival_id": found.arrival_id}, expected_version,
            {"owner_staff_id": owner_staff_id}, {"changed_at": now},
        )  # fmt: skip
        if written.came_of == "written":
            changed(connection, found.branch_id)
            append(connection, now, happening)
        return written.came_of != "outrun", read(connection, [arrival_id])[0]


def arrivals_in(desk: Desk, branch_id: str, since: datetime) -> tuple[Arrival, ...]:
    """Everybody who came into a branch from `since` on, as they came."""
    table = schema.arrival
    asked = select(table.c.arrival_id).where(table.c.branch_id == branch_id, table.c.arrived_at >= since)
    with desk.reading(branch_id) as connection:
        return read(connection, list(connection.scalars(asked)))


def came_since(desk: Desk, branch_id: str, since: datetime) -> tuple[tuple[str | None, datetime], ...]:
    """Business and time of everybody who came from `since` on, each once."""
    table = schema.arrival
    asked = select(table.c.business_type, table.c.arrived_at).where(
        table.c.branch_id == branch_id, table.c.arrived_at >= since, table.c.joined_id.is_(None)
    )
    with desk.reading(branch_id) as connection:
        return tuple((row[0], row[1]) for row in connection.execute(asked))


def find(desk: Desk, arrival_id: str) -> Arrival | None:
    """An arrival as it stands, by the key of any of its announcements."""
    with desk.reading() as connection:
        return next(iter(read(connection, [arrival_id])), None)


def of_ticket(desk: Desk, branch_id: str, ticket: str, since: datetime) -> tuple[Arrival, ...]:
    """The arrivals with a ticket in a branch from `since` on, as they came."""
    table = schema.arrival
    asked = select(table.c.arrival_id).where(
        table.c.branch_id == branch_id, table.c.ticket == ticket, table.c.arrived_at >= since
    )
    with desk.reading(branch_id) as connection:
        return read(connection, list(connection.scalars(asked)))


def change_in(desk: Desk, branch_id: str) -> Change | None:
    """What happened to those who came into a branch, counted; None where nobody ever came."""
    asked = select(schema.arrival_change).filter_by(branch_id=branch_id)
    with desk.reading() as connection:
        row = connection.execute(asked).mappings().first()
    return None if row is None else Change(**row)


def changes(desk: Desk) -> tuple[Change, ...]:
    """What happened to those who came, counted by branch."""
    with desk.reading() as connection:
        return tuple(Change(**row) for row in connection.execute(select(schema.arrival_change)).mappings())


def version_in(desk: Desk, branch_id: str) -> int:
    """How often something changed in a branch."""
    version = schema.arrival_change.c.version
    with desk.reading() as connection:
        return connection.scalar(select(version).filter_by(branch_id=branch_id)) or 0


def changed(connection: Connection, branch_id: str, announced_at: datetime | None = None) -> None:
    """Count a change; `announced_at` where somebody came."""
    table = schema.arrival_change
    known = connection.scalar(select(table.c.version).filter_by(branch_id=branch_id))
    version = (known or 0) + 1
    told = {"announced_version": version, "announced_at": announced_at} if announced_at else {}
    write = (
        insert(table).values(branch_id=branch_id)
        if known is None
        else update(table).filter_by(branch_id=branch_id)
    )
    connection.execute(write.values(version=version, **told))


def put_step(connection: Connection, arrival: Arrival, step: Step, message_id: str | None = None) -> None:
    row = {"arrival_id": arrival.arrival_id, "place": len(arrival.steps), "message_id": message_id}
    connection.execute(insert(schema.arrival_step).values(**row, **asdict(step)))


def read(connection: Connection, arrival_ids: Sequence[str]) -> tuple[Arrival, ...]:
    """The arrivals that announcements of these keys belong to, as they came."""
    table, step, taking = schema.arrival, schema.arrival_step, schema.arrival_taking
    head = func.coalesce(table.c.joined_id, table.c.arrival_id)
    heads = list(connection.scalars(select(head).distinct().where(table.c.arrival_id.in_(arrival_ids))))
    told = select(table).where(or_(table.c.arrival_id.in_(heads), table.c.joined_id.in_(heads)))
    taken = connection.execute(select(step).where(step.c.arrival_id.in_(heads)).order_by(step.c.place))
    owned = connection.execute(select(taking).where(taking.c.arrival_id.in_(heads))).mappings()
    owners = {row["arrival_id"]: row for row in owned}
    steps: dict[str, list[Step]] = {}
    for row in taken.mappings():
        steps.setdefault(row["arrival_id"], []).append(Step(**{name: row[name] for name in STEP}))
    announced: dict[str, list[RowMapping]] = {}
    for row in connection.execute(told.order_by(table.c.recorded_at, table.c.arrival_id)).mappings():
        announced.setdefault(row["joined_id"] or row["arrival_id"], []).append(row)
    return in_order(
        assembled(key, rows, steps.get(key, []), owners.get(key)) for key, rows in announced.items()
    )


def assembled(
    key: str, announced: Sequence[RowMapping], steps: Sequence[Step], taking: RowMapping | None
) -> Arrival:
    """The first announcement, with what later ones add to it; the steps say last who it is."""
    first = next(row for row in announced if row["arrival_id"] == key)
    known: dict[str, Any] = {name: first[name] for name in FIRST}
    for name in ADDED:
        known[name] = next((row[name] for row in announced if row[name]), None)
    for step in steps:
        if step.state in ("identified", "not_customer"):
            known |= {"customer_id": step.customer_id, "identified_by": step.identified_by}
    if taking is not None:
        known |= {"owner_staff_id": taking["owner_staff_id"], "version": taking["version"]}
    return Arrival(**known, steps=tuple(steps))
