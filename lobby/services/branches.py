"""One branch: who comes when and for what, where it lies, how much machines do, and what would fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from lobby.data import desk_arrivals
from lobby.data.desk import Happening
from lobby.domain.scenarios import Benefit
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

DAYS = 30
FEED_DAYS = 90
MACHINES = frozenset({"atm"})
ANY_BUSINESS = "all"


@dataclass(frozen=True)
class Fitting:
    """What a partner gives, and how many customers of the branch are in a scenario of its category."""

    benefit: Benefit
    customers: int


@dataclass(frozen=True)
class BranchView:
    """A branch: `visits` are counts by business and hour of the last `days`; `is_of_feed`: told by the feed.

    `machine` is the share of machines in what customers did at counters and machines; None: not supplied.
    """

    branch_id: str
    name: str
    city: str | None
    district: str | None
    kind: str | None
    visits: Mapping[str, Mapping[int, int]]
    days: int
    is_of_feed: bool
    machine: Decimal | None
    benefits: tuple[Fitting, ...]


@for_viewer
def branch_view(sources: Sources, viewer: Viewer, branch_id: str, now: datetime) -> BranchView:
    """The viewer's own branch, for head office any; AccessRefused for other roles. Audited."""
    asked = {"asked": "branch", "branch": branch_id}
    sources.desk.record(Happening(viewer, "branch", details=asked))
    about = next(row for row in sources.portraits.rows("staff_branches") if row["branch_id"] == branch_id)
    visits = of_desk(sources, branch_id, now)
    is_of_feed = not visits
    return BranchView(
        **about,
        visits=visits or of_feed(sources, branch_id),
        days=FEED_DAYS if is_of_feed else DAYS,
        is_of_feed=is_of_feed,
        machine=machine_share(sources, branch_id),
        benefits=fitting_benefits(sources, branch_id, now),
    )


def of_desk(sources: Sources, branch_id: str, now: datetime) -> dict[str, dict[int, int]]:
    """Arrivals by business and hour of the bank's own clock; empty where none were announced."""
    found: dict[str, dict[int, int]] = {}
    for business, arrived_at in desk_arrivals.came_since(sources.desk, branch_id, now - timedelta(days=DAYS)):
        hours = found.setdefault(business or "other", {})
        hour = arrived_at.astimezone(sources.zone).hour
        hours[hour] = hours.get(hour, 0) + 1
    return found


def of_feed(sources: Sources, branch_id: str) -> dict[str, dict[int, int]]:
    """What the feed tells of services in the branch, which names no business; empty without any."""
    rows = sources.portraits.rows("branch_hours", branch_id=branch_id)
    return {ANY_BUSINESS: {row["hour"]: row["count_visits"] for row in rows}} if rows else {}


def machine_share(sources: Sources, branch_id: str) -> Decimal | None:
    rows = sources.portraits.rows("results_channels", branch_id=branch_id)
    counts = {row["channel"]: int(row["count_transactions"]) for row in rows}
    machines = sum(counts.get(channel, 0) for channel in MACHINES)
    both = machines + counts.get("counter", 0)
    return Decimal(machines) / both if both else None


def fitting_benefits(sources: Sources, branch_id: str, now: datetime) -> tuple[Fitting, ...]:
    """What partners give today in the categories that customers of the branch are in, the most first."""
    cards = sources.catalog.cards
    counts: Counter[str] = Counter()
    for row in sources.portraits.rows("segments_needs", branch_id=branch_id):
        card = cards.scenarios.get(row["code"])
        if card is not None and not card.is_sensitive:
            counts[card.category] += row["count_customers"]
    found = [
        Fitting(one, counts[one.category])
        for one in cards.benefits.values()
        if one.until >= now.date() and counts[one.category]
    ]
    return tuple(sorted(found, key=lambda one: (-one.customers, one.benefit.until, one.benefit.category)))
