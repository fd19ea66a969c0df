"""Is a desk store whole? Looked at from outside: nothing is upgraded, nothing is made, nothing is written."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from lobby.data.desk_engine import DESK_FILE, make_engine
from lobby.data.desk_faults import damaged, faults
from lobby.data.desk_migrations import newest, revision_of
from lobby.data.desk_opening import BUSY_SECONDS
from lobby.data.desk_schema import audit
from lobby.domain.errors import DeskError

TAIL_BYTES = 64 * 1024
IN_SHORT, IN_FULL = "pragma quick_check(1)", "pragma integrity_check(1)"
BACKUPS = "desk-*.sqlite"
PUT_ASIDE = "desk-replaced-"


@dataclass(frozen=True)
class Store:
    """A desk store as it lies there: its schema, None before the first, and the last row of its audit."""

    schema: str | None
    sequence: int

    @property
    def is_newest(self) -> bool:
        return self.schema == newest()


def is_made(home: Path, url: str | None) -> bool:
    """Is there one? To ask a file would make it."""
    return url is not None or (home / DESK_FILE).exists()


def look(home: Path, url: str | None) -> Store:
    """Look at one that there is; DeskError where a newer Lobby wrote it or it cannot be read."""
    engine = make_engine(home, url, BUSY_SECONDS)
    try:
        with faults(), engine.connect() as connection:
            schema = revision_of(connection)
            last = connection.scalar(select(func.max(audit.c.sequence))) if schema else None
            return Store(schema, last or 0)
    finally:
        engine.dispose()


def check_whole(home: Path, backups: Path | None, *, is_full: bool) -> None:
    """Refuse a file that is not whole and name the backup to put back; in full, each index is read too."""
    path = home / DESK_FILE
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as file:
            said = [row[0] for row in file.execute(IN_FULL if is_full else IN_SHORT)]
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return
        said = [str(error)]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said != ["ok"]:
        raise damaged((backups and newest_backup(backups)) or newest_backup(home / "backups"))


def newest_backup(folder: Path) -> Path | None:
    """The backup that was made last; a file that was put aside because it could not be opened is none."""
    found = [path for path in folder.glob(BACKUPS) if not path.name.startswith(PUT_ASIDE)]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def last_shipped(file: Path) -> int:
    """The number of the last audit row in a copy, line by line; 0 where it has none."""
    with file.open("rb") as lines:
        size = lines.seek(0, os.SEEK_END)
        lines.seek(max(0, size - TAIL_BYTES))
        told = lines.read().decode("utf-8", "replace").splitlines()
    return max(sequences_in(told), default=0)


def sequences_in(lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that are whole."""
    for line in lines:
        try:
            yield int(json.loads(line)["sequence"])
        except (ValueError, KeyError, TypeError):
            continue


def last_saved(backup: Path) -> int:
    """The number of the last audit row in a backup; DeskError where it is none."""
    try:
        with closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as file:
            (found,) = file.execute("select max(sequence) from audit").fetchone()
    except sqlite3.DatabaseError as error:
        raise DeskError(
            "backup_damaged", f"{backup.name} is no whole backup.", "Make another one."
        ) from error
    return found or 0
