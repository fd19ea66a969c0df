"""Whose lead it is and how far it has come: a customer on the list is talked to by one person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from lobby.domain.policy import Policy
from lobby.domain.viewer import Viewer

LeadSource = Literal[
    "maturity", "handoff", "rating", "event", "scenario", "churn", "long_tail", "campaign"
]  # fmt: skip
SOURCES: tuple[LeadSource, ...] = (
    "maturity", "handoff", "rating", "event", "churn", "scenario", "long_tail", "campaign",
)  # fmt: skip
OFFERED: frozenset[LeadSource] = frozenset({"scenario", "churn", "long_tail", "campaign"})
StepState = Literal[
    "taken", "given_back", "assigned", "referred", "handed_over", "snoozed", "escalated", "sent", "done"
]  # fmt: skip
LeadStatus = Literal["new", "taken", "snoozed", "escalated", "elsewhere", "done"]
STATUSES: tuple[LeadStatus, ...] = ("new", "taken", "escalated", "snoozed", "elsewhere", "done")
WAITING: frozenset[LeadStatus] = frozenset({"new", "taken", "escalated"})


@dataclass(frozen=True)
class Claim:
    """What stands of a customer on the list of a branch: whose it is and what was done with it last.

    `owner_staff_id` None: everybody's. `until_on` is the day to which it was put off. `version` counts the
    steps; who changes it names the one last seen.
    """

    branch_id: str
    customer_id: str
    owner_staff_id: str | None
    version: int
    changed_at: datetime
    state: StepState = "taken"
    until_on: date | None = None


@dataclass(frozen=True)
class LeadStep:
    """What one person makes of a lead: `owner_staff_id` has it from then on, None everybody."""

    state: StepState
    owner_staff_id: str | None
    until_on: date | None = None


def standing(claim: Claim | None, at: datetime, days: int) -> Claim | None:
    """What still holds at that time; a lead that rested for `days` is as if nobody had touched it."""
    return None if claim is None or claim.changed_at + timedelta(days=days) <= at else claim


def holder(claim: Claim | None, at: datetime, days: int) -> str | None:
    """Whose the lead is at that time; who took it and let `days` pass does not keep it from others."""
    stands = standing(claim, at, days)
    return None if stands is None else stands.owner_staff_id


def status(
    stands: Claim | None, today: date, talked_at: datetime | None, is_elsewhere: bool = False
) -> LeadStatus:
    """How far a lead has come; `talked_at` is when somebody last recorded a talk with the customer.

    A talk since the last step settles it; what was put off is back on its day. `is_elsewhere`: another
    branch has it.
    """
    if is_elsewhere:
        return "elsewhere"
    if talked_at is not None and (stands is None or talked_at >= stands.changed_at):
        return "done"
    if stands is None or stands.state == "given_back":
        return "new"
    if stands.state == "done":
        return "done"
    if stands.state == "snoozed" and stands.until_on is not None and today < stands.until_on:
        return "snoozed"
    if stands.state == "escalated":
        return "escalated"
    return "taken" if stands.owner_staff_id is not None else "new"


def escalation(since: date, today: date, policy: Policy) -> int:
    """How often a lead that nobody settled has been escalated by now: 0 to 3.

    `since`: the day it fell due, or was taken or given to somebody later.
    """
    late = (today - since).days
    steps = (policy.escalate_first_days, policy.escalate_second_days, policy.escalate_third_days)
    return sum(late >= days for days in steps)


def may_give_back(viewer: Viewer, owner_staff_id: str | None) -> bool:
    """The own lead; a manager of the branch also gives back what somebody else took."""
    return owner_staff_id is not None and (viewer.staff_id == owner_staff_id or viewer.role == "manager")
