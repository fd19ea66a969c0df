"""Sign-ins in vain, counted by login and by device until one succeeds."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, insert, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_trust import sign_in_failure as table


def note_failure(
    desk: Desk, login_digest: str | None, device: str, keep: timedelta, happening: Happening
) -> None:
    """Count one, with its audit row; those older than `keep` are forgotten."""
    with desk.writing() as connection:
        now = desk.stamp()
        connection.execute(delete(table).where(table.c.happened_at < now - keep))
        failure = {"failure_id": uuid4().hex, "login_digest": login_digest, "device": device}
        connection.execute(insert(table).values(**failure, happened_at=now))
        append(connection, now, happening)


def failures_of_login(desk: Desk, login_digest: str) -> list[datetime]:
    return failures(desk, table.c.login_digest == login_digest)


def failures_on_device(desk: Desk, device: str) -> list[datetime]:
    return failures(desk, table.c.device == device)


def forget_failures(desk: Desk, login_digest: str, device: str) -> None:
    """Somebody got in with this login on this device: what went before counts no more."""
    with desk.writing() as connection:
        same = (table.c.login_digest == login_digest) | (table.c.device == device)
        connection.execute(delete(table).where(same))


def failures(desk: Desk, which: ColumnElement[bool]) -> list[datetime]:
    with desk.reading() as connection:
        return list(connection.scalars(select(table.c.happened_at).where(which)))
