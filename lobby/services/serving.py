"""Taking care of who came: one takes them and the others are told who; who it is, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass

from lobby.data import desk_arrivals
from lobby.data.desk import Action, Happening
from lobby.domain import scope, triage
from lobby.domain.arrivals import Announcement, Arrival, IdentifiedBy, StepState, ticket_as_kept
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.first_line import Waiting
from lobby.domain.triage import business_of
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import came_today, is_here, live_arrival, record
from lobby.services.permission import for_house, for_viewer
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff
from lobby.services.views import Visit
from lobby.services.visits import open_customer

TICKET_LENGTH = 12


@dataclass(frozen=True)
class Taken:
    """Somebody taken, and the visit of the customer where it is known who it is."""

    arrival: Arrival
    visit: Visit | None


@for_viewer
def serve(sources: Sources, viewer: Viewer, arrival_id: str, version: int) -> Taken:
    """Take somebody, `version` as on the board, and open the customer; AccessRefused names who was faster."""
    taken = take(sources, viewer, arrival_id, version)
    visit = open_customer(sources, viewer, taken.customer_id) if taken.customer_id else None
    return Taken(taken, visit)


def take(sources: Sources, viewer: Viewer, arrival_id: str, version: int) -> Arrival:
    """Take somebody of the own branch who is here and nobody's; a manager may take them over."""
    found = admit(sources, viewer, arrival_id)
    if found.owner_staff_id == viewer.staff_id:
        return found
    if not is_here(sources, found, sources.desk.stamp()):
        raise AccessRefused("arrival_over", "This customer has gone.", "Look at the board again.")
    if not scope.may_take(viewer, found.owner_staff_id):
        raise another_has(sources, found)
    return own(sources, viewer, found, viewer.staff_id, version, "arrival_taken")


@for_viewer
def give_back(sources: Sources, viewer: Viewer, arrival_id: str, version: int) -> Arrival:
    """Let somebody else take them: the own one, a manager anybody's."""
    found = admit(sources, viewer, arrival_id)
    if not scope.may_take(viewer, found.owner_staff_id):
        raise another_has(sources, found)
    return own(sources, viewer, found, None, version, "arrival_given_back")


@for_viewer
def take_if_free(sources: Sources, viewer: Viewer, customer_id: str) -> None:
    """Who opens a customer who is here takes them, where nobody has."""
    found = live_arrival(sources, viewer, customer_id)
    if found is not None and found.owner_staff_id is None:
        details = {"arrival_id": found.arrival_id}
        happening = Happening(viewer, "arrival_taken", customer_id=customer_id, details=details)
        desk_arrivals.change_owner(sources.desk, found.arrival_id, viewer.staff_id, found.version, happening)


@for_viewer
def step(
    sources: Sources, viewer: Viewer, arrival_id: str, state: StepState, customer_id: str | None = None
) -> Arrival:
    """Say what happened to somebody of the own branch: served, left, who it is or that it was not them."""
    found = admit(sources, viewer, arrival_id)
    happening = Happening(
        viewer,
        "arrival_step",
        state,
        customer_id or found.customer_id,
        details={"arrival_id": found.arrival_id},
    )
    known_by: IdentifiedBy | None = None if customer_id is None else "staff"
    stands, after = desk_arrivals.take_step(
        sources.desk, arrival_id, state, happening, customer_id=customer_id, identified_by=known_by
    )
    if not stands or after is None:
        raise AccessRefused("arrival_over", "This customer has gone.", "Look at the board again.")
    return after


@for_viewer
def enter(sources: Sources, viewer: Viewer, ticket: str, business_type: str | None, entry_id: str) -> Arrival:
    """Write down by hand who came, with or without a ticket; the same `entry_id` again is the same entry."""
    branch_id = scope.branch_of(viewer)
    kept = ticket_as_kept(ticket)
    if kept is not None and (len(kept) > TICKET_LENGTH or not kept.isprintable()):
        raise EntryRefused(
            "ticket_long", "This is no ticket.", "Type it as it is printed.", most=TICKET_LENGTH
        )
    told = Announcement(
        arrival_id=f"staff-{entry_id}",
        digest=f"{kept} {business_type}",
        source="staff",
        branch_id=branch_id,
        arrived_at=sources.desk.stamp(),
        ticket=kept,
        business_type=business_type,
        staff_id=viewer.staff_id,
    )
    return record(sources, viewer, told)


@for_viewer
def waiting_of(sources: Sources, viewer: Viewer, customer_id: str) -> Waiting | None:
    """The place in the queue of a customer who is here: what may be said aloud, at this moment."""
    found = live_arrival(sources, viewer, customer_id)
    return None if found is None else place_of(sources, found)


@for_house
def place_of(sources: Sources, arrival: Arrival) -> Waiting:
    """How many of the same line are before somebody, and how long that takes; none once they were called."""
    businesses, policy, at = sources.catalog.business, sources.catalog.policy, sources.desk.stamp()
    today = came_today(sources, arrival.branch_id, at)
    here = [one for one in today if is_here(sources, one, at)] if arrival.is_waiting else []
    business = business_of(businesses, arrival.business_type)
    ahead = len(triage.ahead(here, arrival, businesses))
    return Waiting(
        ticket=arrival.ticket,
        people_ahead=ahead,
        minutes=triage.minutes_to_wait(here, arrival, businesses, policy),
        business_type=business.code if business else None,
        self_service=ahead > 0 and triage.is_quick_alone(business, policy),
    )


def admit(sources: Sources, viewer: Viewer, arrival_id: str) -> Arrival:
    """The arrival, where it is one of the viewer's own branch; any other is unknown."""
    found = desk_arrivals.find(sources.desk, arrival_id)
    if found is None or not scope.sees_arrivals(viewer) or found.branch_id != viewer.branch_id:
        raise AccessRefused("unknown_arrival", "Nobody of this branch came so.", "Look at the board again.")
    return found


def own(
    sources: Sources,
    viewer: Viewer,
    found: Arrival,
    owner_staff_id: str | None,
    version: int,
    action: Action,
) -> Arrival:
    details = {"arrival_id": found.arrival_id}
    happening = Happening(viewer, action, customer_id=found.customer_id, details=details)
    stands, after = desk_arrivals.change_owner(
        sources.desk, found.arrival_id, owner_staff_id, version, happening
    )
    if stands and after is not None:
        return after
    raise another_has(sources, after or found)


def another_has(sources: Sources, found: Arrival) -> AccessRefused:
    """Whoever was faster is named; where it is nobody any more, the board is to be looked at again."""
    if found.owner_staff_id is None:
        return AccessRefused("arrival_changed", "Somebody changed this just now.", "Look at the board again.")
    name = names_of_staff(sources).get(found.owner_staff_id, found.owner_staff_id)
    return AccessRefused("arrival_taken", f"{name} is with this customer.", "Take another one.", name=name)
