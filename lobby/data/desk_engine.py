"""The database of the desk store: a file in LOBBY_HOME, or PostgreSQL where several servers share one desk.

Either lets one writer in at a time, so that what a transaction counted or compared still holds when it
writes: SQLite by `begin immediate`, PostgreSQL by a lock of the whole desk taken before anything is read.
The isolation level `serializable` would say too late, at the commit, that the transaction must be run again.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from lobby.data.desk_faults import unwritable
from lobby.domain.errors import DeskError, SettingsError

Store = Literal["sqlite", "postgresql"]
DESK_FILE = "desk.sqlite"
SCHEMES = ("postgresql", "postgres")
OLDEST_SERVER = 150000
DESK_LOCK = 0x4C6F626279  # one number for every Lobby: "Lobby"
STATEMENT_SECONDS = 10.0
ASK_AGAIN_SECONDS = 0.02
ON_THE_WAY = {
    "application_name": "lobby",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "target_session_attrs": "read-write",
}
LIMITS = """
select set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false),
    set_config('idle_in_transaction_session_timeout', '60s', false)
"""
NEVER_OFF = """
select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'
"""


def make_engine(home: Path, url: str | None, busy_seconds: float) -> Engine:
    """The engine of `home`/desk.sqlite, or of the database that `url` names; the tables are as they are."""
    return of_file(home / DESK_FILE, busy_seconds) if url is None else of_server(url, busy_seconds)


def of_file(path: Path, busy_seconds: float) -> Engine:
    """An engine of one SQLite file, made where there is none, readable by its owner only.

    One that is there is not opened beside SQLite: to close it would drop this process's locks on it, and
    another program that leaves would take itself for the last one and delete the log that is written here.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise unwritable() from error
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)
    event.listen(engine, "connect", partial(make_durable, busy_seconds))
    event.listen(engine, "begin", begin_in_file)
    return engine


def of_server(url: str, busy_seconds: float) -> Engine:
    """An engine of a PostgreSQL database; each connection is tried before it is used again."""
    address = parsed(url)
    engine = create_engine(
        address,
        isolation_level="READ COMMITTED",
        connect_args={name: value for name, value in ON_THE_WAY.items() if name not in address.query},
        pool_pre_ping=True,
        pool_timeout=busy_seconds,
        hide_parameters=True,
    )
    event.listen(engine, "connect", partial(make_patient, busy_seconds))
    event.listen(engine, "begin", begin_on_server)
    return engine


def parsed(url: str) -> URL:
    """The address in `url`; what is wrong with it is said without repeating it, for it holds a password."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    if address is None or address.drivername not in SCHEMES or "@" in (address.host or ""):
        raise SettingsError(
            "desk_url_malformed",
            "LOBBY_DESK_URL names no PostgreSQL database.",
            "Write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE, special signs as %XX.",
        )
    return address.set(drivername="postgresql+psycopg")


def is_proven(url: str) -> bool:
    """Is the way to the database this machine's own, or encrypted to a server that shows who it is?"""
    address = parsed(url)
    host = address.host or str(address.query.get("host", ""))
    is_here = host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1")
    return is_here or address.query.get("sslmode") in ("verify-ca", "verify-full")


def make_durable(busy_seconds: float, connection: Any, record: object) -> None:
    """Readers beside one writer, and every commit on the disk before it is acknowledged.

    SQLite itself does not wait for who writes the first rows of a new file, to which this is asked again.
    """
    connection.isolation_level = None
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(ASK_AGAIN_SECONDS)
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")


def make_patient(busy_seconds: float, connection: Any, record: object) -> None:
    """How long a statement waits, and that a commit is on the disk before it is acknowledged."""
    if connection.info.server_version < OLDEST_SERVER:
        raise DeskError(
            "desk_too_old",
            f"The desk store needs PostgreSQL 15 or newer; this server is {connection.info.server_version}.",
            "Upgrade the database server.",
        )
    waits = f"{busy_seconds * 1000:.0f}ms"
    runs = f"{max(2 * busy_seconds, STATEMENT_SECONDS) * 1000:.0f}ms"
    connection.execute(LIMITS, (waits, runs))
    connection.execute(NEVER_OFF)
    connection.commit()


def begin_in_file(connection: Connection) -> None:
    """A writer takes its lock at once, so that what it read first still holds when it writes."""
    connection.exec_driver_sql("begin immediate" if is_writer(connection) else "begin")


def begin_on_server(connection: Connection) -> None:
    """The same: each later statement of a writer sees whatever was committed before it got the lock."""
    if is_writer(connection):
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({DESK_LOCK})")


def writer_of(engine: Engine) -> Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(desk_writes=True)


def reader_of(engine: Engine) -> Engine:
    """The same engine for transactions that only read: each sees one moment of the whole desk."""
    if store_of(engine) == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def store_of(engine: Engine) -> Store:
    """The kind of its database."""
    return "sqlite" if engine.dialect.name == "sqlite" else "postgresql"


def is_writer(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("desk_writes", False))
