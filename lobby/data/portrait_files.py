"""The files of a published version: found whole or refused, and opened closed to everything outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb

from lobby.data import queries
from lobby.data.build_shard import quoted
from lobby.data.home import Home
from lobby.data.lanes import SERVED, Lanes
from lobby.data.manifest import Manifest, mark, read_manifest
from lobby.domain.errors import BuildError

HARDENING = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set allow_community_extensions = false",
    "set temp_directory = ''",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
Config: TypeAlias = dict[str, str | bool | int | float | list[str]]


@dataclass(frozen=True)
class Snapshot:
    """One open version: its manifest, the connection that every look-up takes a cursor of, what was parsed.

    What takes reading very many customers has `lanes`, with memory of their own.
    """

    manifest: Manifest
    connection: duckdb.DuckDBPyConnection
    lanes: Lanes
    parsed: dict[str, duckdb.Statement] = field(default_factory=dict)

    def statement(self, query: queries.Query) -> duckdb.Statement:
        """The query's one statement, parsed once: parsing costs as much as fetching the row."""
        if query.sql not in self.parsed:
            (self.parsed[query.sql],) = self.connection.extract_statements(query.sql)
        return self.parsed[query.sql]


def pointer_mark(home: Home) -> tuple[int, int] | None:
    """What tells one pointer file from the next; None without one."""
    try:
        found = home.current.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def open_version(home: Home, version: str, config: Config) -> Snapshot:
    """Open a version read-only, with its rows where they are kept, closed to everything outside of it."""
    manifest = read_manifest(home, version)
    portrait, rows = home.portrait(version), home.rows(version)
    check_size(portrait, manifest, "portrait")
    try:
        connection = duckdb.connect(str(portrait), read_only=True, config=config)
        if rows.exists() or version == home.current_version():
            check_size(rows, manifest, "rows")
        if not is_hardened(connection):
            close_off(connection, rows)
        with connection.cursor() as cursor:
            counted = cursor.execute(
                "select count(distinct home_branch_id), count(*) from portrait"
            ).fetchone()
    except duckdb.Error as fault:
        raise damaged(version, "portrait", type(fault).__name__) from fault
    if counted is None or counted[1] != manifest.count_customers:
        raise damaged(version, "portrait", "count")
    return Snapshot(manifest, connection, Lanes(partial(open_apart, portrait, rows, config)))


def open_apart(portrait: Path, rows: Path, config: Config) -> duckdb.DuckDBPyConnection:
    """The same version in an engine of its own: what a question there needs is missing nowhere else."""
    connection = duckdb.connect(":memory:", config=config)
    connection.execute(f"attach '{quoted(portrait)}' as {SERVED} (read_only)")
    close_off(connection, rows)
    return connection


def close_off(connection: duckdb.DuckDBPyConnection, rows: Path) -> None:
    """Attach the rows, where they are kept, and then nothing else any more."""
    if rows.exists():
        connection.execute(f"attach '{quoted(rows)}' as rows (read_only)")
    for statement in HARDENING:
        connection.execute(statement)


def verify(home: Home, version: str) -> None:
    """Refuse a version of which a byte is not as it was published; rows of an older one are not kept long."""
    manifest = read_manifest(home, version)
    for name, path in (("portrait", home.portrait(version)), ("rows", home.rows(version))):
        if not path.exists() and name == "rows" and version != home.current_version():
            continue
        check_size(path, manifest, name)
        if mark(path) != manifest.files[name]:
            raise damaged(version, name, "content")


def is_hardened(connection: duckdb.DuckDBPyConnection) -> bool:
    """Does another reader of this process hold the version open already? It then shares its instance."""
    found = connection.execute("select current_setting('lock_configuration')").fetchone()
    return bool(found and found[0])


def check_size(path: Path, manifest: Manifest, name: str) -> None:
    try:
        size = path.stat().st_size
    except OSError as missing:
        raise damaged(manifest.version, name, "missing") from missing
    if size != manifest.files[name].size:
        raise damaged(manifest.version, name, "size")


def damaged(version: str, name: str, how: str) -> BuildError:
    return BuildError(
        "portrait_damaged",
        f"The {name} file of {version} is not whole ({how}).",
        "Run lobby build again; the last good version keeps serving.",
        version=version,
        file=name,
    )
