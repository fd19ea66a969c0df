"""Bulletins in the desk store: written once, each acknowledgement a row of its own."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_leads import bulletin, bulletin_ack
from lobby.data.desk_writes import append_once
from lobby.domain.bulletin import Bulletin

CONTENT = ("bulletin_id", "branch_id", "text", "until_on", "made_by")


def publish(desk: Desk, wanted: Bulletin, happening: Happening) -> None:
    """Write a bulletin under its own number with its audit row; a second tap is the same one."""
    values = {name: getattr(wanted, name) for name in CONTENT}
    with desk.writing() as connection:
        now = desk.stamp()
        if append_once(connection, bulletin, values, {"made_at": now}).came_of == "written":
            append(connection, now, happening)


def acknowledge(desk: Desk, bulletin_id: str, happening: Happening) -> None:
    """Write that this person has read it; a second tap is the same word."""
    values = {"bulletin_id": bulletin_id, "staff_id": happening.viewer.staff_id}
    with desk.writing() as connection:
        now = desk.stamp()
        if append_once(connection, bulletin_ack, values, {"acknowledged_at": now}).came_of == "written":
            append(connection, now, happening)


def in_force(desk: Desk, branch_id: str | None, today: date) -> tuple[Bulletin, ...]:
    """Those to this branch and to all that still hold on this day, the newest first."""
    concerns = or_(bulletin.c.branch_id.is_(None), bulletin.c.branch_id == branch_id)
    asked = select(bulletin).where(concerns, bulletin.c.until_on >= today)
    with desk.reading() as connection:
        rows = connection.execute(
            asked.order_by(bulletin.c.made_at.desc(), bulletin.c.bulletin_id)
        ).mappings()
        found = [dict(row) for row in rows]
        wanted = bulletin_ack.c.bulletin_id.in_([row["bulletin_id"] for row in found])
        acks: dict[str, set[str]] = {}
        for row in connection.execute(select(bulletin_ack).where(wanted)).mappings():
            acks.setdefault(row["bulletin_id"], set()).add(row["staff_id"])
    return tuple(
        Bulletin(**row, acknowledged_by=frozenset(acks.get(row["bulletin_id"], ()))) for row in found
    )


def token(desk: Desk) -> str:
    """Another one after every bulletin and acknowledgement."""
    with desk.reading() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(table)) for table in (bulletin, bulletin_ack)
        ]
    return "-".join(map(str, counts))
