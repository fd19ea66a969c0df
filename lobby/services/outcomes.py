"""What came of the talk: recorded with one tap, undone within a minute, taken back later; never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from lobby.data import desk_handover, desk_outcomes
from lobby.data.desk import Action, Happening
from lobby.domain import outcomes as rules
from lobby.domain import scope
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.note import Fault, note_fault, one_line
from lobby.domain.outcomes import Entry, Outcome, VoidReason
from lobby.domain.viewer import Language, Viewer
from lobby.services.consents import refused_at_desks
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Recorded, Visit
from lobby.services.visits import confirm


@for_viewer
def record_outcome(sources: Sources, viewer: Viewer, visit: Visit, entry: Entry, now: datetime) -> Recorded:
    """Keep what came of a talk in `visit`; the same `entry.outcome_id` again is the same outcome.

    EntryRefused says what to change, AccessRefused that it is not this viewer's visit, DeskError that
    nothing was written. `now` is the bank's own time.
    """
    confirm(sources, viewer, visit)
    if entry.customer_id != visit.customer_id:
        raise EntryRefused(
            "other_customer", "This form was drawn for another customer.", "Open the customer again."
        )
    entry = replace(entry, note=one_line(entry.note))
    moment = moment_of(sources, now)
    happened_at = entry.happened_at or moment
    check(sources, entry, happened_at, moment)
    outcome = Outcome(
        outcome_id=entry.outcome_id,
        visit_id=visit.visit_id,
        customer_id=visit.customer_id,
        staff_id=viewer.staff_id,
        branch_id=viewer.branch_id,
        device=viewer.device,
        subject=entry.subject,
        result=entry.result,
        next_on=entry.next_on,
        reasons=entry.reasons,
        chips=entry.chips,
        note=entry.note,
        happened_at=happened_at,
        recorded_at=moment,
        is_late=rules.is_late(happened_at, moment, sources.catalog.policy),
        decision_id=entry.decision_id,
    )
    kept = desk_outcomes.record(sources.desk, outcome, about(outcome, viewer, "outcome", outcome.result))
    return told(sources, viewer, kept)


@for_viewer
def add_to(
    sources: Sources,
    viewer: Viewer,
    outcome_id: str,
    reasons: tuple[str, ...],
    chips: tuple[str, ...],
    note: str,
) -> Recorded:
    """Say why, or more of it, afterwards: the own outcomes only, as long as they may be taken back."""
    found = own(sources, viewer, outcome_id)
    note = one_line(note)
    check_words(sources, reasons, chips, note)
    if not rules.may_void(found, viewer, desk_now(sources), sources.catalog.policy):
        raise too_late()
    happening = about(found, viewer, "outcome_added", found.result)
    return told(sources, viewer, desk_outcomes.add(sources.desk, outcome_id, reasons, chips, note, happening))


@for_viewer
def undo(sources: Sources, viewer: Viewer, outcome_id: str) -> Recorded:
    """Take back what was recorded less than a minute ago, by the same person on the same device."""
    found = own(sources, viewer, outcome_id)
    if found.voided_by is None and not rules.may_undo(
        found, viewer, sources.desk.stamp(), sources.catalog.policy
    ):
        raise EntryRefused(
            "undo_over",
            "It is too late to undo this with one tap.",
            "Take it back on the page My work, with a reason.",
        )
    happening = about(found, viewer, "outcome_void", "undo")
    return told(sources, viewer, desk_outcomes.void(sources.desk, outcome_id, "undo", None, happening))


@for_viewer
def void(sources: Sources, viewer: Viewer, outcome_id: str, reason: VoidReason) -> Recorded:
    """Take back with a reason: the own on the same day, what a manager's branch recorded for some days."""
    found = desk_outcomes.find(sources.desk, outcome_id)
    if found is None or not may_know(viewer, found):
        raise unknown_outcome()
    if found.voided_by is None and not rules.may_void(
        found, viewer, desk_now(sources), sources.catalog.policy
    ):
        raise too_late()
    if reason not in rules.VOID_REASONS:
        raise ValueError(f"no reason to take an outcome back: {reason}")
    happening = about(found, viewer, "outcome_void", "void", reason)
    return told(sources, viewer, desk_outcomes.void(sources.desk, outcome_id, "void", reason, happening))


def recorded_in(sources: Sources, viewer: Viewer, visit: Visit) -> tuple[Recorded, ...]:
    """What was recorded in this confirmed visit, what was taken back too, in the order of the talks."""
    found = desk_outcomes.outcomes_of(sources.desk, visit.customer_id)
    return tuple(told(sources, viewer, one) for one in found if one.visit_id == visit.visit_id)


def my_talks(sources: Sources, viewer: Viewer) -> tuple[Recorded, ...]:
    """What this person recorded today, what was taken back too, the newest first."""
    midnight = desk_now(sources).replace(hour=0, minute=0, second=0, microsecond=0)
    found = desk_outcomes.outcomes_by(sources.desk, viewer, midnight)
    newest_first = sorted(found, key=lambda one: (one.recorded_at, one.outcome_id), reverse=True)
    return tuple(told(sources, viewer, one) for one in newest_first)


def branch_talks(sources: Sources, viewer: Viewer) -> tuple[Recorded, ...]:
    """What a manager's branch recorded lately and may still be taken back, the newest first."""
    branch_id = scope.branch_of(viewer)
    since = desk_now(sources) - timedelta(days=sources.catalog.policy.void_manager_days)
    found = desk_outcomes.outcomes_in(sources.desk, branch_id, since)
    newest_first = sorted(found, key=lambda one: (one.recorded_at, one.outcome_id), reverse=True)
    return tuple(told(sources, viewer, one) for one in newest_first)


