"""Which opened customer a person may go on with: an end is a row of its own, with its audit row."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, Opening, append
from lobby.data.desk_writes import append_once


def end(desk: Desk, visit_id: str, happening: Happening) -> None:
    """Close a visit; a second end is the same one."""
    with desk.writing() as connection:
        now = desk.stamp()
        written = append_once(connection, schema.visit_end, {"visit_id": visit_id}, {"ended_at": now})
        if written.came_of == "written":
            append(connection, now, happening)


def to_go_on_with(desk: Desk, opened: tuple[Opening, ...], within: timedelta) -> Opening | None:
    """The newest of the openings, where it is not older than `within` and was not closed."""
    newest = next(iter(opened), None)
    if newest is None or desk.stamp() - newest.opened_at > within:
        return None
    ended = schema.visit_end
    with desk.reading() as connection:
        is_over = connection.scalar(select(ended.c.visit_id).where(ended.c.visit_id == newest.visit_id))
    return None if is_over else newest
