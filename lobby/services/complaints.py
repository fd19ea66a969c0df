"""A complaint with one tap: a number at once, no offers for the rest of the day, and a manager is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lobby.data import desk_arrivals, desk_complaints
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.arrivals import may_follow
from lobby.domain.complaints import Complaint
from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import COMPLAINT, Entry, Subject
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import live_arrival
from lobby.services.outcomes import record_outcome
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.serving import admit
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff
from lobby.services.views import Hit, Visit


@dataclass(frozen=True)
class Call:
    """A complaint that nobody has come to yet: `at` (bank-local), who took it, whose it is, their ticket."""

    complaint: Complaint
    at: datetime
    told_by: str
    who: Hit | None
    ticket: str | None


@for_viewer
def of_visit(sources: Sources, viewer: Viewer, visit: Visit, complaint_id: str, now: datetime) -> Complaint:
    """The customer who is open complains: nothing is offered to them today, on any tablet."""
    entry = Entry(complaint_id, visit.customer_id, Subject("service", COMPLAINT), "done")
    record_outcome(sources, viewer, visit, entry, now)
    arrival = live_arrival(sources, viewer, visit.customer_id)
    return make(
        sources, viewer, complaint_id, arrival.arrival_id if arrival else None, visit.customer_id, visit
    )


@for_viewer
def of_arrival(sources: Sources, viewer: Viewer, arrival_id: str, complaint_id: str) -> Complaint:
    """Somebody of whom nobody knows who it is complains."""
    found = admit(sources, viewer, arrival_id)
    return make(sources, viewer, complaint_id, found.arrival_id, found.customer_id, None)


def make(
    sources: Sources,
    viewer: Viewer,
    complaint_id: str,
    arrival_id: str | None,
    customer_id: str | None,
    visit: Visit | None,
) -> Complaint:
    """Write it, with its number and its audit row, and with the arrival that it stands at."""
    values = {
        "complaint_id": complaint_id,
        "branch_id": scope.branch_of(viewer),
        "staff_id": viewer.staff_id,
        "arrival_id": arrival_id,
        "customer_id": customer_id,
    }
    details = {"complaint": complaint_id, "arrival_id": arrival_id}
    happening = Happening(
        viewer, "complaint", "ok", customer_id, visit.visit_id if visit else None, details=details
    )
    made = desk_complaints.make(sources.desk, values, today(sources), happening)
    arrival = desk_arrivals.find(sources.desk, arrival_id) if arrival_id else None
    if arrival is not None and may_follow(arrival, "complaint"):
        told = Happening(viewer, "arrival_step", "complaint", customer_id, details=details)
        desk_arrivals.take_step(sources.desk, arrival.arrival_id, "complaint", told)
    return made


@for_viewer
def calls(sources: Sources, viewer: Viewer, now: datetime) -> tuple[Call, ...]:
    """What a manager is called to in the own branch now, as it came."""
    made = desk_complaints.complaints_in(sources.desk, scope.branch_of(viewer), today(sources))
    waiting = [one for one in made if one.answered_by is None]
    if not waiting:
        return ()
    names = names_of_staff(sources)
    customers = [one.customer_id for one in waiting if one.customer_id]
    known = {hit.customer_id: hit for hit in hits(sources, customers, now)}
    return tuple(
        Call(
            complaint=one,
            at=sources.bank_time(one.made_at),
            told_by=names.get(one.staff_id, one.staff_id),
            who=known.get(one.customer_id or ""),
            ticket=ticket_of(sources, one.arrival_id),
        )
        for one in waiting
    )


@for_viewer
def answer(sources: Sources, viewer: Viewer, complaint_id: str) -> None:
    """The manager comes; AccessRefused names who was faster."""
    made = desk_complaints.complaints_in(sources.desk, scope.branch_of(viewer), today(sources))
    if complaint_id not in {one.complaint_id for one in made}:
        raise AccessRefused("unknown_complaint", "There is no such complaint in this branch today.")
    happening = Happening(viewer, "complaint_answered", details={"complaint": complaint_id})
    staff_id, _ = desk_complaints.answer(sources.desk, complaint_id, happening)
    if staff_id != viewer.staff_id:
        name = names_of_staff(sources).get(staff_id, staff_id)
        raise AccessRefused("complaint_answered", f"{name} sees to it.", "Nothing to do.", name=name)


def today(sources: Sources) -> str:
    """The desk's day at the bank, as it stands in a complaint's number."""
    return f"{sources.desk.stamp().astimezone(sources.zone):%Y%m%d}"


def ticket_of(sources: Sources, arrival_id: str | None) -> str | None:
    found = desk_arrivals.find(sources.desk, arrival_id) if arrival_id else None
    return found.ticket if found else None
