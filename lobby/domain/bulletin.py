"""A word to all staff of a branch or of the bank, which each person acknowledges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Bulletin:
    """What is said, to one branch (None: to all), until which day; `made_at` is aware.

    `acknowledged_by` are the staff numbers of those who said that they read it.
    """

    bulletin_id: str
    branch_id: str | None
    text: str
    until_on: date
    made_by: str
    made_at: datetime
    acknowledged_by: frozenset[str] = frozenset()
