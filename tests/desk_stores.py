"""The databases a test of the desk store runs on: a file, and a PostgreSQL that the tests start."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from lobby.data import permits
from lobby.data.desk import Desk, Store, open_desk
from lobby.domain.access import HOUSE, Permit

STORES: tuple[Store, ...] = ("sqlite", "postgresql")
BINARIES = Path("/usr/lib/postgresql")
CHEAP = "-c listen_addresses= -c shared_buffers=16MB -c fsync=off -c autovacuum=off"
TEMPLATE = "lobby_template"
NUMBERS = count()
TESTS = Permit(HOUSE, "tests", "bank")
direct = permits.in_force(TESTS)  # what is decorated reads as the program itself, in any thread
SHAPE = """
select table_name, column_name, version_num
from information_schema.columns cross join alembic_version
where table_schema = 'public' order by table_name, column_name
"""
EMPTY = """
do $$ begin
    set local lock_timeout = '10s';
    set local session_replication_role = replica;
    execute (
        select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' restart identity'
        from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'
    );
end $$
"""


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of the tests' own, to be reached through a socket in its folder only."""

    folder: Path
    made: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    spare: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        return f"postgresql://lobby:lobby@/{database}?host={self.folder}"

    def run(self, *statements: str) -> None:
        run_on(self.url("postgres"), *statements)

    @contextmanager
    def desk(self) -> Iterator[str]:
        """The address of an empty desk store; emptied for the next test unless its tables changed."""
        name = self.spare.pop() if self.spare else f"desk_{next(NUMBERS)}"
        if name not in self.made:
            self.run(f"create database {name} template {TEMPLATE}")
            self.made[name] = rows_of(self.url(name), SHAPE)
        yield self.url(name)
        if rows_of(self.url(name), SHAPE) == self.made[name]:
            run_on(self.url(name), EMPTY)
            self.spare.append(name)
        else:
            self.run(f"drop database {name} with (force)")

    @contextmanager
    def database(self, name: str, template: str = "template0") -> Iterator[str]:
        """The address of a database of one test's own."""
        self.run(f"create database {name} template {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"drop database {name} with (force)")


@dataclass(frozen=True)
class DeskStore:
    """One desk store of one test: its kind, and where it is."""

    kind: Store
    home: Path
    url: str | None

    def open(self, clock: Callable[[], datetime], busy_seconds: float = 5) -> Desk:
        return open_desk(self.home, clock, busy_seconds, self.url)

    @property
    def address(self) -> str:
        """What SQLAlchemy opens without any of Lobby's settings."""
        return self.url or f"sqlite:///{self.home / 'desk.sqlite'}"

    def run(self, *statements: str) -> None:
        """Run statements behind Lobby's back."""
        run_on(self.address, *statements)


def run_on(address: str, *statements: str) -> None:
    engine = create_engine(driven(address), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def rows_of(address: str, statement: str) -> list[tuple[Any, ...]]:
    """What a question finds, asked behind Lobby's back."""
    engine = create_engine(driven(address))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.exec_driver_sql(statement)]
    engine.dispose()
    return found


def driven(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://")


@contextmanager
def new_store(kind: Store, home: Path, server: Callable[[], Server]) -> Iterator[DeskStore]:
    """An empty desk store for one test."""
    if kind == "sqlite":
        yield DeskStore(kind, home, None)
        return
    with server().desk() as url:
        yield DeskStore(kind, home, url)


@contextmanager
def started_server() -> Iterator[Server]:
    """A new PostgreSQL; skipped where it is not installed, except with CI=true."""
    binaries = max(BINARIES.glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
    if binaries is None:
        lacking = "PostgreSQL cannot be tested without the Debian package postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(lacking)
        pytest.skip(lacking)
    folder = Path(tempfile.mkdtemp(prefix="lobby-postgresql-", dir="/tmp"))
    owner = someone_else(folder)

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", f"{folder}/data", *arguments]
        subprocess.run(command, user=owner, cwd=folder, check=True, timeout=60, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", "lobby", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
        run("pg_ctl", "start", "-s", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} {CHEAP}")
        try:
            yield Server(folder)
        finally:
            run("pg_ctl", "stop", "-s", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def someone_else(folder: Path) -> str | None:
    """Whom PostgreSQL runs as, for it refuses root: the owner of `folder` from now on; None: as ourselves."""
    if os.getuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    owner = "postgres" if "postgres" in known else "nobody"
    shutil.chown(folder, owner)
    return owner
