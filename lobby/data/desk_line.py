"""Is the desk store still the one that was read before? A restore puts another in its place.

Rows are only added, so that how many there are names what was read of them; but another store may hold as
many. The audit's newest row is remembered at each look: where it is not found again, another line began.
"""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select

from lobby.data.desk import Desk
from lobby.data.desk_schema import audit

MARK = (audit.c.sequence, audit.c.happened_at, audit.c.staff_id, audit.c.action)
LOCK = Lock()
SEEN: WeakKeyDictionary[Desk, tuple[int, tuple[Any, ...] | None]] = WeakKeyDictionary()


def line(desk: Desk) -> int:
    """A number that is another one after a restore, and stays through all that is only added."""
    with LOCK, desk.reading() as connection:
        number, mark = SEEN.get(desk, (0, None))
        if mark is not None:
            kept = connection.execute(select(*MARK).where(audit.c.sequence == mark[0])).first()
            number += kept is None or tuple(kept) != mark
        newest = connection.execute(select(*MARK).order_by(audit.c.sequence.desc()).limit(1)).first()
        SEEN[desk] = number, None if newest is None else tuple(newest)
        return number
