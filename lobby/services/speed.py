"""How long it takes from an arrival that was written down until a screen shows it: today, in this process."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

KEPT = 20_000  # a day of 6 branches, 1,500 arrivals and 13 screens each
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """Half of `count` screens were as fast as `p50` seconds, 95 of 100 as `p95`."""

    count: int
    p50: float
    p95: float


@dataclass
class Speed:
    """The newest measurements: branch, when it was drawn, seconds since it was written down."""

    noted: deque[tuple[str, datetime, float]] = field(default_factory=lambda: deque(maxlen=KEPT))

    def note(self, branch_id: str, written_at: datetime, drawn_at: datetime) -> None:
        """Keep one; a clock that was set back gives none."""
        seconds = (drawn_at - written_at).total_seconds()
        if seconds >= 0:
            self.noted.append((branch_id, drawn_at, seconds))

    def figures(self, at: datetime, branch_id: str | None = None) -> Figures | None:
        """Those of the last 24 hours, of one branch or of all; None where nothing was drawn."""
        found = sorted(
            seconds
            for branch, drawn_at, seconds in tuple(self.noted)
            if drawn_at > at - DAY and branch_id in (None, branch)
        )
        return Figures(len(found), rank(found, 0.50), rank(found, 0.95)) if found else None


def rank(found: list[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed."""
    return found[ceil(share * len(found)) - 1]
