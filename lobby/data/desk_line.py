"""Is the desk store still the one that was read before? A restore puts another in its place.

Rows are only added, so that how many there are names what was read of them; but another store may hold as
many. A restore leaves a mark, and the audit's newest row is remembered at each look: where there is another
mark, or the row is not found again, another line began.
"""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from lobby.data.desk import Desk
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_audit import audit_checkpoint

MARK = (audit.c.sequence, audit.c.hash)
RESTORED = select(func.count()).select_from(audit_checkpoint).where(audit_checkpoint.c.kind.like("restored%"))
LOCK = Lock()
SEEN: WeakKeyDictionary[Desk, tuple[int, tuple[Any, ...] | None, int]] = WeakKeyDictionary()


def line(desk: Desk) -> int:
    """A number that is another one after a restore, and stays through all that is only added."""
    with LOCK, desk.reading() as connection:
        restored = connection.scalar(RESTORED) or 0
        number, mark, before = SEEN.get(desk, (0, None, restored))
        kept = mark and connection.execute(select(*MARK).where(audit.c.sequence == mark[0])).first()
        number += restored != before or (mark is not None and (not kept or tuple(kept) != mark))
        newest = connection.execute(select(*MARK).order_by(audit.c.sequence.desc()).limit(1)).first()
        SEEN[desk] = number, None if newest is None else tuple(newest), restored
        return number
