"""The own leads, and handing them with the promises to a named colleague at noon or at the end of a shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lobby.data import desk_handover
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.handover import Handover, HandoverState, answers
from lobby.domain.viewer import Language, Viewer
from lobby.services import roster, staff
from lobby.services.lead_views import Lead
from lobby.services.leads import leads_of
from lobby.services.outcomes import promises
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

SHOWN_FOR = timedelta(hours=18)


@dataclass(frozen=True)
class HandoverLine:
    """One hand-over as the screen shows it; `answers` is what the viewer may make of it now."""

    handover: Handover
    from_name: str
    to_name: str
    made_at: datetime
    answers: tuple[HandoverState, ...]


@for_viewer
def my_leads(sources: Sources, viewer: Viewer, now: datetime, language: Language) -> tuple[Lead, ...]:
    """What waits on the viewer's own list, what is due first first."""
    branch_id = scope.branch_of(viewer)
    found = leads_of(sources, viewer, branch_id, now, language)
    return tuple(one for one in found if one.taken_by == viewer.staff_id and one.is_waiting)


@for_viewer
def receivers(sources: Sources, viewer: Viewer) -> tuple[Viewer, ...]:
    """To whom the viewer may hand over: colleagues of the branch who have leads, on duty or not."""
    branch_id = scope.branch_of(viewer)
    here = roster.people_of(sources, branch_id)
    return tuple(one for one in here if one.staff_id != viewer.staff_id and scope.has_leads(one))


@for_viewer
def offer(
    sources: Sources, viewer: Viewer, to_staff_id: str, key: str, now: datetime, language: Language
) -> Handover:
    """Offer all the own leads and promises to a colleague; `key` makes a second tap the same offer."""
    branch_id = scope.branch_of(viewer)
    if to_staff_id not in {one.staff_id for one in receivers(sources, viewer)}:
        raise AccessRefused(
            "unknown_receiver", "Nobody of this number may take it over.", "Choose somebody of the list."
        )
    leads = my_leads(sources, viewer, now, language)
    promised = promises(sources, viewer, now)
    if not leads and not promised:
        raise AccessRefused("handover_empty", "There is nothing to hand over.", "Take a lead first.")
    wanted = Handover(
        handover_id=key,
        branch_id=branch_id,
        from_staff_id=viewer.staff_id,
        to_staff_id=to_staff_id,
        leads=tuple((one.customer_id, one.claim_version) for one in leads),
        promises=tuple(one.outcome.outcome_id for one in promised),
        made_at=sources.desk.stamp(),
    )
    told = {"handover": key, "to": to_staff_id, "leads": len(leads), "promises": len(promised)}
    made = desk_handover.offer(sources.desk, wanted, Happening(viewer, "handover", "offered", details=told))
    if made is None:
        raise AccessRefused(
            "handover_open", "A hand-over waits for its answer already.", "Wait, or take it back first."
        )
    return made


@for_viewer
def answer(sources: Sources, viewer: Viewer, handover_id: str, state: HandoverState) -> int:
    """Accept or return what is offered to the viewer, or take back the own offer: how many leads moved."""
    happening = Happening(viewer, "handover", state, details={"handover": handover_id})
    is_theirs, stands, moved = desk_handover.answer(sources.desk, handover_id, state, happening)
    if not is_theirs:
        code = "unknown_handover" if stands is None or stands.answer is None else "handover_answered"
        raise AccessRefused(code, "There is nothing to answer here.", "Look at the list again.")
    return moved


@for_viewer
def handovers(sources: Sources, viewer: Viewer) -> tuple[HandoverLine, ...]:
    """What was offered to and by the viewer: unanswered, and answered in this shift."""
    names = staff.names_of_staff(sources)
    found = desk_handover.handovers_of(sources.desk, viewer.staff_id, sources.desk.stamp() - SHOWN_FOR)
    return tuple(
        HandoverLine(
            handover=one,
            from_name=names.get(one.from_staff_id, one.from_staff_id),
            to_name=names.get(one.to_staff_id, one.to_staff_id),
            made_at=sources.bank_time(one.made_at),
            answers=answers(one, viewer),
        )
        for one in found
    )
