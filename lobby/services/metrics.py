"""The figures that `/metrics` tells: of the desk store since this server began, and of what it stands on.

They count what is in the audit, whichever server wrote it: servers that share a desk store tell the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import accumulate
from threading import Lock
from typing import TypeAlias

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    StateSetMetricFamily,
)
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from lobby.data import desk_sessions, desk_tally
from lobby.domain.errors import DeskError
from lobby.services.permission import at_work
from lobby.services.readiness import Standing, reasons_of, standing
from lobby.services.sources import Sources
from lobby.services.speed import Speed

CONTENT_TYPE = CONTENT_TYPE_LATEST
STATES = ("ready", "degraded", "unavailable")
BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))
SAVES = frozenset(
    {"outcome", "outcome_added", "outcome_void", "draft", "referral", "consent", "erasure", "complaint",
     "lead", "handover", "lesson", "report", "face", "arrival_step", "duty", "bulletin", "campaign",
     "product_status"}
)  # fmt: skip
QUANTILES = {"0.5": "p50", "0.95": "p95"}
Done: TypeAlias = Counter[tuple[str, str]]


class Meter(Collector):
    """Counts on from the audit row that was the last one when it began; each scrape reads what came since."""

    def __init__(self, sources: Sources, now: Callable[[], datetime], speed: Speed) -> None:
        self._sources = sources
        self._now = now
        self._speed = speed
        self._lock = Lock()
        with at_work("metrics.scrape"):
            self._through = desk_tally.newest(sources.desk)
        self._done: Done = Counter()
        self._suggestions = 0
        self._openings = Counter[float]()
        self._opening_seconds = 0.0

    def collect(self) -> Iterator[Metric]:
        """Every figure as it is now."""
        with self._lock:
            self._count_on()
            yield from self._counted()
        found = standing(self._sources, self._now)
        yield from self._stands(found)
        yield from self._seen()

    def _count_on(self) -> None:
        """Take up what was done since the last time; a desk that does not answer is asked the next time."""
        try:
            found = desk_tally.tally(self._sources.desk, self._through)
        except DeskError:
            return
        self._through = found.through
        self._done.update(found.done)
        self._suggestions += found.suggestions
        self._openings.update(BOUNDS[bisect_left(BOUNDS, seconds)] for seconds in found.openings)
        self._opening_seconds += sum(found.openings)

    def _counted(self) -> Iterator[Metric]:
        done = self._done
        yield counter("lobby_look_ups", "Customers opened.", done["open", "ok"] + done["open", "gone_on"])
        yield counter("lobby_suggestions_shown", "Products suggested on a screen.", self._suggestions)
        saved = sum(count for (action, _), count in done.items() if action in SAVES)
        yield counter("lobby_saves", "What people entered and was written down.", saved)
        refused = sum(count for (action, _), count in done.items() if action == "refused")
        yield counter("lobby_denials", "What was asked for and refused.", refused)
        rows = CounterMetricFamily("lobby_audit_rows", "Rows of the audit.", labels=("action", "result"))
        for (action, result), count in sorted(done.items()):
            rows.add_metric((action, result), count)
        yield rows
        yield HistogramMetricFamily(
            "lobby_opening_seconds",
            "From the press that opens a customer until name and first sentence were sent.",
            buckets=cumulated(self._openings),
            sum_value=self._opening_seconds,
        )

    def _stands(self, found: Standing) -> Iterator[Metric]:
        reasons = sorted(reasons_of(found, self._sources.catalog.policy))
        state = "unavailable" if not found.is_available else "degraded" if reasons else "ready"
        yield StateSetMetricFamily("lobby_state", "As /readyz.", {one: one == state for one in STATES})
        because = GaugeMetricFamily("lobby_reason", "Why somebody should look.", labels=("reason",))
        for reason in reasons:
            because.add_metric((reason,), 1)
        yield because
        if found.fresh is not None:
            yield gauge("lobby_portrait_age_days", "Days since the business date.", found.fresh.age_days)
            yield gauge("lobby_portrait_customers", "Customers served.", found.fresh.count_customers)
        if found.copy is not None:
            yield gauge("lobby_audit_copy_rows", "Rows that wait to be sent outside.", found.copy.rows)
            yield gauge("lobby_audit_copy_seconds", "How long the first one waits.", found.copy.seconds)
        yield gauge("lobby_sessions", "People who are signed in.", self._sessions())
        yield gauge("lobby_desk_writable", "Does the desk store take writes?", found.is_desk_writable)
        yield gauge("lobby_disk_free_ratio", "Free share of the disk of LOBBY_HOME.", found.disk.free_share)
        yield gauge("lobby_clock_behind_seconds", "Clock before the newest row.", found.clock_behind_seconds)

    def _sessions(self) -> int:
        try:
            return sum(one.staff_id is not None for one in desk_sessions.standing(self._sources.desk))
        except DeskError:
            return 0

    def _seen(self) -> Iterator[Metric]:
        figures = self._speed.figures(self._sources.clock())
        seconds = GaugeMetricFamily(
            "lobby_arrival_to_glass_seconds",
            "From an arrival written down until a screen had drawn it, of the last 24 hours.",
            labels=("quantile",),
        )
        for quantile, name in QUANTILES.items() if figures else ():
            seconds.add_metric((quantile,), getattr(figures, name))
        yield seconds
        drawn = 0 if figures is None else figures.count
        yield gauge("lobby_arrivals_drawn", "Screens that drew an arrival in 24 hours.", drawn)


def scraped(meter: Meter) -> Callable[[], bytes]:
    """What gives the whole text, with the process's own memory, processor time and open files in it."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(meter)
    ProcessCollector(registry=registry)

    def scrape() -> bytes:
        with at_work("metrics.scrape"):
            return bytes(generate_latest(registry))  # type: ignore[no-untyped-call]

    return scrape


def counter(name: str, said: str, value: float) -> Metric:
    return CounterMetricFamily(name, said, value)


def gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value)


def cumulated(counted: Counter[float]) -> list[tuple[str, float]]:
    """The buckets as the format wants them: how many were at most so long."""
    totals = accumulate(counted[bound] for bound in BOUNDS)
    names = [*map(str, BOUNDS[:-1]), "+Inf"]
    return list(zip(names, totals, strict=True))
