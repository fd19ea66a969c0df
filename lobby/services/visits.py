"""Opening a customer: allowed, within the limits, and written down, before anything of them is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from lobby.data import desk_drafts, desk_visits, permits
from lobby.data.desk import Happening, Limit, Opening
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services import alerts
from lobby.services.arrivals import live_arrival
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Hit, Visit

RECENTLY = timedelta(hours=12)
RECENT_COUNT = 12


@for_viewer
def open_customer(sources: Sources, viewer: Viewer, customer_id: str, *, reason: str | None = None) -> Visit:
    """Open a customer for this viewer; AccessRefused says why not, DeskError that it cannot be recorded.

    Who came into the viewer's branch and is there is opened without a reason and beyond every limit.
    """
    reason = scope.reason_as_kept(reason)
    home = (
        sources.portraits.one("customer_home", customer_id=customer_id) if customer_id.isprintable() else None
    )
    arrival = live_arrival(sources, viewer, customer_id)
    branch_id = home["home_branch_id"] if home else None
    refused = scope.refusal(viewer, branch_id, reason, is_here=arrival is not None)
    if refused is not None:
        known = customer_id if home else None
        sources.desk.record(
            Happening(viewer, "refused", refused, known, reason=reason, details={"asked": "open"})
        )
        raise refusal_of(refused)
    told = {"is_live": arrival is not None, "is_elsewhere": scope.is_elsewhere(viewer, branch_id)}
    details = {name: True for name, holds in told.items() if holds}
    asked = Happening(viewer, "open", customer_id=customer_id, reason=reason, details=details)
    arrival_id = None if arrival is None else arrival.arrival_id
    opened = sources.desk.open_visit(uuid4().hex, asked, limits(sources), arrival_id)
    if isinstance(opened, Limit):
        alerts.after_limit(sources, viewer, opened.count)
        raise beyond(opened)
    alerts.after_opening(sources, viewer)
    return visit_of(opened)


@for_viewer
def recently_opened(sources: Sources, viewer: Viewer, now: datetime) -> tuple[Hit, ...]:
    """The customers this person opened on this device during the last hours, newest first, masked.

    The last one may be gone on with for some minutes, as after a reload or a restart.
    """
    opened = sources.desk.openings(viewer, RECENTLY, RECENT_COUNT)
    policy = sources.catalog.policy
    last = desk_visits.to_go_on_with(sources.desk, opened, timedelta(minutes=policy.resume_minutes))
    drafts = desk_drafts.drafts_by(sources.desk, viewer, timedelta(days=policy.draft_days))
    drafted = {one.customer_id for one in drafts}
    found = hits(sources, list(dict.fromkeys(opening.customer_id for opening in opened)), now)
    return tuple(
        replace(
            hit,
            visit=visit_of(last) if last and last.customer_id == hit.customer_id else None,
            has_draft=hit.customer_id in drafted,
        )
        for hit in found
    )


@for_viewer
def go_on(sources: Sources, viewer: Viewer, visit: Visit) -> Visit:
    """Turn back to a customer who was open already; in the audit before anything is shown."""
    confirm(sources, viewer, visit)
    within = timedelta(minutes=sources.catalog.policy.resume_minutes)
    opened = sources.desk.openings(viewer, within, 1)
    last = desk_visits.to_go_on_with(sources.desk, opened, within)
    if last is None or last.visit_id != visit.visit_id:
        raise AccessRefused("visit_over", "This customer was closed.", "Open the customer again.")
    sources.desk.record(
        Happening(viewer, "open", "gone_on", customer_id=visit.customer_id, visit_id=visit.visit_id)
    )
    return visit


def visit_of(opening: Opening) -> Visit:
    return Visit(opening.visit_id, opening.customer_id, opening.opened_at)


def limits(sources: Sources) -> tuple[Limit, ...]:
    policy = sources.catalog.policy
    return (
        Limit(policy.openings_10_minutes, timedelta(minutes=10)),
        Limit(policy.openings_hour, timedelta(hours=1)),
    )


def refusal_of(refused: scope.Refusal) -> AccessRefused:
    if refused == "reason_needed":
        return AccessRefused(
            "reason_needed",
            "Outside the own branch a customer is opened with a reason only.",
            "Type the reason first.",
        )
    return AccessRefused("unknown_customer", "There is no customer with this number.", "Check the number.")


def beyond(limit: Limit) -> AccessRefused:
    minutes = int(limit.window.total_seconds() // 60)
    return AccessRefused(
        "opening_limit",
        f"{limit.count} customers were opened within {minutes} minutes.",
        "Wait a little; arrivals and appointments are not counted.",
        count=limit.count,
        minutes=minutes,
    )


def confirm(sources: Sources, viewer: Viewer, visit: Visit) -> None:
    """Refuse a visit that is not this viewer's own opening of this customer, whose facts may be read then."""
    opening = sources.desk.opening(visit.visit_id)
    held = opening and (opening.staff_id, opening.device, opening.customer_id)
    if held != (viewer.staff_id, viewer.device, visit.customer_id):
        raise AccessRefused("unknown_visit", "This customer was not opened here.", "Find the customer again.")
    permits.admit_customer(visit.customer_id)
