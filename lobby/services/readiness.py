"""Can customers be looked up, and can the desk keep what comes of it? For whoever watches the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lobby.data import desk_check, desk_probe, desk_tally
from lobby.data.desk import Desk
from lobby.data.machine import Disk, disk_of
from lobby.domain.errors import DeskError
from lobby.domain.policy import Policy
from lobby.services import audit_copy
from lobby.services.audit_copy import Copy
from lobby.services.data_page import freshness
from lobby.services.data_views import Freshness
from lobby.services.permission import for_house
from lobby.services.sources import Sources


@dataclass(frozen=True)
class Standing:
    """What the server stands on; no customer data.

    `portrait_fault`: why a newer portrait is not served. `clock_behind_seconds`: how much later than now the
    desk wrote already. `copy`: how far the audit's copy outside is behind; `missing_rows`: how many rows that
    copy has after the last one here.
    """

    portrait: str | None
    fresh: Freshness | None
    portrait_fault: str | None
    is_desk_writable: bool
    disk: Disk
    clock_behind_seconds: float
    copy: Copy | None
    missing_rows: int

    @property
    def is_available(self) -> bool:
        """Can a customer be looked up? What cannot be written down is not shown."""
        return self.portrait is not None and self.is_desk_writable


def standing(sources: Sources, now: Callable[[], datetime]) -> Standing:
    """Look once; `now` gives the bank's own time, which exists with a portrait only."""
    has_portrait = sources.has_portrait  # looks for a newer one, and what may be wrong with that
    fault = sources.portraits.problem
    return Standing(
        portrait=sources.portraits.fingerprint if has_portrait else None,
        fresh=freshness(sources, now()) if has_portrait else None,
        portrait_fault=None if fault is None else fault.code,
        is_desk_writable=is_writable(sources.desk),
        disk=disk_of(sources.settings.home),
        clock_behind_seconds=clock_behind(sources.desk),
        copy=copy_outside(sources),
        missing_rows=count_missing(sources),
    )


@for_house
def readiness(sources: Sources, now: Callable[[], datetime]) -> Mapping[str, object]:
    """What `/readyz` tells: `ready`, `degraded` for these reasons, or `unavailable`."""
    found = standing(sources, now)
    reasons = sorted(reasons_of(found, sources.catalog.policy))
    fresh = found.fresh
    return {
        "status": "unavailable" if not found.is_available else "degraded" if reasons else "ready",
        "reasons": reasons,
        "portrait": found.portrait,
        "business_date": date_of(fresh),
        "age_days": fresh and fresh.age_days,
        "customers": fresh and fresh.count_customers,
        "rows": fresh and sum(fresh.counts.values()),
        "set_aside": fresh and fresh.count_set_aside,
        "is_desk_writable": found.is_desk_writable,
        "disk_free_share": round(found.disk.free_share, 3),
        "clock_behind_seconds": round(found.clock_behind_seconds, 3),
        "audit_copy_rows_behind": found.copy and found.copy.rows,
        "audit_rows_missing": found.missing_rows,
    }


def reasons_of(found: Standing, policy: Policy) -> Iterator[str]:
    """Why somebody should look, each as a code."""
    if found.portrait is None:
        yield "no_portrait"
    if found.portrait_fault not in (None, "no_portrait"):
        yield str(found.portrait_fault)
    if found.fresh is not None and found.fresh.is_stale:
        yield "portrait_stale"
    if found.fresh is not None and found.fresh.has_failed_build:
        yield "build_failed"
    if not found.is_desk_writable:
        yield "desk_unwritable"
    if found.disk.free_share < policy.disk_free_share:
        yield "disk_nearly_full"
    if found.clock_behind_seconds > policy.clock_behind_seconds:
        yield "clock_behind"
    if found.copy is not None and found.copy.is_down:
        yield "audit_copy_down"
    if found.copy is not None and found.copy.is_late:
        yield "audit_copy_late"
    if found.missing_rows:
        yield "audit_rows_missing"


def date_of(fresh: Freshness | None) -> str | None:
    return None if fresh is None else fresh.business_date.isoformat()


def is_writable(desk: Desk) -> bool:
    """Does the desk store take a write right now?"""
    try:
        desk_probe.write(desk)
    except DeskError:
        return False
    return True


def clock_behind(desk: Desk) -> float:
    """How many seconds the clock is before the newest row of the audit; 0 as it should be."""
    try:
        newest = desk.audited(1)
    except DeskError:
        return 0.0
    late = (float((row["happened_at"] - desk.stamp()).total_seconds()) for row in newest)
    return max(0.0, *late, 0.0)


def copy_outside(sources: Sources) -> Copy | None:
    """How far the audit's copy is behind; None where there is none, or the desk does not answer."""
    try:
        return audit_copy.copy(sources)
    except DeskError:
        return None


def count_missing(sources: Sources) -> int:
    """How many rows the copy outside has, where it is a file, after the last one in the desk store."""
    sink = sources.settings.audit_sink
    if sink is None or "://" in sink:
        return 0
    try:
        return max(0, desk_check.last_shipped(Path(sink)) - desk_tally.newest(sources.desk))
    except (OSError, DeskError):
        return 0
