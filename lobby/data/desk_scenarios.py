"""Which scenario cards head office switched on or off: one row a card, the audit has every press."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema import scenario_switch


def switches(desk: Desk) -> Mapping[str, bool]:
    """Card → on or off, of the cards that were ever switched."""
    wanted = select(scenario_switch.c.scenario_code, scenario_switch.c.is_on)
    with desk.reading() as connection:
        return {row.scenario_code: row.is_on for row in connection.execute(wanted)}


def switch(desk: Desk, code: str, is_on: bool, happening: Happening) -> None:
    """Switch a card and write its audit row together."""
    with desk.writing() as connection:
        now = desk.stamp()
        connection.execute(delete(scenario_switch).filter_by(scenario_code=code))
        values = {"scenario_code": code, "is_on": is_on, "staff_id": happening.viewer.staff_id}
        connection.execute(insert(scenario_switch).values(switched_at=now, **values))
        append(connection, now, happening)
