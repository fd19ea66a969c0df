"""Complaints taken in the lobby, in the desk store: each with a number, and who of the managers came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from lobby.data import desk_schema_lobby as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_arrivals import changed
from lobby.data.desk_writes import Row, append_once, standing
from lobby.domain.complaints import Complaint, number_of


def make(desk: Desk, values: Row, today: str, happening: Happening) -> Complaint:
    """Write a complaint under the next number of its branch and day; the same key again is the same one."""
    with desk.writing() as connection:
        now = desk.stamp()
        kept = standing(connection, schema.complaint, {"complaint_id": values["complaint_id"]})
        count = count_of(connection, values["branch_id"], today)
        number = kept["number"] if kept else number_of(values["branch_id"], today, count + 1)
        stamped = {"number": number, "made_at": now, "made_on": today}
        written = append_once(connection, schema.complaint, values, stamped)
        if written.came_of == "written":
            changed(connection, values["branch_id"])
            append(connection, now, happening)
        return complaint_of(written.row or {}, None)


def count_of(connection: Connection, branch_id: str, today: str) -> int:
    made = select(func.count()).select_from(schema.complaint).filter_by(branch_id=branch_id, made_on=today)
    return connection.scalar(made) or 0


def answer(desk: Desk, complaint_id: str, happening: Happening) -> tuple[str, datetime]:
    """Write that a manager sees to it: who was first, and when."""
    with desk.writing() as connection:
        now, staff_id = desk.stamp(), happening.viewer.staff_id
        kept = standing(connection, schema.complaint_answer, {"complaint_id": complaint_id})
        if kept is not None:
            return kept["staff_id"], kept["answered_at"]
        told = standing(connection, schema.complaint, {"complaint_id": complaint_id})
        values = {"complaint_id": complaint_id, "staff_id": staff_id}
        append_once(connection, schema.complaint_answer, values, {"answered_at": now})
        if told is not None:
            changed(connection, told["branch_id"])
        append(connection, now, happening)
        return staff_id, now


def complaints_in(desk: Desk, branch_id: str, today: str) -> tuple[Complaint, ...]:
    """Those made in a branch on this day, as they were made."""
    table, answered = schema.complaint, schema.complaint_answer
    asked = (
        select(table, answered.c.staff_id.label("answered_by"))
        .outerjoin(answered, answered.c.complaint_id == table.c.complaint_id)
        .where(table.c.branch_id == branch_id, table.c.made_on == today)
        .order_by(table.c.made_at, table.c.number)
    )
    with desk.reading(branch_id) as connection:
        rows = connection.execute(asked).mappings().all()
    return tuple(complaint_of(row, row["answered_by"]) for row in rows)


def token(desk: Desk) -> str:
    """Another one after every complaint and every answer."""
    with desk.reading() as connection:
        counts = (
            connection.scalar(select(func.count()).select_from(table))
            for table in (schema.complaint, schema.complaint_answer)
        )
        return "-".join(str(count) for count in counts)


def complaint_of(row: Row | RowMapping, answered_by: Any) -> Complaint:
    names = Complaint.__annotations__.keys() - {"answered_by"}
    return Complaint(**{name: row[name] for name in names}, answered_by=answered_by)
