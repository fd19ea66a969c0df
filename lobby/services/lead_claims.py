"""Taking a lead and what is made of it: of two who change the same one, one has it and the other is told who.

Each step is a row of its own with its audit row. The own leads one passes on, puts off, escalates and
finishes; what nobody has, anybody on the list; the manager of the branch all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from lobby.data import desk_referrals, permits
from lobby.data.desk import Action, Happening
from lobby.data.desk_leads import Move, claim_on, take_step, take_steps
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.funnel import missing_speaker
from lobby.domain.leads import Claim, LeadStep, StepState, holder, may_give_back
from lobby.domain.referrals import LEAD, OPEN
from lobby.domain.viewer import Viewer
from lobby.services import roster
from lobby.services.lead_views import Lead
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff

ACTIONS: Mapping[StepState, Action] = {"taken": "lead_taken", "given_back": "lead_given_back"}


@for_viewer
def take_lead(sources: Sources, viewer: Viewer, customer_id: str, version: int) -> Claim:
    """Take a lead of the own branch, `version` as on the list; AccessRefused names who has it already."""
    branch_id = admit(sources, viewer, customer_id)
    refuse_what_another_has(sources, viewer, branch_id, customer_id)
    return change(sources, viewer, branch_id, customer_id, version, LeadStep("taken", viewer.staff_id))


@for_viewer
def give_back_lead(sources: Sources, viewer: Viewer, customer_id: str, version: int) -> Claim:
    """Give a lead back to everybody: the own one, a manager that of anybody in the branch."""
    branch_id = admit(sources, viewer, customer_id)
    claim = claim_on(sources.desk, branch_id, customer_id)
    if claim is not None and claim.version == version and not may_give_back(viewer, claim.owner_staff_id):
        raise AccessRefused("lead_not_yours", "Somebody else has this lead.", "Ask them or the manager.")
    return change(sources, viewer, branch_id, customer_id, version, LeadStep("given_back", None))


@for_viewer
def pass_on(sources: Sources, viewer: Viewer, lead: Lead, staff_id: str, now: datetime) -> Claim:
    """Give a lead to a colleague who is here and may talk about it: a manager assigns, anybody else refers.

    `lead` is as it was on the list.
    """
    branch_id = admit(sources, viewer, lead.customer_id)
    confirm_own(sources, viewer, branch_id, lead.customer_id)
    refuse_receiver(sources, branch_id, lead, staff_id, now)
    state: StepState = "assigned" if scope.assigns_leads(viewer) else "referred"
    step = LeadStep(state, staff_id)
    return change(sources, viewer, branch_id, lead.customer_id, lead.claim_version, step)


@for_viewer
def put_off(sources: Sources, viewer: Viewer, lead: Lead, until_on: date, now: datetime) -> Claim:
    """Put a lead off to a day: it is back on the list then, with whoever has it."""
    branch_id = admit(sources, viewer, lead.customer_id)
    confirm_own(sources, viewer, branch_id, lead.customer_id)
    last = now.date() + timedelta(days=sources.catalog.policy.snooze_most_days)
    if not now.date() < until_on <= last:
        raise AccessRefused("lead_day", "A lead is put off to one of the next days.", "Choose another day.")
    step = LeadStep("snoozed", owner_of(viewer, lead), until_on)
    return change(sources, viewer, branch_id, lead.customer_id, lead.claim_version, step)


@for_viewer
def escalate(sources: Sources, viewer: Viewer, lead: Lead) -> Claim:
    """Ask the manager to decide about a lead; it stands first on the manager's list."""
    return settle(sources, viewer, lead, "escalated")


@for_viewer
def finish(sources: Sources, viewer: Viewer, lead: Lead) -> Claim:
    """There is nothing left to do about a lead."""
    return settle(sources, viewer, lead, "done")


def settle(sources: Sources, viewer: Viewer, lead: Lead, state: StepState) -> Claim:
    branch_id = admit(sources, viewer, lead.customer_id)
    confirm_own(sources, viewer, branch_id, lead.customer_id)
    step = LeadStep(state, owner_of(viewer, lead))
    return change(sources, viewer, branch_id, lead.customer_id, lead.claim_version, step)


def owner_of(viewer: Viewer, lead: Lead) -> str | None:
    """Whose it stays: who has it; what nobody had is theirs who does something with it, but no manager's."""
    return lead.taken_by or (None if scope.assigns_leads(viewer) else viewer.staff_id)


