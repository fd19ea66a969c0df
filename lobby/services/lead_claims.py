"""Taking a lead and giving it back: of two who take the same one, one has it and the other is told who."""

from __future__ import annotations

from lobby.data.desk import Action, Happening
from lobby.data.desk_leads import change_owner, claim_on
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.leads import Claim, holder, may_give_back
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff


def take_lead(sources: Sources, viewer: Viewer, customer_id: str, version: int) -> Claim:
    """Take a lead of the own branch, `version` as on the list; AccessRefused names who has it already."""
    branch_id = admit(sources, viewer, customer_id)
    refuse_what_another_has(sources, viewer, branch_id, customer_id)
    return change(sources, viewer, branch_id, customer_id, version, viewer.staff_id, "lead_taken")


def give_back_lead(sources: Sources, viewer: Viewer, customer_id: str, version: int) -> Claim:
    """Give a lead back to everybody: the own one, a manager that of anybody in the branch."""
    branch_id = admit(sources, viewer, customer_id)
    claim = claim_on(sources.desk, branch_id, customer_id)
    if claim is not None and claim.version == version and not may_give_back(viewer, claim.owner_staff_id):
        raise AccessRefused("lead_not_yours", "Somebody else has this lead.", "Ask them or the manager.")
    return change(sources, viewer, branch_id, customer_id, version, None, "lead_given_back")


def admit(sources: Sources, viewer: Viewer, customer_id: str) -> str:
    """Refuse who has no list of leads, and whose branch is not the customer's."""
    home = sources.portraits.one("customer_home", customer_id=customer_id)
    if not scope.sees_leads(viewer) or viewer.branch_id is None:
        raise AccessRefused("not_for_role", "Leads are for advisers and managers of a branch.")
    if home is None or home["home_branch_id"] != viewer.branch_id:
        raise AccessRefused("unknown_customer", "There is no such lead in this branch.", "Look at the list.")
    return viewer.branch_id


def change(
    sources: Sources,
    viewer: Viewer,
    branch_id: str,
    customer_id: str,
    version: int,
    owner_staff_id: str | None,
    action: Action,
) -> Claim:
    happening = Happening(viewer, action, customer_id=customer_id)
    key = {"branch_id": branch_id, "customer_id": customer_id}
    claim = change_owner(sources.desk, key, owner_staff_id, version, happening)
    if claim is not None:
        return claim
    refuse_what_another_has(sources, viewer, branch_id, customer_id)
    raise AccessRefused("lead_changed", "Somebody changed this lead just now.", "Look at the list again.")


def refuse_what_another_has(sources: Sources, viewer: Viewer, branch_id: str, customer_id: str) -> None:
    """AccessRefused with the name of whoever has the lead, where that is somebody else."""
    claim = claim_on(sources.desk, branch_id, customer_id)
    owner = holder(claim, sources.desk.stamp(), sources.catalog.policy.claim_days)
    if owner is not None and owner != viewer.staff_id:
        name = names_of_staff(sources).get(owner, owner)
        raise AccessRefused("lead_taken", f"{name} has this lead.", "Take another one.", name=name)