def promises(sources: Sources, viewer: Viewer, now: datetime) -> tuple[Recorded, ...]:
    """The own "not now" and those taken over, with a day that is due or to come, the soonest first.

    They are kept until settled, without those about a product to who has refused marketing at a desk.
    """
    since = now.date() - timedelta(days=sources.catalog.policy.promise_days)
    holders = desk_handover.holders(sources.desk)
    found = desk_outcomes.promised_by(sources.desk, viewer.staff_id, since, holders)
    refusing = refused_at_desks(sources, ("marketing",))["marketing"]
    return tuple(
        told(sources, viewer, one)
        for one in found
        if one.subject.kind != "product" or one.customer_id not in refusing
    )


def askable(sources: Sources, language: Language) -> Mapping[str, str]:
    """Every product and service that a customer may ask about, by code, with its name."""
    catalog = sources.catalog
    products = {code: one.name[language] for code, one in catalog.products.items()}
    return products | {code: one.name[language] for code, one in catalog.services.items()}


def check(sources: Sources, entry: Entry, happened_at: datetime, moment: datetime) -> None:
    """Refuse what cannot be kept as it was entered."""
    policy = sources.catalog.policy
    if entry.result not in rules.results_of(entry.subject, sources.catalog):
        raise ValueError(f"{entry.subject} does not end in {entry.result}")
    if not moment - timedelta(days=policy.late_most_days) <= happened_at <= moment:
        raise EntryRefused(
            "happened_out",
            f"A talk is entered within {policy.late_most_days} days, and not ahead.",
            "Choose another time.",
            days=policy.late_most_days,
        )
    days = (
        None if entry.next_on is None else (entry.next_on - happened_at.astimezone(moment.tzinfo).date()).days
    )
    is_put_off = entry.result == "not_now"
    if is_put_off != (days is not None) or (days is not None and not 0 < days <= policy.promise_days):
        raise EntryRefused(
            "next_on_out",
            "A talk is put off until a later day, within a year.",
            "Choose another day.",
            days=policy.promise_days,
        )
    check_words(sources, entry.reasons, entry.chips, entry.note)


def fault_of(sources: Sources, note: str) -> Fault | None:
    """What must be changed in a note before it is recorded, None when it may be kept."""
    catalog = sources.catalog
    return note_fault(one_line(note), catalog.policy.note_length, catalog.not_noted, catalog.wording)


def check_words(sources: Sources, reasons: tuple[str, ...], chips: tuple[str, ...], note: str) -> None:
    unknown = [*rules.strangers(reasons, rules.NO_REASONS), *rules.strangers(chips, rules.CHIPS)]
    if unknown:
        raise ValueError(f"nobody can have tapped {unknown}")
    check_note(sources, note)


def check_note(sources: Sources, note: str) -> None:
    """Refuse a note that must not be kept."""
    fault = fault_of(sources, note)
    if fault is not None:
        raise EntryRefused(
            fault,
            "The note cannot be kept as it is.",
            "Change it and save again.",
            most=sources.catalog.policy.note_length,
        )


def moment_of(sources: Sources, now: datetime) -> datetime:
    """The bank's own time of this very tap: where the feed freezes its clock, the desk's time of that day."""
    is_frozen = sources.portraits.manifest.clock == "business_date"
    return sources.bank_time(sources.desk.stamp()) if is_frozen else now


def desk_now(sources: Sources) -> datetime:
    """The desk's clock, in the bank's time zone."""
    return sources.desk.stamp().astimezone(sources.zone)


def told(sources: Sources, viewer: Viewer, outcome: Outcome) -> Recorded:
    policy, zone, now = sources.catalog.policy, sources.zone, desk_now(sources)
    at = outcome.happened_at.astimezone(zone)
    is_undoable = rules.may_undo(outcome, viewer, now, policy)
    return Recorded(
        outcome=outcome,
        at=at,
        quiet_until=rules.quiet_until(outcome, at.date(), sources.catalog),
        undo_until=rules.undo_until(outcome, policy).astimezone(zone) if is_undoable else None,
        may_void=rules.may_void(outcome, viewer, now, policy),
    )


def own(sources: Sources, viewer: Viewer, outcome_id: str) -> Outcome:
    found = desk_outcomes.find(sources.desk, outcome_id)
    if found is None or (found.staff_id, found.device) != (viewer.staff_id, viewer.device):
        raise unknown_outcome()
    return found


def may_know(viewer: Viewer, outcome: Outcome) -> bool:
    is_manager = scope.voids_for_branch(viewer) and viewer.branch_id == outcome.branch_id
    return outcome.staff_id == viewer.staff_id or is_manager


def about(
    outcome: Outcome, viewer: Viewer, action: Action, result: str, reason: str | None = None
) -> Happening:
    """Its audit row: what, never the note."""
    details = {
        "outcome": outcome.outcome_id,
        "subject": f"{outcome.subject.kind}:{outcome.subject.code}",
        "is_late": outcome.is_late,
    }
    return Happening(
        viewer, action, result, outcome.customer_id, outcome.visit_id, reason=reason, details=details
    )


def too_late() -> EntryRefused:
    return EntryRefused(
        "void_over", "This can be taken back on the same day only.", "Ask your manager to take it back."
    )


def unknown_outcome() -> AccessRefused:
    return AccessRefused("unknown_outcome", "There is no such outcome of yours.", "Look at the list again.")
