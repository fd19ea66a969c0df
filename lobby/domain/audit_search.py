"""What the audit can be asked, and what it answers: who did what with whom, and who saw whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Wanted:
    """Rows whose columns equal what is given, from `since` on and before `until`; aware times.

    `without_roles`: whose rows are left out.
    """

    staff_id: str | None = None
    customer_id: str | None = None
    device: str | None = None
    branch_id: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    without_roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a page of rows ended, to go on after it."""

    happened_at: datetime
    sequence: int


@dataclass(frozen=True)
class Seen:
    """A customer whom somebody saw: how often, first and last; `listed`: so often as one of a list only."""

    customer_id: str
    times: int
    listed: int
    first_at: datetime
    last_at: datetime
