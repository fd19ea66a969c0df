"""Bringing a desk store to the newest schema: a backup first, then all steps in one transaction.

Killed at any moment, the store is as it was or as it shall be, and the next start goes on from there; of
two servers that start together the second finds it done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from lobby.data.desk_engine import writer_of
from lobby.domain.errors import DeskError

MIGRATIONS = Path(__file__).parent / "migrations"
BeforeUpgrade = Callable[[Connection, str], object]


def migrate(engine: Engine, before: BeforeUpgrade) -> None:
    """Bring the store to the newest schema; `before` is called with the old one, where there was any."""
    with writer_of(engine).begin() as connection:
        found = revision_of(connection)
        if found == newest():
            return
        if found is not None:
            before(connection, found)
        upgrade(connection, "head")


def upgrade(connection: Connection, revision: str) -> None:
    """Run the steps up to `revision` inside the transaction of `connection`."""
    told = config()
    told.attributes["connection"] = connection
    command.upgrade(told, revision)


def is_current(engine: Engine) -> bool:
    """Has the store the newest schema?"""
    with engine.connect() as connection:
        return revision_of(connection) == newest()


def revision_of(connection: Connection) -> str | None:
    """The schema of a store, None before the first; DeskError when only a newer Lobby knows it."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in revisions():
        raise DeskError(
            "desk_newer_schema",
            f"The desk store was written by a newer Lobby (schema {found}).",
            "Run the newer version, or restore the desk store that belongs to this one.",
            schema=found,
        )
    return found


@cache
def revisions() -> tuple[str, ...]:
    """Every schema this program knows, the newest first."""
    scripts = ScriptDirectory.from_config(config())
    return tuple(script.revision for script in scripts.walk_revisions())


def newest() -> str:
    return revisions()[0]


def config() -> Config:
    told = Config(attributes={})
    told.set_main_option("script_location", str(MIGRATIONS))
    return told
