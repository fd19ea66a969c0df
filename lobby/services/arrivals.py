"""Who came into the branch today: recorded once, told as masked lines, each with its wait.

Waits and "here" go by the desk's own clock, whatever day the bank's rules stand at.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from lobby.data import desk_arrivals
from lobby.data.desk import Desk, Happening
from lobby.data.warehouse import Warehouse
from lobby.domain import scope
from lobby.domain.arrivals import Announcement, Arrival, Change, people_ahead, ticket_as_kept
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.people import hits
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff
from lobby.services.views import Hit

AT_ONCE = threading.Lock()  # of many screens that hear of one change, one reads it


@dataclass(frozen=True)
class ArrivalLine:
    """One arrival as the branch sees it: `who` masked, None where nobody is known; the wait in minutes.

    `people_ahead` came earlier and still wait; `taken_by_name` takes care of them.
    """

    arrival: Arrival
    who: Hit | None
    is_here: bool
    minutes: int
    people_ahead: int
    taken_by_name: str | None


def todays_arrivals(sources: Sources, viewer: Viewer, now: datetime) -> tuple[ArrivalLine, ...]:
    """Everybody who came into the viewer's own branch today, as they came; `now` is for their ages only."""
    branch_id = scope.branch_of(viewer)
    at = sources.desk.stamp()
    found = came_today(sources, branch_id, at)
    waiting = [one for one in found if one.is_waiting and is_here(sources, one, at)]
    known = masked(sources, [one.customer_id for one in found if one.customer_id], now)
    names = names_of_staff(sources) if any(one.owner_staff_id for one in found) else {}
    return tuple(
        ArrivalLine(
            arrival=one,
            who=known.get(one.customer_id or ""),
            is_here=is_here(sources, one, at),
            minutes=one.wait_minutes(at),
            people_ahead=people_ahead(waiting, one),
            taken_by_name=names.get(one.owner_staff_id or "", one.owner_staff_id),
        )
        for one in found
    )


def came_today(sources: Sources, branch_id: str, at: datetime) -> tuple[Arrival, ...]:
    """Everybody who came into a branch today, as they came; read once per change for all its screens."""
    change = desk_arrivals.change_in(sources.desk, branch_id)
    since = start_of_day(sources, at)
    with AT_ONCE:
        return () if change is None else as_of_change(sources.desk, change, since)


@lru_cache(maxsize=64)
def as_of_change(desk: Desk, change: Change, since: datetime) -> tuple[Arrival, ...]:
    return desk_arrivals.arrivals_in(desk, change.branch_id, since)


def masked(sources: Sources, customer_ids: Sequence[str], now: datetime) -> Mapping[str, Hit]:
    """The customers as masked lines; each is read once per portrait and day."""
    known = masked_of(sources.portraits, sources.portraits.fingerprint, now.date())
    unread = [one for one in dict.fromkeys(customer_ids) if one not in known]
    if unread:
        known |= {hit.customer_id: hit for hit in hits(sources, unread, now)}
    return known


@lru_cache(maxsize=2)
def masked_of(portraits: Warehouse, fingerprint: str, today: date) -> dict[str, Hit]:
    """Those read of the portrait that `fingerprint` names, to be added to."""
    return {}


def live_arrival(sources: Sources, viewer: Viewer, customer_id: str) -> Arrival | None:
    """The arrival of a customer who is in the viewer's own branch now; nobody's for who serves no branch."""
    if not scope.sees_arrivals(viewer) or viewer.branch_id is None:
        return None
    at = sources.desk.stamp()
    found = [one for one in came_today(sources, viewer.branch_id, at) if one.customer_id == customer_id]
    return next((one for one in reversed(found) if is_here(sources, one, at)), None)


def with_ticket(sources: Sources, viewer: Viewer, text: str) -> list[str]:
    """The customers in the viewer's own branch now whose ticket this is."""
    ticket = ticket_as_kept(text)
    if not scope.sees_arrivals(viewer) or viewer.branch_id is None or ticket is None:
        return []
    at = sources.desk.stamp()
    found = [one for one in came_today(sources, viewer.branch_id, at) if one.ticket == ticket]
    return [one.customer_id for one in found if one.customer_id and is_here(sources, one, at)]


def record(sources: Sources, viewer: Viewer, told: Announcement) -> Arrival:
    """Write an announcement: of a machine for the branches it may speak for, or of staff for their own."""
    if not scope.announces(viewer, told.branch_id):
        raise AccessRefused("not_for_role", "Arrivals are entered by the staff of their branch.")
    since = sources.desk.stamp() - timedelta(minutes=sources.catalog.policy.arrival_minutes)
    details = {"arrival_id": told.arrival_id, "branch_id": told.branch_id, "known_by": told.identified_by}
    happening = Happening(viewer, "arrival", told.source, told.customer_id, details=details)
    return desk_arrivals.announce(sources.desk, told, since, happening)


def is_here(sources: Sources, arrival: Arrival, at: datetime) -> bool:
    return arrival.is_here(at, sources.catalog.policy.arrival_minutes)


def start_of_day(sources: Sources, at: datetime) -> datetime:
    """Midnight at the bank before `at`."""
    return datetime.combine(at.astimezone(sources.zone).date(), time(), tzinfo=sources.zone)
