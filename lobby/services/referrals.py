"""Referrals: the customer in front of you passed on to who may help, and what they made of it.

A referral that is open is a reason to open its customer, also in another branch; what the customer said goes
with it as codes, never anybody's note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lobby.data import desk_referrals
from lobby.data.desk import Happening
from lobby.domain.errors import AccessRefused
from lobby.domain.referrals import (
    OPEN,
    Receiver,
    Referral,
    ReferralState,
    ReturnReason,
    SendReason,
    Subject,
    Tally,
    may_answer,
    may_open,
    next_states,
    tally,
)
from lobby.domain.viewer import Language, Viewer
from lobby.services import listing, receivers, staff
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Hit, Visit
from lobby.services.visits import confirm, open_customer

SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class ReferralLine:
    """A referral as the screen shows it: the customer masked, the people by name, what one may do with it.

    `moved_at` is the bank's own time of its last step; `receiver_name` None: a desk of the branch.
    `home_name` is the customer's branch where that is another one.
    """

    referral: Referral
    customer: Hit | None
    subject_name: str | None
    maker_name: str
    receiver_name: str | None
    last_name: str
    moved_at: datetime
    next_states: tuple[ReferralState, ...]
    may_open: bool
    home_name: str | None = None


@dataclass(frozen=True)
class Referrals:
    """Those to the viewer and those the viewer made, the open first; `tally` counts the last `days`."""

    to_me: tuple[ReferralLine, ...]
    from_me: tuple[ReferralLine, ...]
    tally: Tally
    days: int


@for_viewer
def refer(
    sources: Sources,
    viewer: Viewer,
    visit: Visit,
    subject: Subject,
    receiver: Receiver,
    key: str,
    chips: Sequence[str] = (),
    reason: SendReason | None = None,
) -> Referral:
    """Refer the customer in `visit` about `subject`, to another branch with a reason.

    `key` is the referral's number and makes a second tap the same referral. AccessRefused where the receiver
    may not take it, or where somebody has the subject already.
    """
    confirm(sources, viewer, visit)
    branch_id = receivers.branch_of(sources, viewer, subject, receiver)
    if (receiver.kind == "branch") != (reason is not None):
        raise AccessRefused("referral_reason", "Another branch is told a reason.", "Choose one.")
    asked = Referral(
        referral_id=key,
        customer_id=visit.customer_id,
        visit_id=visit.visit_id,
        subject=subject,
        receiver=receiver,
        branch_id=branch_id,
        speakers=receivers.speakers_of(sources, subject),
        chips=tuple(chips),
        steps=(),
    )
    stands = desk_referrals.refer(sources.desk, asked, making(asked, viewer, reason), reason)
    if stands.referral_id == key:
        return stands
    raise AccessRefused(
        "already_referred",
        "This customer is with somebody about this already.",
        "Ask them, or wait for their answer.",
        name=who(sources, stands),
    )


def making(asked: Referral, viewer: Viewer, reason: SendReason | None) -> Happening:
    """The audit row of a new referral: about what, to whom, and why to another branch."""
    subject, receiver = asked.subject, asked.receiver
    told = {
        "referral": asked.referral_id,
        "state": "made",
        "subject": f"{subject.kind}:{subject.code}",
        "receiver": f"{receiver.kind}:{receiver.code}",
    }
    return about(asked, viewer, told | ({"reason": reason} if reason else {}))


def about(referral: Referral, viewer: Viewer, details: Mapping[str, object]) -> Happening:
    return Happening(
        viewer, "referral", customer_id=referral.customer_id, visit_id=referral.visit_id, details=details
    )


def who(sources: Sources, referral: Referral) -> str:
    """Who has the referral now, by name; a desk or a branch by its own."""
    code = referral.taker or referral.receiver.code
    return staff.names_of_staff(sources).get(code) or sources.branch_names().get(code, code)


@for_viewer
def answer(
    sources: Sources,
    viewer: Viewer,
    referral_id: str,
    state: ReferralState,
    reason: ReturnReason | None = None,
) -> Referral:
    """Accept, return (with a reason), finish or take back a referral; AccessRefused says who was faster."""
    found = known(sources, viewer, referral_id)
    if (state == "returned") != (reason is not None):
        raise AccessRefused("referral_reason", "A referral is returned with a reason.", "Choose one.")
    details = {"referral": referral_id, "state": state, "reason": reason}
    is_taken, stands = desk_referrals.take_step(
        sources.desk, referral_id, state, reason, about(found, viewer, details)
    )
    if not is_taken or stands is None:
        last = (stands or found).steps[-1]
        name = staff.names_of_staff(sources).get(last.staff_id, last.staff_id)
        raise AccessRefused("referral_moved_on", "Somebody was faster.", "Look at the list again.", name=name)
    return stands


def known(sources: Sources, viewer: Viewer, referral_id: str) -> Referral:
    """The referral, for who made it and who may answer; nobody else learns that it exists."""
    found = desk_referrals.find(sources.desk, referral_id)
    is_theirs = found is not None and (viewer.staff_id == found.maker or was_theirs(viewer, found))
    if found is None or not is_theirs:
        raise AccessRefused("unknown_referral", "There is no such referral.", "Look at the list again.")
    return found


def was_theirs(viewer: Viewer, referral: Referral) -> bool:
    """Is it theirs to answer, or was it before somebody accepted it?"""
    before = Referral(**{**vars(referral), "steps": referral.steps[:1]})
    return may_answer(viewer, referral) or may_answer(viewer, before)


@for_viewer
def open_referred(sources: Sources, viewer: Viewer, referral_id: str) -> Visit:
    """Open the customer of an open referral; the referral is the reason, also in another branch."""
    found = known(sources, viewer, referral_id)
    if not may_open(viewer, found):
        raise AccessRefused("unknown_referral", "There is no such open referral.", "Look at the list again.")
    return open_customer(sources, viewer, found.customer_id, reason=f"referral {referral_id}")


@for_viewer
def referrals(sources: Sources, viewer: Viewer, now: datetime, language: Language) -> Referrals:
    """What was referred to the viewer and by the viewer: the open, and what moved within the last days."""
    days = sources.catalog.policy.referral_report_days
    stamp = sources.desk.stamp()
    since = stamp - timedelta(days=days)
    near = desk_referrals.referrals_near(sources.desk, viewer.staff_id, viewer.branch_id, since)
    shown = [one for one in near if one.state in OPEN or one.steps[-1].happened_at > stamp - SHOWN_FOR]
    to_me = [one for one in shown if one.state != "withdrawn" and may_answer(viewer, one)]
    from_me = [one for one in shown if one.maker == viewer.staff_id]
    return Referrals(
        to_me=listed(sources, viewer, open_first(to_me), now, language),
        from_me=listed(sources, viewer, open_first(from_me), now, language),
        tally=tally((one for one in near if one.steps[0].happened_at >= since), viewer.staff_id),
        days=days,
    )


def open_first(found: Sequence[Referral]) -> list[Referral]:
    """What waits for somebody before what is over; each in the order it had."""
    return sorted(found, key=lambda one: one.state not in OPEN)


@for_viewer
def last_about(
    sources: Sources, viewer: Viewer, visit: Visit, subject: Subject, now: datetime, language: Language
) -> ReferralLine | None:
    """The last referral of the customer in `visit` about `subject`, None before the first."""
    confirm(sources, viewer, visit)
    found = desk_referrals.last_about(sources.desk, visit.customer_id, subject)
    return listed(sources, viewer, [found], now, language)[0] if found else None


def listed(
    sources: Sources, viewer: Viewer, found: Sequence[Referral], now: datetime, language: Language
) -> tuple[ReferralLine, ...]:
    names, branches = staff.names_of_staff(sources), sources.branch_names()
    known = hits(sources, [one.customer_id for one in found], now)
    customers = {hit.customer_id: hit for hit in known}
    listing.tell(sources, viewer, "referrals", customers)
    return tuple(
        ReferralLine(
            referral=one,
            customer=customers.get(one.customer_id),
            subject_name=subject_name(sources, one.subject, language),
            maker_name=names.get(one.maker, one.maker),
            receiver_name=names.get(one.receiver.code) or branches.get(one.receiver.code),
            last_name=names.get(one.steps[-1].staff_id, one.steps[-1].staff_id),
            moved_at=sources.bank_time(one.steps[-1].happened_at),
            next_states=next_states(one, viewer),
            home_name=home_name(viewer, customers.get(one.customer_id), branches),
            may_open=may_open(viewer, one),
        )
        for one in found
    )


def home_name(viewer: Viewer, customer: Hit | None, branches: Mapping[str, str]) -> str | None:
    """The customer's branch, by name, where it is not the viewer's."""
    if customer is None or customer.branch_id == viewer.branch_id:
        return None
    return branches.get(customer.branch_id, customer.branch_id)


def subject_name(sources: Sources, subject: Subject, language: Language) -> str | None:
    """What the catalogue calls it; None for a qualification or a lead, which the screen has words for."""
    if subject.kind in ("qualification", "lead"):
        return None
    return receivers.entry(sources, subject).name[language]