@for_viewer
def assign_all(
    sources: Sources, viewer: Viewer, wanted: Sequence[tuple[Lead, str]], now: datetime
) -> tuple[int, int]:
    """Give each lead to the colleague beside it, in one transaction: how many went, how many came too late.

    Nothing is written where one of the colleagues is not here or may not talk about it.
    """
    branch_id = scope.branch_of(viewer)
    for lead, staff_id in wanted:
        admit(sources, viewer, lead.customer_id)
        refuse_receiver(sources, branch_id, lead, staff_id, now)
    moves = [
        move(viewer, lead.customer_id, lead.claim_version, LeadStep("assigned", staff_id))
        for lead, staff_id in wanted
    ]
    written = take_steps(sources.desk, branch_id, moves)
    count = sum(one is not None for one in written)
    return count, len(written) - count


def refuse_receiver(sources: Sources, branch_id: str, lead: Lead, staff_id: str, now: datetime) -> None:
    """AccessRefused where this colleague is not on duty, or may not talk about what the lead is about."""
    here = {one.staff_id: one for one in roster.present_takers(sources, branch_id, now)}
    if staff_id not in here or missing_speaker(lead.speakers, here[staff_id]) is not None:
        raise AccessRefused(
            "lead_receiver", "This colleague cannot take the lead now.", "Choose somebody of the list."
        )


def confirm_own(sources: Sources, viewer: Viewer, branch_id: str, customer_id: str) -> None:
    """A manager's are all of them; without the list one has only what one was given."""
    if scope.assigns_leads(viewer):
        return
    refuse_what_another_has(sources, viewer, branch_id, customer_id)
    claim = claim_on(sources.desk, branch_id, customer_id)
    if not scope.sees_leads(viewer) and (claim is None or claim.owner_staff_id != viewer.staff_id):
        raise AccessRefused("lead_not_yours", "Somebody else has this lead.", "Ask them or the manager.")


def admit(
    sources: Sources,
    viewer: Viewer,
    customer_id: str,
) -> str:
    """The viewer's branch; refuses a customer of another one, and a lead that another one has."""
    home, branch_id = sources.portraits.one("customer_home", customer_id=customer_id), scope.branch_of(viewer)
    if home is None or home["home_branch_id"] != branch_id:
        raise AccessRefused("unknown_customer", "There is no such lead in this branch.", "Look at the list.")
    permits.admit_customer(customer_id)
    sent = desk_referrals.last_about(sources.desk, customer_id, LEAD)
    if sent is not None and sent.state in OPEN:
        name = sources.branch_names().get(sent.branch_id, sent.branch_id)
        raise AccessRefused("lead_elsewhere", "Another branch has this lead.", "Take another one.", name=name)
    return branch_id


def change(
    sources: Sources, viewer: Viewer, branch_id: str, customer_id: str, version: int, step: LeadStep
) -> Claim:
    claim = take_step(sources.desk, branch_id, move(viewer, customer_id, version, step))
    if claim is not None:
        return claim
    refuse_what_another_has(sources, viewer, branch_id, customer_id)
    raise AccessRefused("lead_changed", "Somebody changed this lead just now.", "Look at the list again.")


def move(viewer: Viewer, customer_id: str, version: int, step: LeadStep) -> Move:
    """The step with its audit row: what, to whom and until when."""
    told = {"state": step.state, "owner": step.owner_staff_id, "until": step.until_on}
    details = {name: str(value) for name, value in told.items() if value is not None}
    action = ACTIONS.get(step.state, "lead")
    happening = Happening(viewer, action, customer_id=customer_id, details=details)
    return Move(customer_id, version, step, happening)


def refuse_what_another_has(sources: Sources, viewer: Viewer, branch_id: str, customer_id: str) -> None:
    """AccessRefused with the name of whoever has the lead, where that is somebody else."""
    claim = claim_on(sources.desk, branch_id, customer_id)
    owner = holder(claim, sources.desk.stamp(), sources.catalog.policy.claim_days)
    if owner is not None and owner != viewer.staff_id:
        name = names_of_staff(sources).get(owner, owner)
        raise AccessRefused("lead_taken", f"{name} has this lead.", "Take another one.", name=name)
