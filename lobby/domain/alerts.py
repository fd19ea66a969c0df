"""An alert: a suspicion about somebody's look-ups, told to others, and what one of them answered.

One is about the audit's copy outside instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from lobby.domain.suspicion import Kind, Suspicion

HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True)
class Alert:
    """What was seen of whom, where and when; `note` is how somebody else answered it."""

    alert_id: str
    kind: Kind
    about_staff_id: str
    branch_id: str | None
    device: str
    customer_id: str | None
    count: int
    raised_at: datetime
    answered_by: str | None = None
    answered_at: datetime | None = None
    note: str | None = None

    @property
    def ends_by_itself(self) -> bool:
        """Is it about what this program does, and over once that succeeds again?"""
        return self.kind == "copy_down"


def alert_id(found: Suspicion, about_staff_id: str, at: datetime) -> str:
    """The name under which a suspicion about this person is told once: lists a day, limits an hour."""
    slot = int(at.timestamp()) // (HOUR if found.kind in ("tails", "limit") else DAY)
    told = (found.kind, about_staff_id, str(slot), str(found.level), found.customer_id or "")
    return sha256("\0".join(told).encode()).hexdigest()[:32]
