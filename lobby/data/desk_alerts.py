"""Alerts in the desk store, and the look-ups they come from as the audit has them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, insert, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_trust import alert, alert_answer
from lobby.domain.alerts import Alert, alert_id
from lobby.domain.suspicion import Look, Suspicion
from lobby.domain.viewer import Viewer


def looks_of(desk: Desk, staff_id: str, within: timedelta) -> tuple[Look, ...]:
    """Whom this person opened lately, on whatever device, in order."""
    asked = select(audit.c.customer_id, audit.c.details).order_by(audit.c.sequence)
    with desk.reading() as connection:
        rows = connection.execute(done_by(asked, staff_id, "open", desk.stamp() - within)).all()
    return tuple(
        Look(row.customer_id, bool(row.details.get("is_live")), bool(row.details.get("is_elsewhere")))
        for row in rows
    )


def searches_of(desk: Desk, staff_id: str, within: timedelta) -> tuple[int, int]:
    """How many searches by tail or number this person made lately, and how many customers were opened."""
    since = desk.stamp() - within
    with desk.reading() as connection:
        rows = connection.execute(done_by(select(audit.c.details), staff_id, "search", since)).scalars()
        by_number = sum(is_by_number(details.get("read_as", ())) for details in rows)
        opened = connection.scalar(done_by(select(func.count()), staff_id, "open", since)) or 0
    return by_number, opened


def done_by(asked: Select[Any], staff_id: str, action: str, since: datetime) -> Select[Any]:
    return asked.where(
        audit.c.staff_id == staff_id,
        audit.c.action == action,
        audit.c.result == "ok",
        audit.c.happened_at > since,
    )


def is_by_number(read_as: list[str]) -> bool:
    return "tail" in read_as or ("numbers" in read_as and "letters" not in read_as)


def raise_alerts(desk: Desk, viewer: Viewer, suspicions: tuple[Suspicion, ...]) -> None:
    """Write an alert about `viewer` for each suspicion that does not stand already."""
    with desk.writing() as connection:
        now = desk.stamp()
        for found in suspicions:
            number = alert_id(found, viewer.staff_id, now)
            if connection.scalar(select(alert.c.alert_id).filter_by(alert_id=number)) is None:
                row = {
                    "alert_id": number,
                    "kind": found.kind,
                    "about_staff_id": viewer.staff_id,
                    "branch_id": viewer.branch_id,
                    "device": viewer.device,
                    "customer_id": found.customer_id,
                    "count": found.count,
                    "raised_at": now,
                }
                connection.execute(insert(alert).values(row))


def answer(desk: Desk, found: Alert, note: str, happening: Happening) -> bool:
    """Write what somebody else found out, with its audit row; False: a colleague was faster."""
    row = {
        "alert_id": found.alert_id,
        "about_staff_id": found.about_staff_id,
        "staff_id": happening.viewer.staff_id,
        "note": note,
    }
    with desk.writing() as connection:
        if connection.scalar(select(alert_answer.c.alert_id).filter_by(alert_id=found.alert_id)) is not None:
            return False
        now = desk.stamp()
        connection.execute(insert(alert_answer).values({**row, "answered_at": now}))
        append(connection, now, happening)
    return True


def open_alerts(desk: Desk, branch_id: str | None, but_about: str, at_most: int) -> tuple[Alert, ...]:
    """What nobody answered, the newest first: of a branch (None: of all), and never about `but_about`."""
    asked = of_others(branch_id, but_about).where(alert_answer.c.alert_id.is_(None))
    return read(desk, asked.order_by(alert.c.raised_at.desc(), alert.c.alert_id).limit(at_most))


def answered_alerts(desk: Desk, branch_id: str | None, but_about: str, at_most: int) -> tuple[Alert, ...]:
    """What was answered, the newest answer first."""
    asked = of_others(branch_id, but_about).where(alert_answer.c.alert_id.is_not(None))
    return read(desk, asked.order_by(alert_answer.c.answered_at.desc(), alert.c.alert_id).limit(at_most))


def of_others(branch_id: str | None, but_about: str) -> Select[Any]:
    answered = (
        alert_answer.c.staff_id.label("answered_by"), alert_answer.c.answered_at, alert_answer.c.note
    )  # fmt: skip
    joined = alert.outerjoin(alert_answer, alert_answer.c.alert_id == alert.c.alert_id)
    asked = select(alert, *answered).select_from(joined).where(alert.c.about_staff_id != but_about)
    return asked if branch_id is None else asked.where(alert.c.branch_id == branch_id)


def read(desk: Desk, asked: Select[Any]) -> tuple[Alert, ...]:
    with desk.reading() as connection:
        return tuple(Alert(**row) for row in connection.execute(asked).mappings())


def token(desk: Desk) -> str:
    """Another one after every alert and answer."""
    with desk.reading() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(table)) for table in (alert, alert_answer)
        ]
    return "-".join(map(str, counts))
