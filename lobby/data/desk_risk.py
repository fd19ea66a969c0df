"""Risk cases in the desk store: what was suspected, as it stood, and the steps taken, which are only added.

A step that the course of a case does not allow is refused under the write lock, and by the table itself:
one step to a place, and nobody asks for a hold on their own decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, select
from sqlalchemy.exc import IntegrityError

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, append
from lobby.domain.errors import DeskError
from lobby.domain.risk import CaseState, Course, Step, StepRefusal, refusal


@dataclass(frozen=True)
class Case:
    """One case: the flag as it stood when the case was opened (JSON values), and its course."""

    case_id: str
    flag: Mapping[str, Any]
    course: Course


def open_case(
    desk: Desk, case_id: str, flag: Mapping[str, Any], note: str, happening: Happening
) -> StepRefusal | None:
    """Open a case about `flag` and write its audit row together; or say why not."""
    if not note.strip():
        return "note_needed"
    values = {name: flag[name] for name in ("flag_code", "subject")}
    with desk.writing() as connection:
        now = desk.stamp()
        under_way = read(connection, select(schema.risk_case).filter_by(**values))
        if any(case.course.state != "cleared" for case in under_way):
            return "step_not_next"
        connection.execute(insert(schema.risk_case).values(case_id=case_id, flag=dict(flag), **values))
        involved = [{"case_id": case_id, "customer_id": customer_id} for customer_id in flag["involved"]]
        connection.execute(insert(schema.risk_case_customer), involved)
        first = {"case_id": case_id, "place": 0, "state": "open", "note": note, "happened_at": now}
        connection.execute(insert(schema.risk_step).values(staff_id=happening.viewer.staff_id, **first))
        append(connection, now, happening)
    return None


def take_step(
    desk: Desk, case_id: str, state: CaseState, note: str, happening: Happening
) -> StepRefusal | None:
    """Add a step and its audit row together; or say why this person may not take it."""
    staff_id = happening.viewer.staff_id
    with desk.writing() as connection:
        now = desk.stamp()
        found = read(connection, select(schema.risk_case).filter_by(case_id=case_id))
        if not found:
            return "step_not_next"
        steps = found[0].course.steps
        refused = refusal(steps, state, staff_id, note)
        if refused is not None:
            return refused
        add_step(
            connection,
            case_id=case_id,
            place=len(steps),
            state=state,
            staff_id=staff_id,
            happened_at=now,
            note=note,
            rests_on_staff_id=steps[-1].staff_id if state == "hold_asked" else None,
        )
        append(connection, now, happening)
    return None


def add_step(connection: Connection, **values: object) -> None:
    """Put one row into the table of steps; DeskError when the table itself refuses it."""
    try:
        connection.execute(insert(schema.risk_step).values(values))
    except IntegrityError as error:
        raise DeskError(
            "step_refused", "The desk store does not take this step of the case.", "Open the case again."
        ) from error


def cases(desk: Desk) -> tuple[Case, ...]:
    """Every case, the newest first."""
    with desk.reading() as connection:
        found = read(connection, select(schema.risk_case))
    return tuple(
        sorted(found, key=lambda case: (case.course.steps[0].happened_at, case.case_id), reverse=True)
    )


def courses_of(desk: Desk, customer_id: str) -> tuple[Course, ...]:
    """The course of each case this customer is involved in."""
    own = schema.risk_case_customer
    asked = select(schema.risk_case).join(own, own.c.case_id == schema.risk_case.c.case_id)
    with desk.reading(customer_id=customer_id) as connection:
        return tuple(case.course for case in read(connection, asked.where(own.c.customer_id == customer_id)))


def read(connection: Connection, asked: Select[Any]) -> list[Case]:
    """The cases that `asked` finds, each with its steps in order."""
    rows = list(connection.execute(asked).mappings())
    if not rows:
        return []
    step = schema.risk_step
    wanted = select(step).where(step.c.case_id.in_([row["case_id"] for row in rows]))
    steps: dict[str, list[Step]] = {}
    for one in connection.execute(wanted.order_by(step.c.case_id, step.c.place)).mappings():
        values = {name: one[name] for name in ("state", "staff_id", "happened_at", "note")}
        steps.setdefault(one["case_id"], []).append(Step(**values))
    return [
        Case(
            row["case_id"],
            row["flag"],
            Course(row["flag_code"], row["subject"], tuple(steps[row["case_id"]])),
        )
        for row in rows
    ]
