"""Who came into the branch today: recorded once, told as masked lines, each with its wait.

Waits and "here" go by the desk's own clock, whatever day the bank's rules stand at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lobby.data import desk_arrivals
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.arrivals import Announcement, Arrival, in_order, people_ahead, ticket_as_kept
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.people import hits
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff
from lobby.services.views import Hit


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
    if not scope.sees_arrivals(viewer) or viewer.branch_id is None:
        raise AccessRefused("not_for_role", "Arrivals are for the staff of a branch.")
    at = sources.desk.stamp()
    found = desk_arrivals.arrivals_in(sources.desk, viewer.branch_id, start_of_day(sources, at))
    here = [one for one in found if is_here(sources, one, at)]
    customers = list(dict.fromkeys(one.customer_id for one in found if one.customer_id))
    known = {hit.customer_id: hit for hit in hits(sources, customers, now)}
    names = names_of_staff(sources) if any(one.owner_staff_id for one in found) else {}
    return tuple(
        ArrivalLine(
            arrival=one,
            who=known.get(one.customer_id or ""),
            is_here=one in here,
            minutes=one.wait_minutes(at),
            people_ahead=people_ahead(here, one),
            taken_by_name=names.get(one.owner_staff_id or "", one.owner_staff_id),
        )
        for one in in_order(found)
    )


def live_arrival(sources: Sources, viewer: Viewer, customer_id: str) -> Arrival | None:
    """The arrival of a customer who is in the viewer's own branch now; nobody's for who serves no branch."""
    if not scope.sees_arrivals(viewer) or viewer.branch_id is None:
        return None
    at = sources.desk.stamp()
    since = at - timedelta(minutes=sources.catalog.policy.arrival_minutes)
    found = desk_arrivals.of_customer(sources.desk, viewer.branch_id, customer_id, since)
    return next((one for one in reversed(found) if is_here(sources, one, at)), None)


def with_ticket(sources: Sources, viewer: Viewer, text: str) -> list[str]:
    """The customers in the viewer's own branch now whose ticket this is."""
    ticket = ticket_as_kept(text)
    if not scope.sees_arrivals(viewer) or viewer.branch_id is None or ticket is None:
        return []
    at = sources.desk.stamp()
    since = at - timedelta(minutes=sources.catalog.policy.arrival_minutes)
    found = desk_arrivals.of_ticket(sources.desk, viewer.branch_id, ticket, since)
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
