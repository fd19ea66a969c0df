"""The manager's morning on one screen: who is expected, what is urgent, what yesterday brought, how fresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lobby.data import desk_outcomes
from lobby.domain import scope
from lobby.domain.outcomes import Outcome
from lobby.domain.triage import business_of
from lobby.domain.viewer import Language, Viewer
from lobby.services import alerts
from lobby.services.lead_views import Lead
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Hit

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Expected:
    """A visit that was announced; `starts_at` in the bank's own time, `business` in words."""

    customer: Hit
    starts_at: datetime
    business: str | None


@dataclass(frozen=True)
class Home:
    """Counts of what waits today, alerts about look-ups among it, and yesterday's talks (result → count)."""

    expected: tuple[Expected, ...]
    due_today: int
    overdue: int
    escalated: int
    handoffs: int
    nobodys: int
    yesterday: Mapping[str, int]
    business_date: date
    alerts: int = 0

    @property
    def talks(self) -> int:
        """How many talks there were yesterday."""
        return sum(self.yesterday.values())


@for_viewer
def home(
    sources: Sources,
    viewer: Viewer,
    leads: Sequence[Lead],
    now: datetime,
    language: Language = "zh_Hans",
) -> Home:
    """The viewer's own branch; `leads` is today's whole list of it."""
    branch_id = scope.branch_of(viewer)
    waiting = [one for one in leads if one.is_waiting]
    return Home(
        expected=expected(sources, branch_id, now, language),
        due_today=sum(one.urgency == "today" for one in waiting),
        overdue=sum(one.urgency == "overdue" for one in waiting),
        escalated=sum(one.status == "escalated" or one.escalated >= 2 for one in waiting),
        handoffs=sum("handoff" in one.sources for one in waiting),
        nobodys=sum(one.taken_by is None for one in waiting),
        yesterday=yesterday(sources, branch_id, now),
        business_date=sources.portraits.manifest.business_date,
        alerts=len(alerts.open_alerts(sources, viewer)),
    )


def expected(sources: Sources, branch_id: str, now: datetime, language: Language) -> tuple[Expected, ...]:
    """Who announced a visit today, the soonest first."""
    start = datetime.combine(now.date(), time())
    rows = sources.portraits.rows("leads_visits", branch_id=branch_id, from_at=start, to_at=start + DAY)
    known = {one.customer_id: one for one in hits(sources, [row["customer_id"] for row in rows], now)}
    return tuple(
        Expected(known[row["customer_id"]], row["starts_at"], said(sources, row["business_type"], language))
        for row in rows
        if row["customer_id"] in known
    )


def said(sources: Sources, business_type: str | None, language: Language) -> str | None:
    """What they come for."""
    business = business_of(sources.catalog.business, business_type)
    return business.name[language] if business else None


def yesterday(sources: Sources, branch_id: str, now: datetime) -> Mapping[str, int]:
    """What came of the talks that were held or entered the day before, those that stand, most first.

    Where the feed freezes the bank's clock, the desk's own yesterday is another day than the bank's.
    """
    day = now.date() - DAY
    start = datetime.combine(day, time(), tzinfo=sources.zone)
    held = desk_outcomes.talks_in(sources.desk, branch_id, start, start + DAY)
    lately = desk_outcomes.outcomes_in(sources.desk, branch_id, sources.desk.stamp() - 3 * DAY)
    entered = [one for one in lately if sources.bank_time(one.recorded_at).date() == day]
    found = {one.outcome_id: one for one in (*held, *entered) if counts(one)}
    return dict(Counter(str(one.result) for one in found.values()).most_common())


def counts(one: Outcome) -> bool:
    """Is it a talk that stands, and no mere question?"""
    return one.voided_by is None and one.subject.kind != "asked"
