"""A report that a datum about a customer is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Note = Literal["amount", "date", "not_theirs", "outdated"]
NOTES: tuple[Note, ...] = ("amount", "date", "not_theirs", "outdated")


@dataclass(frozen=True)
class Report:
    """One report; `as_of` is the day of the portrait it was made on, times are aware, in UTC."""

    report_id: str
    reported_at: datetime
    staff_id: str
    branch_id: str | None
    customer_id: str
    visit_id: str
    figure: str
    as_of: date
    note: str | None = None
    handled_at: datetime | None = None
    handled_by: str | None = None
