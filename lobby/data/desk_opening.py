"""Opening the desk store: reached, brought to the newest schema with a backup first, or said why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from lobby.data.desk_copy import save
from lobby.data.desk_engine import make_engine
from lobby.data.desk_faults import faults
from lobby.data.desk_migrations import is_current, migrate
from lobby.domain.errors import LobbyError

BUSY_SECONDS = 5.0
UPGRADE_SECONDS = 600.0  # how long a server waits while another one upgrades


def open_engine(
    home: Path, clock: Callable[[], datetime], url: str | None = None, busy_seconds: float = BUSY_SECONDS
) -> Engine:
    """The engine of a desk store of the newest schema; one that a newer Lobby wrote is refused."""
    engine = make_engine(home, url, busy_seconds)
    try:
        with faults():
            if not is_current(engine):
                bring_up(home, clock, url)
    except LobbyError:
        engine.dispose()
        raise
    return engine


def bring_up(home: Path, clock: Callable[[], datetime], url: str | None) -> None:
    """Upgrade the store; what it held before is kept among the backups."""
    patient = make_engine(home, url, UPGRADE_SECONDS)

    def keep(connection: Connection, revision: str) -> None:
        save(connection, revision, backups_in(home) / name_of(revision, clock()))

    try:
        migrate(patient, keep)
    finally:
        patient.dispose()


def backups_in(home: Path) -> Path:
    """Where Lobby keeps what it replaces by itself."""
    return home / "backups"


def name_of(revision: str, now: datetime) -> str:
    """The name of a backup: its schema and its moment."""
    return f"desk-{revision}-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}.sqlite"
