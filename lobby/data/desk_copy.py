"""A whole desk store as one SQLite file, of either database: what a backup is, and what is put back.

Such a file needs no program beside Lobby, and what was saved of one database can be put into the other.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import JSON, Connection, MetaData, Table, delete, func, insert, inspect, select, table

from lobby.data.desk_engine import of_file, writer_of
from lobby.data.desk_migrations import upgrade
from lobby.data.home import move
from lobby.domain.errors import BackupError

AT_ONCE = 1000
VERSION_TABLE = "alembic_version"
BESIDE = ("-wal", "-shm")


def save(connection: Connection, revision: str, path: Path) -> None:
    """Write what was committed, of schema `revision`, into `path`: whole and private, or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(connection, revision, path)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            "backup_unwritable",
            f"The backup {path.name} cannot be written.",
            f"Free disk space or make the folder {path.parent} writable, then try again.",
        ) from error


def write(connection: Connection, revision: str, path: Path) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    discard(beside)
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if connection.dialect.name == "sqlite":
            copy_file(connection, beside)
        else:
            copy_server(connection, revision, beside)
        fold(beside)
        move(beside, path)
    finally:
        discard(beside)


def copy_file(connection: Connection, path: Path) -> None:
    """SQLite's own online backup of what was committed, beside a writer that holds the lock."""
    source = str(connection.engine.url.database)
    with closing(sqlite3.connect(source)) as committed, closing(sqlite3.connect(path)) as copy:
        committed.backup(copy)


def copy_server(connection: Connection, revision: str, path: Path) -> None:
    """The tables of a server's desk in a file whose tables the same migrations made."""
    engine = of_file(path, busy_seconds=0)
    try:
        with writer_of(engine).begin() as copy:
            upgrade(copy, revision)
            copy_rows(connection, copy)
    finally:
        engine.dispose()


def fold(path: Path) -> None:
    """Put everything into the one file, without a log beside it."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("pragma journal_mode = delete")


def discard(path: Path) -> None:
    for end in ("", *BESIDE):
        path.with_name(path.name + end).unlink(missing_ok=True)


def copy_rows(source: Connection, target: Connection, left: Collection[str] = ()) -> int:
    """Make the tables of `target` hold what those of `source` hold, both of one schema; the count of rows.

    Tables that are `left` stay as they are.
    """
    names = sorted(tables_of(source) & tables_of(target) - set(left))
    of_source, tables = reflected(source, names), reflected(target, names).sorted_tables
    for one in reversed(tables):
        target.execute(delete(one))
    return sum(copy_table(source, of_source.tables[one.name], target, one) for one in tables)


def count_rows(connection: Connection) -> int:
    """How many rows a desk store holds, of all tables together."""
    counts = (select(func.count()).select_from(table(name)) for name in sorted(tables_of(connection)))
    return sum(connection.scalar(count) or 0 for count in counts)


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {VERSION_TABLE}


def reflected(connection: Connection, names: Sequence[str]) -> MetaData:
    """The tables as the database has them."""
    found = MetaData()
    found.reflect(connection, only=names)
    return found


def copy_table(source: Connection, twin: Table, target: Connection, one: Table) -> int:
    """Copy one table, some rows at once; where JSON may be missing it stays missing."""
    for column in one.c:
        if isinstance(column.type, JSON):
            column.type.none_as_null = bool(column.nullable)
    count = 0
    found = source.execute(select(twin), execution_options={"yield_per": AT_ONCE}).mappings()
    for rows in found.partitions():
        target.execute(insert(one), [dict(row) for row in rows])
        count += len(rows)
    go_on_counting(target, one)
    return count


def go_on_counting(target: Connection, one: Table) -> None:
    """Let a number that PostgreSQL counts itself go on after the highest there is."""
    counted = one.autoincrement_column
    if target.dialect.name != "sqlite" and counted is not None:
        sequence = func.pg_get_serial_sequence(one.name, counted.name)
        next_one = func.coalesce(func.max(counted), 0) + 1
        target.execute(select(func.setval(sequence, next_one, False)))
