"""What a person talked about and half entered, with the customers as masked lines: for the page `mine`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lobby.data import desk_handover, desk_outcomes
from lobby.data.desk_drafts import Draft
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.drafts import drafts
from lobby.services.outcomes import branch_talks, my_talks, promises, unknown_outcome
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff
from lobby.services.views import Hit, Recorded, Visit
from lobby.services.visits import open_customer, visit_of


@dataclass(frozen=True)
class TalkLine:
    """A talk; its customer, None for one who has left the portrait; `staff_name` of a colleague."""

    talk: Recorded
    customer: Hit | None
    staff_name: str | None = None


@dataclass(frozen=True)
class PromiseLine:
    """A talk put off: `is_due` on its day and later."""

    talk: Recorded
    customer: Hit | None
    is_due: bool


@dataclass(frozen=True)
class DraftLine:
    """Something half entered, with its customer."""

    draft: Draft
    customer: Hit | None


@dataclass(frozen=True)
class VisitLine:
    """An opening that something may be entered for afterwards; `opened_at` is bank-local."""

    visit: Visit
    customer: Hit | None
    opened_at: datetime


@for_viewer
def talks_today(sources: Sources, viewer: Viewer, now: datetime) -> tuple[TalkLine, ...]:
    """What this person recorded today, what was taken back too, the newest first."""
    found = my_talks(sources, viewer)
    known = known_by_id(sources, (one.outcome.customer_id for one in found), now)
    return tuple(TalkLine(one, known.get(one.outcome.customer_id)) for one in found)


@for_viewer
def talks_of_others(sources: Sources, viewer: Viewer, now: datetime) -> tuple[TalkLine, ...]:
    """What colleagues in a manager's branch recorded and may still be taken back, the newest first."""
    found = [one for one in branch_talks(sources, viewer) if one.outcome.staff_id != viewer.staff_id]
    known = known_by_id(sources, (one.outcome.customer_id for one in found), now)
    names = names_of_staff(sources)
    return tuple(
        TalkLine(one, known.get(one.outcome.customer_id), names.get(one.outcome.staff_id))
        for one in found
        if one.may_void
    )


def count_talks(lines: Sequence[TalkLine]) -> int:
    """The talks that count: what was taken back does not, nor care for the customer, nor a mere question."""
    standing = [one.talk.outcome for one in lines if one.talk.outcome.voided_by is None]
    return sum(one.result not in ("not_appropriate", "asked") for one in standing)


@for_viewer
def promised(sources: Sources, viewer: Viewer, now: datetime) -> tuple[PromiseLine, ...]:
    """The own "not now" with their day, the soonest first."""
    found = promises(sources, viewer, now)
    known = known_by_id(sources, (one.outcome.customer_id for one in found), now)
    return tuple(
        PromiseLine(one, known.get(one.outcome.customer_id), is_due(one.outcome.next_on, now.date()))
        for one in found
    )


def is_due(on: date | None, today: date) -> bool:
    return on is not None and on <= today


@for_viewer
def open_promised(sources: Sources, viewer: Viewer, outcome_id: str) -> Visit:
    """Open the customer to whom this person promised to come back; the promise is the reason."""
    found = desk_outcomes.find(sources.desk, outcome_id)
    holder = desk_handover.holders(sources.desk).get(outcome_id, found.staff_id if found else None)
    if found is None or holder != viewer.staff_id or found.voided_by or found.next_on is None:
        raise unknown_outcome()
    return open_customer(sources, viewer, found.customer_id, reason=f"promise {outcome_id}")


@for_viewer
def half_entered(sources: Sources, viewer: Viewer, now: datetime) -> tuple[DraftLine, ...]:
    """The own drafts on this device, the newest first."""
    found = drafts(sources, viewer)
    known = known_by_id(sources, (one.customer_id for one in found), now)
    return tuple(DraftLine(one, known.get(one.customer_id)) for one in found)


@for_viewer
def open_drafted(sources: Sources, viewer: Viewer, customer_id: str) -> Visit:
    """Open the customer for whom something is half entered; that is the reason."""
    if customer_id not in {one.customer_id for one in drafts(sources, viewer)}:
        raise AccessRefused("unknown_outcome", "There is no such draft.", "Look at the list again.")
    return open_customer(sources, viewer, customer_id, reason="half entered")


@for_viewer
def openings_to_enter(sources: Sources, viewer: Viewer, now: datetime) -> tuple[VisitLine, ...]:
    """The own openings of the last days, the newest of each customer and day, newest first."""
    policy = sources.catalog.policy
    opened = sources.desk.openings(viewer, timedelta(days=policy.late_most_days), policy.late_openings)
    newest = {(one.customer_id, one.opened_at.date()): one for one in reversed(opened)}
    known = known_by_id(sources, (one.customer_id for one in newest.values()), now)
    return tuple(
        VisitLine(visit_of(one), known.get(one.customer_id), one.opened_at.astimezone(now.tzinfo))
        for one in sorted(newest.values(), key=lambda one: (one.opened_at, one.visit_id), reverse=True)
    )


def known_by_id(sources: Sources, customer_ids: Iterable[str], now: datetime) -> dict[str, Hit]:
    wanted = list(dict.fromkeys(customer_ids))
    return {hit.customer_id: hit for hit in hits(sources, wanted, now)} if wanted else {}
