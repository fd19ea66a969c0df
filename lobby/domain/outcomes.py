"""What came of a talk: the results a subject may take, when one may be taken back, and what is late."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from lobby.domain import fatigue
from lobby.domain.catalogue import Catalog
from lobby.domain.policy import Policy
from lobby.domain.portrait import Contact, Touch
from lobby.domain.scope import voids_for_branch
from lobby.domain.viewer import Viewer

SubjectKind = Literal["product", "service", "event", "asked"]
Result = Literal[
    "interested", "done", "zone_booked", "not_now", "declined", "not_appropriate", "referred",
    "dissuaded", "verified", "reported", "asked",
]  # fmt: skip
VoidKind = Literal["undo", "void"]
VoidReason = Literal["wrong_customer", "wrong_result", "twice"]
VOID_REASONS: tuple[VoidReason, ...] = ("wrong_customer", "wrong_result", "twice")
NoReason = Literal["no_need", "has_elsewhere", "rate_too_low", "no_money_now", "ask_family", "distrust"]
NO_REASONS: tuple[NoReason, ...] = (
    "no_need", "has_elsewhere", "rate_too_low", "no_money_now", "ask_family", "distrust",
)  # fmt: skip
CHIPS: tuple[str, ...] = (
    "need_safe", "need_at_hand", "need_more", "need_family",
    "time_week", "time_month", "time_later",
    "worry_loss", "worry_locked", "worry_trouble",
)  # fmt: skip
OFFERED: tuple[Result, ...] = ("interested", "done", "not_now", "declined", "not_appropriate", "referred")
IN_ZONE: tuple[Result, ...] = tuple("zone_booked" if one == "done" else one for one in OFFERED)
HELPED: tuple[Result, ...] = ("done", "not_now", "declined")
WARNED: tuple[Result, ...] = ("dissuaded", "verified", "reported")
ZONE_KINDS = frozenset({"wealth", "fund", "insurance"})  # done in the zone; the feed tells when
COMPLAINT = "complaint_care"  # the service that a complaint at the desk is entered under
AT_THE_DESK = "branch"  # the channel of the portrait's contacts and questions
WELCOME: frozenset[Result] = frozenset({"interested", "done", "zone_booked"})


@dataclass(frozen=True)
class Subject:
    """What a talk was about: a suggested product, a service or line of the desk, an event, a question."""

    kind: SubjectKind
    code: str


@dataclass(frozen=True)
class Entry:
    """What staff enter; `customer_id` is whom the form was drawn for, `outcome_id` its idempotency key.

    `happened_at` (aware) is given only when it is entered afterwards; `note` is one line; `decision_id` names
    the decision that was on the screen.
    """

    outcome_id: str
    customer_id: str
    subject: Subject
    result: Result
    next_on: date | None = None
    reasons: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    note: str = ""
    happened_at: datetime | None = None
    decision_id: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of one talk, as kept; times are aware, in UTC; `voided_by` is set once it counts nowhere.

    `happened_at` is on the bank's own clock, `recorded_at` on the desk's.
    """

    outcome_id: str
    visit_id: str
    customer_id: str
    staff_id: str
    branch_id: str | None
    device: str
    subject: Subject
    result: Result
    next_on: date | None
    reasons: tuple[str, ...]
    chips: tuple[str, ...]
    note: str
    happened_at: datetime
    recorded_at: datetime
    is_late: bool
    decision_id: str | None = None
    voided_by: VoidKind | None = None


def results_of(subject: Subject, catalog: Catalog) -> tuple[Result, ...]:
    """The results that a talk about `subject` may take, in the order of the bar; none for a stranger."""
    if subject.kind == "product":
        product = catalog.products.get(subject.code)
        return offer_results(product.kind) if product else ()
    if subject.kind == "service":
        return HELPED if subject.code in catalog.services.keys() | catalog.desk_lines.keys() else ()
    if subject.kind == "event":
        event = catalog.events.get(subject.code)
        return WARNED if event is not None and event.withholds_offers else ()
    return ("asked",) if subject.code in catalog.products.keys() | catalog.services.keys() else ()


