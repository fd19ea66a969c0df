"""Customers whom a list names: in the audit before the list is shown, each once a day, person and device.

A list is drawn again with every change of the day; only whom it names for the first time is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from lobby.data.desk import Desk, Happening
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources

Key = tuple[str, str, str]


@dataclass
class Told:
    """Whom the lists of today named already, by person, device and list."""

    day: date | None = None
    known: dict[Key, set[str]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


TOLD: WeakKeyDictionary[Desk, Told] = WeakKeyDictionary()


def tell(sources: Sources, viewer: Viewer, what: str, customer_ids: Iterable[str | None]) -> None:
    """Write down whom the list `what` is about to name to this viewer."""
    told, today = TOLD.setdefault(sources.desk, Told()), sources.desk.stamp().date()
    key = (viewer.staff_id, viewer.device, what)
    with told.lock:
        if told.day != today:
            told.day, told.known = today, {}
        known = told.known.get(key, set())
        fresh = sorted({one for one in customer_ids if one is not None} - known)
        if fresh:
            sources.desk.record(Happening(viewer, "list", details={"list": what, "customers": fresh}))
            told.known[key] = known | set(fresh)
