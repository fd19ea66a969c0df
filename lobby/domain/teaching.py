"""Mobile banking taught item by item, and whether the customer really uses it since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Item = Literal["log_in", "balance", "transfer", "limit", "report_loss"]
ITEMS: tuple[Item, ...] = ("log_in", "balance", "transfer", "limit", "report_loss")
Use = Literal["used", "waiting", "not_used"]


@dataclass(frozen=True)
class Lesson:
    """What stands of one item for one customer: taught or taken back, by whom, when, as which version."""

    customer_id: str
    item: Item
    version: int
    is_taught: bool
    staff_id: str
    branch_id: str | None
    taught_at: datetime


def use(taught_on: date, last_login_on: date | None, as_of: date, days: int) -> Use:
    """Has the customer logged in alone since: after the day of the lesson, which itself needs a login?

    The feed's last login is all that is known, so one that came later than `days` counts too.
    """
    if last_login_on is not None and last_login_on > taught_on:
        return "used"
    return "waiting" if as_of <= taught_on + timedelta(days=days) else "not_used"


def last_taught(lessons: Iterable[Lesson]) -> datetime | None:
    """When the newest item that still counts was taught."""
    return max((lesson.taught_at for lesson in lessons if lesson.is_taught), default=None)
