"""Whom may a viewer find and open, and what of it: by role, branch and a reason given first."""

from __future__ import annotations

import unicodedata
from typing import Literal

from lobby.domain.viewer import Viewer

Refusal = Literal["reason_needed", "unknown_customer"]

BRANCH_ROLES = frozenset({"lobby", "adviser", "teller", "manager"})
MARKETING_ROLES = frozenset({"lobby", "adviser", "teller", "manager", "head_office"})
UNSPOKEN_ROLES = frozenset({"adviser", "manager"})
ARITHMETIC_ROLES = frozenset({"manager", "head_office"})
LEAD_ROLES = frozenset({"manager", "adviser"})
TAKING_ROLES = frozenset({"lobby", "adviser"})
AUDIT_ROLES = frozenset({"manager", "auditor"})
DATA_ROLES = frozenset({"manager", "auditor", "head_office"})
NETWORK_ROLES = frozenset({"adviser", "manager"})
EXPLAINING_ROLES = frozenset({"manager", "head_office", "auditor"})
RISK_ROLES = frozenset({"risk"})
REASON_LENGTH = 200


def own_branch(viewer: Viewer) -> str | None:
    """The branch in which the viewer finds customers freely; head office, risk and audit have none."""
    return viewer.branch_id if viewer.role in BRANCH_ROLES else None


def is_elsewhere(viewer: Viewer, home_branch_id: str | None) -> bool:
    """Is a customer of this branch another branch's for who serves one?"""
    return own_branch(viewer) not in (None, home_branch_id)


def refusal(
    viewer: Viewer, home_branch_id: str | None, reason: str | None, *, is_here: bool = False
) -> Refusal | None:
    """Why `viewer` may not open a customer of `home_branch_id` (None: there is no such customer), or None.

    Without a reason, a customer of another branch and nobody at all are refused alike; who `is_here`, in the
    viewer's own branch now, needs none.
    """
    if home_branch_id is not None and (is_here or home_branch_id == own_branch(viewer)):
        return None
    if not reason:
        return "reason_needed"
    return "unknown_customer" if home_branch_id is None else None


def reason_as_kept(text: str | None) -> str | None:
    """A typed reason as the audit keeps it: one bounded printable line, None when nothing is left."""
    printable = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text or "")
    return " ".join("".join(printable).split())[:REASON_LENGTH] or None


def sees_marketing(viewer: Viewer) -> bool:
    """May suggestions, segments and their strategy be shown? Audit and risk work without them."""
    return viewer.role in MARKETING_ROLES


def sees_arithmetic(viewer: Viewer) -> bool:
    """May the figures that suggestions are ranked by be opened? Scores are nothing for the lobby."""
    return viewer.role in ARITHMETIC_ROLES


def sees_unspoken(viewer: Viewer) -> bool:
    """May what must never be said (churn, credit, where money goes) be told on the screen?"""
    return viewer.role in UNSPOKEN_ROLES


def shows_to_customers(viewer: Viewer) -> bool:
    """Does this viewer stand in front of customers and turn the screen to them?"""
    return viewer.role in BRANCH_ROLES


def records_talks(viewer: Viewer) -> bool:
    """May this viewer write down what came of a talk? Whoever talks to customers in a branch."""
    return viewer.role in BRANCH_ROLES


def sees_arrivals(viewer: Viewer) -> bool:
    """May this viewer see who came into the own branch today?"""
    return viewer.role in BRANCH_ROLES


def announces(viewer: Viewer, branch_id: str) -> bool:
    """May this viewer say that somebody came into this branch? A machine by its key, staff in their own."""
    return viewer.role == "machine" or (sees_arrivals(viewer) and viewer.branch_id == branch_id)


def may_take(viewer: Viewer, owner_staff_id: str | None) -> bool:
    """May this viewer take care of somebody whom `owner_staff_id` has? A manager takes over from anybody."""
    return owner_staff_id in (None, viewer.staff_id) or viewer.role == "manager"


def answers_complaints(viewer: Viewer) -> bool:
    """Is this viewer called when somebody complains in the own branch?"""
    return viewer.role == "manager" and viewer.branch_id is not None


def voids_for_branch(viewer: Viewer) -> bool:
    """May this viewer take back what colleagues of the branch recorded?"""
    return viewer.role == "manager"


def sees_network(viewer: Viewer) -> bool:
    """May this viewer see other people around a customer at all?"""
    return viewer.role in NETWORK_ROLES


def sees_leads(viewer: Viewer) -> bool:
    return viewer.role in LEAD_ROLES


def assigns_leads(viewer: Viewer) -> bool:
    """May this viewer say who takes which lead, and who is on duty? The manager of a branch."""
    return viewer.role == "manager" and viewer.branch_id is not None


def writes_bulletins(viewer: Viewer) -> bool:
    """May this viewer say something that everybody in a branch, or in all, is to acknowledge?"""
    return viewer.role == "head_office" or assigns_leads(viewer)


def exports_leads(viewer: Viewer) -> bool:
    """May a file of the day's leads be made for this viewer?"""
    return assigns_leads(viewer)


def releases_export(viewer: Viewer, made_by: str, branch_id: str | None) -> bool:
    """May this viewer let a file of many customers leave that somebody else made?"""
    may = viewer.role == "head_office" or (viewer.role == "manager" and viewer.branch_id == branch_id)
    return may and viewer.staff_id != made_by


