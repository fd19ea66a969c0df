"""Files of many customers in the desk store: who asked for each, who released it, and that it was fetched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from lobby.data import desk_schema_trust as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_two_people import Register
from lobby.data.desk_writes import append_once
from lobby.domain.exports import Export, Release
from lobby.domain.two_people import Proposal

EXPORTS: Register[Release] = Register(schema.export, schema.export_answer, Export, Proposal)


def take(desk: Desk, export_id: str, happening: Happening) -> bool:
    """Write that it was fetched or withdrawn, with its audit row; False: it was before."""
    with desk.writing() as connection:
        now = desk.stamp()
        key = {"export_id": export_id}
        is_first = append_once(connection, schema.export_taken, key, {"taken_at": now}).came_of == "written"
        if is_first:
            append(connection, now, happening)
        return is_first


def since(desk: Desk, begin: datetime) -> tuple[Release, ...]:
    """What was asked for from then on, and whatever stands for longer, the newest first."""
    export = schema.export.c
    asked = EXPORTS.asked().where((export.made_at >= begin) | export.is_standing)
    with desk.reading() as connection:
        newest = asked.order_by(export.made_at.desc(), export.export_id)
        return tuple(EXPORTS.read(connection, newest))


def taken(desk: Desk, numbers: Collection[str]) -> frozenset[str]:
    """Those of them that were fetched or withdrawn."""
    fetched = schema.export_taken.c
    with desk.reading() as connection:
        return frozenset(connection.scalars(select(fetched.export_id).where(fetched.export_id.in_(numbers))))
