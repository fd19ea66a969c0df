"""A customer passed on to somebody who may help: made, accepted or returned, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lobby.domain.funnel import missing_speaker
from lobby.domain.scope import BRANCH_ROLES
from lobby.domain.viewer import Viewer

SubjectKind = Literal["product", "service", "qualification", "lead"]
ReceiverKind = Literal["colleague", "desk", "branch"]
ReferralState = Literal["made", "accepted", "returned", "done", "talked", "withdrawn"]
ReturnReason = Literal["not_my_field", "no_time", "customer_left", "elsewhere"]
RETURN_REASONS: tuple[ReturnReason, ...] = ("not_my_field", "no_time", "customer_left", "elsewhere")
SendReason = Literal["nearer", "asked_for", "specialist", "knows_them"]
SEND_REASONS: tuple[SendReason, ...] = ("nearer", "asked_for", "specialist", "knows_them")

NEXT: Mapping[ReferralState, tuple[ReferralState, ...]] = {
    "made": ("accepted", "returned"),
    "accepted": ("done", "talked", "returned"),
    "returned": (),
    "done": (),
    "talked": (),
    "withdrawn": (),
}
OPEN: frozenset[ReferralState] = frozenset({"made", "accepted"})
DESKS: Mapping[str, frozenset[str]] = {
    "zone": frozenset({"wm", "fund", "ins"}),
    "loan_desk": frozenset({"loan"}),
    "corp_desk": frozenset({"corp"}),
    "counter": frozenset(),
}


@dataclass(frozen=True)
class Subject:
    """What the customer is referred for: a product, a service, what a qualification is needed for, a lead."""

    kind: SubjectKind
    code: str


LEAD = Subject("lead", "lead")  # a customer's lead is one, whatever its reasons


@dataclass(frozen=True)
class Receiver:
    """To whom: `code` is a staff number, a desk of the own branch, or another branch."""

    kind: ReceiverKind
    code: str


@dataclass(frozen=True)
class Step:
    """What one person made of a referral; `reason` goes with a return, and with what another branch gets.

    `happened_at` is aware.
    """

    state: ReferralState
    staff_id: str
    happened_at: datetime
    reason: ReturnReason | SendReason | None = None


@dataclass(frozen=True)
class Referral:
    """One customer passed on for one subject; the first of its `steps` made it.

    `branch_id` is where the receiver works, `speakers` are those who may talk about the subject, as when it
    was made; `chips` is what the customer said, as codes, of a lead where its reasons come from. A lead has
    no `visit_id`: the customer is not there.
    """

    referral_id: str
    customer_id: str
    visit_id: str | None
    subject: Subject
    receiver: Receiver
    branch_id: str
    speakers: tuple[str, ...]
    chips: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def state(self) -> ReferralState:
        """How far it has come."""
        return self.steps[-1].state

    @property
    def maker(self) -> str:
        """The staff number of who referred the customer."""
        return self.steps[0].staff_id

    @property
    def taker(self) -> str | None:
        """The staff number of who accepted it, None before."""
        return next((step.staff_id for step in self.steps if step.state == "accepted"), None)


@dataclass(frozen=True)
class Tally:
    """What came of the referrals somebody made, and of those they took over: for both the same ones."""

    made: int
    accepted: int
    done: int
    taken: int
    taken_done: int


def best_first(
    colleagues: Iterable[Viewer], speakers: tuple[str, ...], load: Mapping[str, int]
) -> tuple[Viewer, ...]:
    """Those who may speak: by qualification in the order of `speakers`, then advisers, then the least busy.

    `load` is how many open referrals a staff number has.
    """

    def rank(one: Viewer) -> tuple[int, bool, int, str]:
        places = [place for place, speaker in enumerate(speakers) if speaker in one.qualifications]
        place = min(places, default=len(speakers))
        return place, one.role != "adviser", load.get(one.staff_id, 0), one.staff_id

    return tuple(sorted((one for one in colleagues if missing_speaker(speakers, one) is None), key=rank))


def may_answer(viewer: Viewer, referral: Referral) -> bool:
    """Is it theirs to accept or, once accepted, to finish?

    Never who made it. Who accepted it, before that whoever it is addressed to; the manager of the branch it
    was sent to stands in for them.
    """
    if viewer.staff_id == referral.maker or viewer.role not in BRANCH_ROLES:
        return False
    if viewer.role == "manager" and viewer.branch_id == referral.branch_id:
        return True
    if referral.taker is not None:
        return viewer.staff_id == referral.taker
    return is_addressed(viewer, referral)


def may_open(viewer: Viewer, referral: Referral) -> bool:
    """Is it a reason to open the customer? As long as it is open; a lead once it is accepted."""
    begun = referral.state == "accepted" if referral.subject == LEAD else referral.state in OPEN
    return begun and may_answer(viewer, referral)


def is_addressed(viewer: Viewer, referral: Referral) -> bool:
    """A colleague's own; a desk's to who works there; a branch's to who may talk about the subject."""
    receiver = referral.receiver
    if receiver.kind == "colleague":
        return viewer.staff_id == receiver.code
    if viewer.branch_id != referral.branch_id:
        return False
    if receiver.kind == "desk":
        return works_at(viewer, receiver.code)
    return missing_speaker(referral.speakers, viewer) is None


def works_at(viewer: Viewer, desk: str) -> bool:
    """Whoever holds one of the desk's qualifications; the counter is the tellers'."""
    return viewer.role == "teller" if desk == "counter" else not viewer.qualifications.isdisjoint(DESKS[desk])


def next_states(referral: Referral, viewer: Viewer) -> tuple[ReferralState, ...]:
    """What this person may make of it now: a receiver answers, the maker takes back what nobody accepted."""
    if viewer.staff_id == referral.maker:
        return ("withdrawn",) if referral.state == "made" else ()
    return NEXT[referral.state] if may_answer(viewer, referral) else ()


def return_reasons(subject: Subject) -> tuple[ReturnReason, ...]:
    """Why it may be returned: of a lead nobody stood there who could have left."""
    return tuple(one for one in RETURN_REASONS if subject != LEAD or one != "customer_left")


def tally(referrals: Iterable[Referral], staff_id: str) -> Tally:
    """Counted over `referrals`: those withdrawn count for nobody."""
    counted = [one for one in referrals if one.state != "withdrawn"]
    made = [one for one in counted if one.maker == staff_id]
    taken = [one for one in counted if one.taker == staff_id]
    return Tally(
        made=len(made),
        accepted=sum(one.taker is not None for one in made),
        done=sum(one.state == "done" for one in made),
        taken=len(taken),
        taken_done=sum(one.state == "done" for one in taken),
    )
