"""Sessions as the desk store keeps them: by the digest of what the browser holds, never by that itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_trust import session as table
from lobby.domain.sessions import Session

COLUMNS = [column for column in table.c if column.name != "token_digest"]


def begin(
    desk: Desk, session: Session, digest: str, keep: timedelta, happening: Happening | None = None
) -> None:
    """Keep a new session, with the audit row of who signs in; one that ended `keep` ago is forgotten."""
    with desk.writing() as connection:
        now = desk.stamp()
        connection.execute(delete(table).where(table.c.ended_at < now - keep))
        connection.execute(insert(table).values(**vars(session), token_digest=digest))
        if happening is not None:
            append(connection, now, happening)


def bind(desk: Desk, session_id: str, person: Mapping[str, Any], happening: Happening) -> bool:
    """Say who the person of a session is, with the audit row; False where it has one, or has ended."""
    with desk.writing() as connection:
        now = desk.stamp()
        free = standing_rows(session_id).where(table.c.staff_id.is_(None)).values(**person)
        is_bound = connection.execute(free.values(began_at=now, touched_at=now, shown_at=now)).rowcount > 0
        if is_bound:
            append(connection, now, happening)
        return is_bound


def renew(desk: Desk, session_id: str, digest: str) -> bool:
    """Have another token stand for the session, and the one before for nothing."""
    with desk.writing() as connection:
        renewed = standing_rows(session_id).values(token_digest=digest)
        return connection.execute(renewed).rowcount > 0


def touch(desk: Desk, session_id: str) -> None:
    """Somebody touched the screen now; a time that is later already stays."""
    with desk.writing() as connection:
        now = desk.stamp()
        touched = standing_rows(session_id).where(table.c.touched_at < now)
        connection.execute(touched.values(touched_at=now))


def show(desk: Desk, session_id: str) -> bool:
    """Note that a page is made for the person; True for the first one."""
    with desk.writing() as connection:
        first = standing_rows(session_id).where(table.c.shown_at.is_(None))
        return connection.execute(first.values(shown_at=desk.stamp())).rowcount > 0


def end(desk: Desk, session_id: str, why: str, happening: Happening | None) -> bool:
    """End a session, with the audit row where somebody was signed in; False where it had ended."""
    with desk.writing() as connection:
        now = desk.stamp()
        ended = connection.execute(standing_rows(session_id).values(ended_at=now, ended_why=why))
        if ended.rowcount and happening is not None:
            append(connection, now, happening)
        return ended.rowcount > 0


def by_digest(desk: Desk, digest: str) -> Session | None:
    """The session that a token stands for, also one that has ended."""
    return one(desk, select(*COLUMNS).where(table.c.token_digest == digest))


def by_id(desk: Desk, session_id: str) -> Session | None:
    return one(desk, select(*COLUMNS).where(table.c.session_id == session_id))


def standing(desk: Desk) -> tuple[Session, ...]:
    """Every session that nobody ended, the oldest first."""
    asked = select(*COLUMNS).where(table.c.ended_at.is_(None)).order_by(table.c.began_at, table.c.session_id)
    with desk.reading() as connection:
        return tuple(Session(**row) for row in connection.execute(asked).mappings())


def one(desk: Desk, asked: Select[Any]) -> Session | None:
    with desk.reading() as connection:
        row = connection.execute(asked).mappings().first()
    return None if row is None else Session(**row)


def standing_rows(session_id: str) -> Any:
    return update(table).where(table.c.session_id == session_id, table.c.ended_at.is_(None))
