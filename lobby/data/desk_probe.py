"""Can the desk store be written right now? Tried with a write that changes nothing and waits for the disk."""

from __future__ import annotations

from lobby.data.desk import Desk

WRITES_NOTHING = {"sqlite": "pragma user_version = 0", "postgresql": "select pg_current_xact_id()"}


def write(desk: Desk) -> None:
    """Commit once; DeskError says why that cannot be."""
    with desk.writing() as connection:
        connection.exec_driver_sql(WRITES_NOTHING[desk.store])
