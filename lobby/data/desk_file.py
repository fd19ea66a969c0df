"""Opening the desk store's file: its settings, its migrations, and its faults in the words of Lobby."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from lobby.domain.errors import DeskError

DESK_FILE = "desk.sqlite"
MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(home: Path, busy_seconds: float) -> Engine:
    """The engine of `home`/desk.sqlite, brought to the newest schema; a file of a newer Lobby is refused."""
    path = home / DESK_FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise unwritable() from error
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_seconds})
    event.listen(engine, "connect", make_durable)
    event.listen(engine, "begin", begin)
    try:
        with faults():
            migrate(engine)
    except DeskError:
        engine.dispose()
        raise
    return engine


def make_durable(connection: Any, record: object) -> None:
    """Readers beside one writer, and every commit on the disk before it is acknowledged."""
    connection.isolation_level = None
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")


def begin(connection: Connection) -> None:
    """A writer takes its lock at once, so that what it read first still holds when it writes."""
    is_writer = connection.get_execution_options().get("desk_writes", False)
    connection.exec_driver_sql("begin immediate" if is_writer else "begin")


def migrate(engine: Engine) -> None:
    config = Config(attributes={})
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        if is_current(connection, scripts):
            return
    with engine.execution_options(desk_writes=True).begin() as connection:
        if not is_current(connection, scripts):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def is_current(connection: Connection, scripts: ScriptDirectory) -> bool:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if found is not None and found not in known:
        raise DeskError(
            "desk_newer_schema",
            f"The desk store was written by a newer Lobby (schema {found}).",
            "Run the newer version, or restore the desk store that belongs to this one.",
            schema=found,
        )
    return found == scripts.get_current_head()


@contextmanager
def faults() -> Iterator[None]:
    """Turn a fault of the store into a DeskError that says what to do."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig) or "busy" in str(error.orig):
            raise DeskError(
                "desk_busy", "The desk store is busy.", "Wait a few seconds and try again."
            ) from error
        raise unwritable() from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise DeskError(
            "desk_damaged", "The desk store's file is damaged.", "Restore the last backup of desk.sqlite."
        ) from error


def unwritable() -> DeskError:
    return DeskError(
        "desk_unwritable",
        "The desk store cannot be written, so nothing can be shown.",
        "Free disk space or make the LOBBY_HOME folder writable, then try again.",
    )
