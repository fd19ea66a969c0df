"""Rows written so that a replay, a double tap and a second tablet do no harm; inside `Desk.writing`.

`values` are the content, which a replay must repeat; `stamped` is what the desk adds itself, such as its
own time, which a replay does not change. Whoever calls writes the audit row only where `came_of` is
"written", so that what was done once is told once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import JSON, Column, Connection, Table, insert, select, update

from lobby.domain.errors import DeskError

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """What came of a write, and the row that stands now.

    "written" by this call, "repeated": it stood already, word for word; "outrun": another write was faster
    and its row stands (None where there is none).
    """

    came_of: Literal["written", "repeated", "outrun"]
    row: Row | None = field(default=None)


def append_once(connection: Connection, table: Table, values: Row, stamped: Row | None = None) -> Written:
    """Insert a row whose primary key is the caller's idempotency key; the same again is the same write.

    DeskError where the key was used before for something else.
    """
    row = {**values, **(stamped or {})}
    kept = standing(connection, table, {column.name: row[column.name] for column in table.primary_key})
    if kept is None:
        connection.execute(insert(table).values(row))
        return Written("written", row)
    if not says(table, kept, values):
        raise DeskError(
            "key_reused",
            "Something else was saved under this key before; nothing was changed.",
            "Open the customer again and repeat what you did.",
        )
    return Written("repeated", kept)


def replace_version(
    connection: Connection,
    table: Table,
    key: Row,
    expected_version: int,
    values: Row,
    stamped: Row | None = None,
) -> Written:
    """Put a row in the place of the one that has `expected_version`; 0 where nothing stands yet.

    Who read an older version is outrun and gets what stands; who repeats the write that won has won.
    """
    kept = standing(connection, table, key)
    version = 0 if kept is None else kept["version"]
    row = {**key, **values, **(stamped or {}), "version": expected_version + 1}
    if version == expected_version:
        if kept is None:
            connection.execute(insert(table).values(row))
        else:
            connection.execute(update(table).filter_by(**key).values(row))
        return Written("written", row)
    if kept is not None and version == expected_version + 1 and says(table, kept, values):
        return Written("repeated", kept)
    return Written("outrun", kept)


def standing(connection: Connection, table: Table, key: Row) -> Row | None:
    found = connection.execute(select(table).filter_by(**key)).mappings().first()
    return None if found is None else dict(found)


def says(table: Table, kept: Row, values: Row) -> bool:
    """Does the row in the store say just what `values` do?"""
    return all(kept[name] == as_kept(table.c[name], value) for name, value in values.items())


def as_kept(column: Column[Any], value: object) -> object:
    """A value as it comes back from the store: a tuple in JSON comes back as a list."""
    return json.loads(json.dumps(value)) if isinstance(column.type, JSON) else value