def exports_handoffs(viewer: Viewer) -> bool:
    """May what became of hand-offs, of all the bank, be told back to its channels for this viewer?"""
    return viewer.role == "head_office"


def has_leads(viewer: Viewer) -> bool:
    """May this viewer do something with a lead? Who sees the list, and to whom leads are given."""
    return sees_leads(viewer) or takes_leads(viewer)


def takes_leads(viewer: Viewer) -> bool:
    """Are leads given to this person? To who talks to customers in the lobby; managers take their own."""
    return viewer.role in TAKING_ROLES and viewer.branch_id is not None


def sees_audit(viewer: Viewer) -> bool:
    return viewer.role in AUDIT_ROLES


def sees_alerts(viewer: Viewer) -> bool:
    """Is this viewer told of others who look up too much: a manager of the own branch, audit of everybody?"""
    return viewer.role == "auditor" or (viewer.role == "manager" and viewer.branch_id is not None)


def sees_whole_audit(viewer: Viewer) -> bool:
    """Also whom the risk desk looked at? Else its interest in somebody would tell."""
    return viewer.role == "auditor"


def sees_decision(viewer: Viewer, branch_id: str | None) -> bool:
    """May a decision that was made in this branch be explained to `viewer`? A manager has the own ones."""
    if viewer.role == "manager":
        return branch_id is not None and branch_id == viewer.branch_id
    return viewer.role in EXPLAINING_ROLES


def inspects_decisions(viewer: Viewer) -> bool:
    """May decisions be drawn by lot for this viewer: those of the own branch, all of them for the auditor?"""
    return viewer.role == "auditor" or (viewer.role == "manager" and viewer.branch_id is not None)


def sees_true_reasons(viewer: Viewer) -> bool:
    """Also the reasons that nobody in the lobby may guess: risk flags, the control group, the cap?"""
    return viewer.role == "auditor"


def sees_rows_set_aside(viewer: Viewer) -> bool:
    return viewer.role in DATA_ROLES


def sees_machine_keys(viewer: Viewer) -> bool:
    """Which machines may announce, and when they last did: for who answers for all the bank."""
    return viewer.role in ("head_office", "auditor")


def sees_risk(viewer: Viewer) -> bool:
    """May risk flags and cases be shown? To the risk desk and to nobody else."""
    return viewer.role in RISK_ROLES


def sees_scenarios(viewer: Viewer) -> bool:
    """Cards and tags over all the bank, and who is in them."""
    return viewer.role == "head_office"


def changes_levers(viewer: Viewer) -> bool:
    """May this viewer propose, or check for somebody else, what suggestions are weighted by?"""
    return viewer.role == "head_office"


def sees_segments(viewer: Viewer) -> bool:
    """Life stages side by side and who is in them: head office all, a manager those of the branch."""
    return viewer.role == "head_office" or (viewer.role == "manager" and viewer.branch_id is not None)


def sees_results(viewer: Viewer) -> bool:
    """What offering changed, in groups: a manager of the own branch, head office of all."""
    return viewer.role == "head_office" or (viewer.role == "manager" and viewer.branch_id is not None)


def sees_branch(viewer: Viewer, branch_id: str) -> bool:
    """What goes on in this branch as a whole: its manager, and head office."""
    return viewer.role == "head_office" or (viewer.role == "manager" and viewer.branch_id == branch_id)


def sees_team(viewer: Viewer) -> bool:
    """The talks of each colleague: the manager of the branch alone."""
    return viewer.role == "manager" and viewer.branch_id is not None


def runs_campaigns(viewer: Viewer, branch_id: str | None) -> bool:
    """May this viewer draft, start or stop a push for this branch (None: for the whole bank)?"""
    return viewer.role == "head_office" or (sees_segments(viewer) and viewer.branch_id == branch_id)


def sees_erasures(viewer: Viewer) -> bool:
    """May requests to be forgotten be listed, to be answered or to see that they are?"""
    return viewer.role in DATA_ROLES


def answers_erasures(viewer: Viewer) -> bool:
    return viewer.role in ("manager", "head_office")


def answers_subject(viewer: Viewer, home_branch_id: str | None) -> bool:
    """May what is held of a customer be handed over or erased by `viewer`? A manager has the own branch's."""
    return answers_erasures(viewer) and (own_branch(viewer) in (None, home_branch_id))


def hands_on_consents(viewer: Viewer) -> bool:
    """May what customers of every branch said at desks leave for the bank's core?"""
    return viewer.role == "head_office"


def redeems(viewer: Viewer) -> bool:
    """May a reference that a customer's phone brings be turned into whom it stands for?"""
    return viewer.role == "head_office"


def sees_products(viewer: Viewer) -> bool:
    """May this viewer see what is sold where, and propose or check a change of it?"""
    return viewer.role == "head_office" or (viewer.role == "manager" and viewer.branch_id is not None)


def changes_sale(viewer: Viewer, branch_id: str | None) -> bool:
    """May this viewer propose, or check for somebody else, a change at this branch (None: everywhere)?"""
    return viewer.role == "head_office" or (sees_products(viewer) and viewer.branch_id == branch_id)