def offer_results(kind: str) -> tuple[Result, ...]:
    """The results that an offer of a product of `kind` may have."""
    return IN_ZONE if kind in ZONE_KINDS else OFFERED


def undo_until(outcome: Outcome, policy: Policy) -> datetime:
    """Until when who recorded it may undo it."""
    return outcome.recorded_at + timedelta(seconds=policy.undo_seconds)


def may_undo(outcome: Outcome, viewer: Viewer, at: datetime, policy: Policy) -> bool:
    """Within a minute, by the same person on the same device; `at` on the desk's clock."""
    return (
        outcome.voided_by is None
        and (outcome.staff_id, outcome.device) == (viewer.staff_id, viewer.device)
        and at <= undo_until(outcome, policy)
    )


def may_void(outcome: Outcome, viewer: Viewer, at: datetime, policy: Policy) -> bool:
    """On the same day by who recorded it, then for some days by a manager of that branch.

    `at` is on the desk's clock, in the bank's time zone: its date is the day that counts.
    """
    if outcome.voided_by is not None:
        return False
    recorded_on = outcome.recorded_at.astimezone(at.tzinfo).date()
    if outcome.staff_id == viewer.staff_id and recorded_on == at.date():
        return True
    is_manager = voids_for_branch(viewer) and viewer.branch_id == outcome.branch_id
    return is_manager and at.date() <= recorded_on + timedelta(days=policy.void_manager_days)


def is_late(happened_at: datetime, now: datetime, policy: Policy) -> bool:
    """Was it entered so long after the talk that its time is the staff's memory?"""
    return now - happened_at > timedelta(minutes=policy.late_minutes)


def quiet_until(outcome: Outcome, on: date, catalog: Catalog) -> date | None:
    """The day from which the product may be offered again; `on` is the bank-local day of the talk.

    None where nothing waits: not for services, nor after anything but "no thanks" and "not now".
    """
    if outcome.subject.kind != "product" or outcome.voided_by is not None:
        return None
    product = catalog.products[outcome.subject.code]
    return fatigue.quiet_until(outcome.result, on, outcome.next_on, product, catalog.policy)


def strangers(entered: tuple[str, ...], known: Container[str]) -> list[str]:
    """The codes that nobody could have tapped."""
    return [code for code in entered if code not in known]


def talks_of(outcomes: Iterable[Outcome], zone: tzinfo) -> tuple[Contact, ...]:
    """The talks that stand, in the portrait's shape and the bank's own time; a question is none."""
    return tuple(
        Contact(
            contacted_at=one.happened_at.astimezone(zone).replace(tzinfo=None),
            contact_id=one.outcome_id,
            channel=AT_THE_DESK,
            product_code=one.subject.code,
            scenario_code=None,
            outcome=one.result,
            reason_code=one.reasons[0] if one.reasons else None,
            next_on=one.next_on,
        )
        for one in outcomes
        if one.voided_by is None and one.subject.kind != "asked"
    )


def complained_on(outcomes: Iterable[Outcome], zone: tzinfo) -> date | None:
    """The bank-local day on which the customer last complained at the desk."""
    days = (
        one.happened_at.astimezone(zone).date()
        for one in outcomes
        if one.voided_by is None and one.subject.code == COMPLAINT
    )
    return max(days, default=None)


def questions_of(outcomes: Iterable[Outcome], zone: tzinfo) -> tuple[Touch, ...]:
    """What the customer asked about at the desk, in the portrait's shape and the bank's own time."""
    return tuple(
        Touch(
            happened_at=one.happened_at.astimezone(zone).replace(tzinfo=None),
            touchpoint_id=one.outcome_id,
            kind="question",
            channel=AT_THE_DESK,
            product_code=one.subject.code,
            amount=None,
            step=None,
            missing_document=None,
            expires_on=None,
            reference=None,
        )
        for one in outcomes
        if one.voided_by is None and one.subject.kind == "asked"
    )
