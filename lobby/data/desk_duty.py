"""The roster in the desk store: one row a person and day, changed only by who saw its last version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_leads import duty
from lobby.data.desk_writes import replace_version
from lobby.domain.duty import Duty

CONTENT = ("zone", "from_at", "to_at")


def keep(desk: Desk, wanted: Sequence[Duty], happening: Happening) -> bool:
    """Write these days, each `version` as last seen, with one audit row; False: somebody was faster.

    All of them or none.
    """
    with desk.writing() as connection:
        with connection.begin_nested() as attempt:
            results = [place(connection, desk, one, happening.viewer.staff_id) for one in wanted]
            if "outrun" in results:
                attempt.rollback()
                return False
        if "written" in results:
            append(connection, desk.stamp(), happening)
        return True


def place(connection: Connection, desk: Desk, wanted: Duty, staff_id: str) -> str:
    key = {"branch_id": wanted.branch_id, "on_date": wanted.on_date, "staff_id": wanted.staff_id}
    content = {name: getattr(wanted, name) for name in CONTENT}
    stamped = {"changed_at": desk.stamp(), "changed_by": staff_id}
    return replace_version(connection, duty, key, wanted.version, content, stamped).came_of


def duties(desk: Desk, branch_id: str, first: date, last: date) -> tuple[Duty, ...]:
    """The roster of a branch from `first` to `last`, by day and staff number."""
    asked = (
        select(*(duty.c[name] for name in Duty.__annotations__))
        .where(duty.c.branch_id == branch_id, duty.c.on_date.between(first, last))
        .order_by(duty.c.on_date, duty.c.staff_id)
    )
    with desk.reading(branch_id) as connection:
        return tuple(Duty(**row) for row in connection.execute(asked).mappings())


def token(desk: Desk) -> str:
    """Another text after every change of a roster."""
    with desk.reading() as connection:
        return str(connection.scalar(select(func.sum(duty.c.version))) or 0)
