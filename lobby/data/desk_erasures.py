"""Requests to be forgotten in the desk store: each step is a row of its own, with its audit row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from lobby.data import desk_consents
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_consents import Said
from lobby.data.desk_schema_customer import erasure_request as step
from lobby.data.desk_writes import append_once
from lobby.domain.erasure import Request


def receive(
    desk: Desk,
    request_id: str,
    number: str,
    days: tuple[date, date],
    refusals: Iterable[tuple[Said, Happening]],
    happening: Happening,
) -> Request:
    """Write the request and every refusal that comes with it, all or nothing.

    `request_id` is the caller's key: the same again gives the request that stands, with its first number.
    `days`: when it was received, and until when it is answered.
    """
    received_on, due_on = days
    viewer = happening.viewer
    with desk.writing() as connection:
        now = desk.stamp()
        told = {
            "state": "received",
            "customer_id": happening.customer_id,
            "visit_id": happening.visit_id,
            "staff_id": viewer.staff_id,
            "branch_id": viewer.branch_id,
            "received_on": received_on,
            "due_on": due_on,
            "note": None,
        }
        kept = append_once(
            connection, step, {"step_id": request_id, **told}, {"number": number, "happened_at": now}
        )
        if kept.came_of == "written":
            for place, (said, audited) in enumerate(refusals):
                desk_consents.write(connection, desk, f"{request_id}-{place}", said, audited)
            append(connection, now, happening)
        return request_of(kept.row or {})


def answer(desk: Desk, found: Request, note: str, happening: Happening) -> bool:
    """Write that a request was answered, and how; False: somebody was faster."""
    viewer = happening.viewer
    with desk.writing() as connection:
        if connection.scalar(select(step.c.step_id).filter_by(number=found.number, state="answered")):
            return False
        now = desk.stamp()
        told = {
            "step_id": f"{found.number}-answered",
            "number": found.number,
            "state": "answered",
            "customer_id": found.customer_id,
            "visit_id": None,
            "staff_id": viewer.staff_id,
            "branch_id": found.branch_id,
            "received_on": found.received_on,
            "due_on": found.due_on,
            "note": note,
        }
        append_once(connection, step, told, {"happened_at": now})
        append(connection, now, happening)
        return True


def open_requests(desk: Desk, branch_id: str | None, at_most: int) -> tuple[Request, ...]:
    """What is not answered yet, the soonest due first; of every branch without one."""
    answered = select(step.c.number).where(step.c.state == "answered")
    asked = select(step).where(step.c.number.not_in(answered))
    if branch_id is not None:
        asked = asked.where(step.c.branch_id == branch_id)
    asked = asked.order_by(step.c.due_on, step.c.number).limit(at_most)
    with desk.reading() as connection:
        return tuple(request_of(dict(row)) for row in connection.execute(asked).mappings())


def answered_requests(desk: Desk, branch_id: str | None, at_most: int) -> tuple[Request, ...]:
    """What was answered, the newest first; of every branch without one."""
    asked = select(step).where(step.c.state == "answered")
    if branch_id is not None:
        asked = asked.where(step.c.branch_id == branch_id)
    asked = asked.order_by(step.c.happened_at.desc(), step.c.number).limit(at_most)
    with desk.reading() as connection:
        return tuple(request_of(dict(row)) for row in connection.execute(asked).mappings())


def steps_since(desk: Desk, first: datetime | None) -> tuple[Request, ...]:
    """Every step taken then or later, in order."""
    asked = select(step).order_by(step.c.happened_at, step.c.step_id)
    if first is not None:
        asked = asked.where(step.c.happened_at >= first)
    with desk.reading() as connection:
        return tuple(request_of(dict(row)) for row in connection.execute(asked).mappings())


def request_of_customer(desk: Desk, customer_id: str) -> Request | None:
    """The customer's newest request, at its newest step."""
    asked = select(step).filter_by(customer_id=customer_id).order_by(step.c.happened_at, step.c.state.desc())
    with desk.reading(customer_id=customer_id) as connection:
        rows = connection.execute(asked).mappings().all()
    return request_of(dict(rows[-1])) if rows else None


def request_of(row: Mapping[str, Any]) -> Request:
    return Request(**{name: row[name] for name in Request.__annotations__})
