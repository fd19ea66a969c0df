"""A complaint in the lobby: it has a number that the customer is told, and a manager comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Complaint:
    """Made at `made_at` (aware, in UTC) by or for somebody in the branch, of whom nobody need know who it is.

    `answered_by` is the manager who came, None while nobody did.
    """

    complaint_id: str
    number: str
    branch_id: str
    staff_id: str
    made_at: datetime
    arrival_id: str | None = None
    customer_id: str | None = None
    answered_by: str | None = None


def number_of(branch_id: str, day: str, place: int) -> str:
    """The number of a branch's complaint of this day (`20261120`): B001-20261120-01."""
    return f"{branch_id}-{day}-{place:02d}"
