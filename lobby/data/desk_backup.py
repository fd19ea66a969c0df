"""Backing the desk store up while it is used, and putting a backup back; either database takes either's.

What is put back replaces everything but the audit in one transaction: an open server goes on, and sees it at
the next look. What it replaces is kept among the backups first.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from lobby.data.desk import Clock, Desk
from lobby.data.desk_append_only import replaced
from lobby.data.desk_audit import PRUNED, head_of
from lobby.data.desk_check import BACKUPS, check_whole
from lobby.data.desk_copy import BESIDE, copy_rows, count_rows, discard, fold, save
from lobby.data.desk_engine import DESK_FILE, Store, of_file, store_of, writer_of
from lobby.data.desk_faults import faults
from lobby.data.desk_line import RESTORED
from lobby.data.desk_migrations import migrate, newest, revision_of
from lobby.data.desk_opening import UPGRADE_SECONDS, backups_in, name_of, open_engine
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_audit import audit_checkpoint, audit_listed, audit_shipping
from lobby.data.home import move
from lobby.domain.audit_chain import Head
from lobby.domain.errors import BackupError, DeskError

OF_AUDIT = (audit.name, audit_checkpoint.name, audit_listed.name, audit_shipping.name)
NOT_TO_OPEN = ("desk_damaged", "desk_newer_schema")


@dataclass(frozen=True)
class Backup:
    """A backup that was made: of which database and schema, how many rows, and where it is."""

    store: Store
    schema: str
    rows: int
    file: str


@dataclass(frozen=True)
class Restored:
    """What now holds: how many rows came from `file`, and where lies what they replaced.

    `must_restart`: the file itself was exchanged, and a server that still runs has the old one open.
    """

    store: Store
    schema: str
    rows: int
    file: str
    replaced: str
    must_restart: bool


def back_up(desk: Desk, to: Path) -> Backup:
    """Save the whole desk store as it stands, while it is used; `to` is a new file, or a folder for one."""
    with desk.reading() as connection:
        schema = revision_of(connection) or newest()
        path = to / name_of(schema, desk.stamp()) if to.is_dir() else to
        if path.exists():
            raise BackupError("backup_exists", f"There is {path} already.", "Name another file.")
        save(connection, schema, path)
        rows = count_rows(connection)
    return Backup(desk.store, schema, rows, str(path))


def discard_older(folder: Path, keep: int) -> None:
    """Delete all backups in a folder but the newest `keep`; a name tells the moment, whatever its schema."""
    found = sorted(folder.glob(BACKUPS), key=lambda path: path.stem.rpartition("-")[2], reverse=True)
    for old in found[keep:]:
        old.unlink()


def restore(home: Path, url: str | None, file: Path, clock: Clock) -> Restored:
    """Put the backup `file` in the place of all that the desk store holds."""
    with upgraded_copy(file, home / "tmp") as copy:
        try:
            if url is None:
                check_whole(home, None, is_full=True)
            live = open_engine(home, clock, url, UPGRADE_SECONDS)
        except DeskError as error:
            if url is not None or error.code not in NOT_TO_OPEN:
                raise
            return exchange(home, copy, file, clock)
        try:
            return put_back(home, live, copy, file, clock)
        finally:
            live.dispose()


def put_back(home: Path, live: Engine, copy: Engine, file: Path, clock: Clock) -> Restored:
    """Replace every row in one transaction, once the rows that stood are saved.

    Of the audit nothing is taken back: one that goes on after the backup's stays as it is.
    """
    kept = backups_in(home) / name_of(newest(), clock())
    with faults(), copy.connect() as source, writer_of(live).begin() as target:
        save(target, newest(), kept)
        left = OF_AUDIT if goes_on(source, target) else ()
        with replaced(target):
            rows = copy_rows(source, target, left)
        mark_restored(target, clock())
    return Restored(store_of(live), newest(), rows, str(file), str(kept), must_restart=False)


def mark_restored(live: Connection, now: datetime) -> None:
    """Leave a mark beside the audit: what was read of this store before is no longer so."""
    head = head_of(live)
    told = {"through_sequence": head.sequence, "hash": head.hash, "rows": 0, "made_at": now}
    live.execute(insert(audit_checkpoint).values(**told, kind=f"restored {(live.scalar(RESTORED) or 0) + 1}"))


def goes_on(backup: Connection, live: Connection) -> bool:
    """Is the live audit the backup's, with what was done since?"""
    head, now = head_of(backup), head_of(live)
    pruned = live.execute(PRUNED).first()
    if head == Head() or (pruned is not None and head.sequence <= pruned.through_sequence):
        return now != Head()
    return live.scalar(select(audit.c.hash).where(audit.c.sequence == head.sequence)) == head.hash


def exchange(home: Path, copy: Engine, file: Path, clock: Clock) -> Restored:
    """Put a file in the place of one that this program cannot open, and keep that one as it is."""
    live, kept = home / DESK_FILE, backups_in(home) / name_of("replaced", clock())
    kept.parent.mkdir(parents=True, exist_ok=True)
    for end in ("", *BESIDE):
        old = live.with_name(live.name + end)
        if old.exists():
            shutil.copy2(old, kept.with_name(kept.name + end))
    with copy.connect() as source:
        rows = count_rows(source)
    copy.dispose()
    path = Path(str(copy.url.database))
    fold(path)
    for end in BESIDE:
        live.with_name(live.name + end).unlink(missing_ok=True)
    move(path, live)
    return Restored("sqlite", newest(), rows, str(file), str(kept), must_restart=True)


@contextmanager
def upgraded_copy(file: Path, folder: Path) -> Iterator[Engine]:
    """A copy of a backup, found whole and brought to the newest schema; the backup itself is not touched."""
    if not file.is_file():
        raise BackupError("backup_not_found", f"There is no file {file}.", "Name the backup's file.")
    path = folder / f"restore-{os.getpid()}.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, path)
        path.chmod(0o600)
        check(path, file)
        engine = of_file(path, busy_seconds=0)
        try:
            bring_up(engine, file)
            yield engine
        finally:
            engine.dispose()
    finally:
        discard(path)


def check(path: Path, file: Path) -> None:
    """Refuse what is no database, or one that is not whole."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            said = [row[0] for row in copy.execute("pragma integrity_check")]
            lost = copy.execute("pragma foreign_key_check").fetchall()
    except sqlite3.DatabaseError:
        said, lost = ["not a database"], []
    if said != ["ok"] or lost:
        raise BackupError("backup_damaged", f"{file} is damaged.", "Take an older backup.")


def bring_up(engine: Engine, file: Path) -> None:
    """Bring a backup's copy to the newest schema; what no Lobby or a newer one wrote is refused."""
    try:
        with engine.connect() as connection:
            schema = revision_of(connection)
    except DeskError as error:
        raise BackupError(
            "backup_newer_schema",
            f"{file} was written by a newer Lobby (schema {error.values['schema']}).",
            "Restore it with the newer version.",
        ) from error
    if schema is None:
        raise BackupError("backup_foreign", f"{file} is no desk store.", "Name the backup's file.")
    migrate(engine, lambda connection, schema: None)
