"""Reports that a datum is wrong, in the desk store: which figure of whom, never its value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, append
from lobby.domain.reports import Report


def add(desk: Desk, report_id: str, figure: str, as_of: date, happening: Happening) -> None:
    """Write a report and its audit row together; `happening` names its customer and visit."""
    viewer = happening.viewer
    with desk.writing() as connection:
        now = desk.stamp()
        values = {
            "report_id": report_id,
            "reported_at": now,
            "staff_id": viewer.staff_id,
            "branch_id": viewer.branch_id,
            "customer_id": happening.customer_id,
            "visit_id": happening.visit_id,
            "figure": figure,
            "as_of": as_of,
        }
        connection.execute(insert(schema.report).values(values))
        append(connection, now, happening)


def change(desk: Desk, report_id: str, values: Mapping[str, Any], happening: Happening) -> None:
    """Set columns of a report and write the audit row together."""
    with desk.writing() as connection:
        changed = update(schema.report).where(schema.report.c.report_id == report_id)
        connection.execute(changed.values(**values))
        append(connection, desk.stamp(), happening)


def find(desk: Desk, report_id: str) -> Report | None:
    with desk.reading() as connection:
        asked = select(schema.report).filter_by(report_id=report_id)
        return next((Report(**row) for row in connection.execute(asked).mappings()), None)


def open_reports(desk: Desk, branch_id: str | None, at_most: int) -> tuple[Report, ...]:
    """What is not handled yet, the newest first; of every branch without one."""
    report = schema.report
    asked = select(report).where(report.c.handled_at.is_(None))
    if branch_id is not None:
        asked = asked.where(report.c.branch_id == branch_id)
    asked = asked.order_by(report.c.reported_at.desc(), report.c.report_id).limit(at_most)
    with desk.reading() as connection:
        return tuple(Report(**row) for row in connection.execute(asked).mappings())
