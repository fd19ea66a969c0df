"""Reports that a datum is wrong, in the desk store: which figure of whom, never its value."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select, update

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, append
from lobby.domain.reports import Note, Report


def add(desk: Desk, report_id: str, figure: str, as_of: date, happening: Happening) -> str:
    """Write a report and its audit row together; `happening` names its customer and visit.

    Its number; that of the open report where this visit has one about the figure already.
    """
    viewer, report = happening.viewer, schema.report
    same = select(report.c.report_id).filter_by(visit_id=happening.visit_id, figure=figure, handled_at=None)
    with desk.writing() as connection:
        known: str | None = connection.scalar(same)
        if known is not None:
            return known
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
        connection.execute(insert(report).values(values))
        append(connection, now, happening)
    return report_id


def add_note(desk: Desk, report_id: str, note: Note, happening: Happening) -> None:
    """Write what is wrong, and the audit row with it."""
    with desk.writing() as connection:
        connection.execute(update(schema.report).filter_by(report_id=report_id).values(note=note))
        append(connection, desk.stamp(), happening)


def handle(desk: Desk, report_id: str, happening: Happening) -> bool:
    """Write that a report was looked into, and the audit row with it; False: somebody was faster."""
    with desk.writing() as connection:
        now = desk.stamp()
        still_open = update(schema.report).filter_by(report_id=report_id, handled_at=None)
        changed = connection.execute(still_open.values(handled_at=now, handled_by=happening.viewer.staff_id))
        if changed.rowcount == 0:
            return False
        append(connection, now, happening)
    return True


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
