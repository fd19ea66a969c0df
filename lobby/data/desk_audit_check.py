"""Is the audit whole? Walked from its first row to its last, some rows at once, however many there are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import select

from lobby.data.desk import Desk
from lobby.data.desk_audit import PRUNED, head_of
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_audit import audit_checkpoint, audit_shipping
from lobby.domain.audit_chain import Break, Head, break_before
from lobby.domain.errors import BackupError

AT_ONCE = 5000
MOST_BREAKS = 100
SQLITE_START = b"SQLite format 3\0"
SHIPPED = select(audit_shipping.c.sequence, audit_shipping.c.hash)
CHAINED = select(audit_checkpoint.c.through_sequence, audit_checkpoint.c.hash).where(
    audit_checkpoint.c.kind == "chained"
)


@dataclass(frozen=True)
class Verified:
    """What a walk over the chain found: how many rows, after which one, up to which one, and where it breaks.

    Of the breaks the first 100.
    """

    rows: int
    after: Head
    head: Head
    breaks: tuple[Break, ...]


@dataclass
class Walk:
    """Where the walk is."""

    head: Head
    rows: int = 0

    def over(self, desk: Desk, gaps_until: int) -> Iterator[Break]:
        """Each row where the chain does not hold, in order."""
        while rows := page_after(desk, self.head.sequence):
            for row in rows:
                found = break_before(self.head, row, gaps_until)
                if found is not None:
                    yield found
                self.head = Head(row["sequence"], row["hash"])
            self.rows += len(rows)


def verify(desk: Desk, outside: Iterable[Head] = ()) -> Verified:
    """Walk the whole chain, and hold what `outside` kept of it against it: rows may not be missing there."""
    with desk.reading() as connection:
        pruned = connection.execute(PRUNED).first()
        shipped = [Head(*row) for row in connection.execute(SHIPPED)]
        chained = [Head(*row) for row in connection.execute(CHAINED)]
        last = head_of(connection)
    start = Head() if pruned is None else Head(*pruned)
    walk = Walk(start)
    gaps_until = max((one.sequence for one in chained), default=0)
    kept = chain(chained, shipped, outside)
    found = chain(untold(desk, start), walk.over(desk, gaps_until), held_against(desk, start.sequence, kept))
    breaks = tuple(islice(found, MOST_BREAKS))
    return Verified(walk.rows, start, max(walk.head, last, key=lambda one: one.sequence), breaks)


def untold(desk: Desk, start: Head) -> Iterator[Break]:
    """Rows that went without the audit telling who let them go."""
    told = select(audit.c.details).where(audit.c.action == "audit", audit.c.result == "pruned")
    with desk.reading() as connection:
        known = {(row["through_sequence"], row["hash"]) for row in connection.scalars(told)}
    if start != Head() and (start.sequence, start.hash) not in known:
        yield Break("missing", 1, start.sequence)


def page_after(desk: Desk, sequence: int) -> list[Mapping[str, Any]]:
    asked = select(audit).where(audit.c.sequence > sequence).order_by(audit.c.sequence).limit(AT_ONCE)
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


def held_against(desk: Desk, pruned_until: int, kept: Iterable[Head]) -> Iterator[Break]:
    """The rows that were kept elsewhere and are not here, or are here another way."""
    waiting = iter(kept)
    while heads := list(islice(waiting, AT_ONCE)):
        wanted = {one.sequence: one.hash for one in heads if one.sequence > pruned_until}
        here = hashes_between(desk, min(wanted, default=0), max(wanted, default=-1))
        for sequence in sorted(wanted):
            if sequence not in here:
                yield Break("missing", sequence, sequence)
            elif here[sequence] != wanted[sequence]:
                yield Break("outside", sequence, sequence)


def hashes_between(desk: Desk, first: int, last: int) -> Mapping[int, str]:
    asked = select(audit.c.sequence, audit.c.hash).where(audit.c.sequence.between(first, last))
    with desk.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(asked)}


def heads_in(file: Path) -> Iterator[Head]:
    """Number and hash of every row in a backup, or in a file that the audit is sent to."""
    try:
        with file.open("rb") as opened:
            is_backup = opened.read(len(SQLITE_START)) == SQLITE_START
        yield from of_backup(file) if is_backup else of_lines(file)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        raise BackupError(
            "audit_copy_unreadable",
            f"{file} is neither a backup with an audit nor a copy of the audit, line by line.",
            "Name the file that LOBBY_AUDIT_SINK writes, or a backup.",
        ) from error


def of_backup(file: Path) -> Iterator[Head]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        for sequence, kept in copy.execute("select sequence, hash from audit order by sequence"):
            yield Head(sequence, kept)


def of_lines(file: Path) -> Iterator[Head]:
    """The lines of a copy; one may have been cut off by a full disk or a kill, and was sent again."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            try:
                told = json.loads(line)
            except ValueError:
                if number == 0 and not line.startswith("{"):
                    raise
                continue
            yield Head(int(told["sequence"]), str(told["hash"]))
