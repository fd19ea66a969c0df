"""Whom may a viewer find and open, and what of it: by role, branch and a reason given first.

Who may ask a service at all stands in `access.toml`; here are the questions inside of one.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer

Refusal = Literal["reason_needed", "unknown_customer"]

BRANCH_ROLES = frozenset({"lobby", "adviser", "teller", "manager"})
MARKETING_ROLES = frozenset({"lobby", "adviser", "teller", "manager", "head_office"})
UNSPOKEN_ROLES = frozenset({"adviser", "manager"})
ARITHMETIC_ROLES = frozenset({"manager", "head_office"})
LEAD_ROLES = frozenset({"manager", "adviser"})
TAKING_ROLES = frozenset({"lobby", "adviser"})
NETWORK_ROLES = frozenset({"adviser", "manager"})
RISK_ROLES = frozenset({"risk"})
REASON_LENGTH = 200
NUMBER_LENGTH = 255  # of a login, which is longer than any other number


def own_branch(viewer: Viewer) -> str | None:
    """The branch in which the viewer finds customers freely; head office, risk and audit have none."""
    return viewer.branch_id if viewer.role in BRANCH_ROLES else None


def is_elsewhere(viewer: Viewer, home_branch_id: str | None) -> bool:
    """Is a customer of this branch another branch's for who serves one?"""
    return own_branch(viewer) not in (None, home_branch_id)


def lacks_branch(viewer: Viewer) -> bool:
    """Does this viewer serve customers in a branch, but the staff table names none?"""
    return viewer.role in BRANCH_ROLES and viewer.branch_id is None


def branch_of(viewer: Viewer) -> str:
    """The viewer's branch, where something is asked of the own one; AccessRefused for who has none."""
    if viewer.branch_id is None:
        raise AccessRefused("not_for_role", "This is for the staff of a branch.")
    return viewer.branch_id


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


def reason_as_kept(text: str | None, longest: int = REASON_LENGTH) -> str | None:
    """A typed reason as the audit keeps it: one bounded printable line, None when nothing is left."""
    printable = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text or "")
    return " ".join("".join(printable).split())[:longest] or None


def number_as_asked(text: str) -> str:
    """A typed number of a customer, a person or a device; nothing where nobody can have such a one."""
    return text if text.isprintable() and len(text) <= NUMBER_LENGTH else ""


def sees_marketing(viewer: Viewer) -> bool:
    """May suggestions, segments and their strategy be shown? Audit and risk work without them."""
    return viewer.role in MARKETING_ROLES


def sees_arithmetic(viewer: Viewer) -> bool:
    """May the figures that suggestions are ranked by be opened? Scores are nothing for the lobby."""
    return viewer.role in ARITHMETIC_ROLES


def sees_unspoken(viewer: Viewer) -> bool:
    """May what must never be said (churn, credit, where money goes) be told on the screen?"""
    return viewer.role in UNSPOKEN_ROLES


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


def releases_export(viewer: Viewer, made_by: str, branch_id: str | None) -> bool:
    """May this viewer let a file of many customers leave that somebody else made?"""
    return ends_export(viewer, branch_id) and viewer.staff_id != made_by


def ends_export(viewer: Viewer, branch_id: str | None) -> bool:
    """May this viewer end that files of this branch, or for None of the bank, leave by themselves?"""
    return viewer.role == "head_office" or viewer.branch_id == branch_id


def has_leads(viewer: Viewer) -> bool:
    """May this viewer do something with a lead? Who sees the list, and to whom leads are given."""
    return sees_leads(viewer) or takes_leads(viewer)


def takes_leads(viewer: Viewer) -> bool:
    """Are leads given to this person? To who talks to customers in the lobby; managers take their own."""
    return viewer.role in TAKING_ROLES and viewer.branch_id is not None


def sees_whole_audit(viewer: Viewer) -> bool:
    """Also whom the risk desk looked at? Else its interest in somebody would tell."""
    return viewer.role == "auditor"


def sees_decision(viewer: Viewer, branch_id: str | None) -> bool:
    """May a decision that was made in this branch be explained to `viewer`? A manager has the own ones."""
    return viewer.role != "manager" or (branch_id is not None and branch_id == viewer.branch_id)


def sees_true_reasons(viewer: Viewer) -> bool:
    """Also the reasons that nobody in the lobby may guess: risk flags, the control group, the cap?"""
    return viewer.role == "auditor"


def runs_campaigns(viewer: Viewer, branch_id: str | None) -> bool:
    """May this viewer draft, start or stop a push for this branch (None: for the whole bank)?"""
    return viewer.role == "head_office" or (assigns_leads(viewer) and viewer.branch_id == branch_id)


def answers_subject(viewer: Viewer, home_branch_id: str | None) -> bool:
    """May what is held of a customer be handed over or erased by `viewer`? A manager has the own branch's."""
    return own_branch(viewer) in (None, home_branch_id)


def changes_sale(viewer: Viewer, branch_id: str | None) -> bool:
    """May this viewer propose, or check for somebody else, a change at this branch (None: everywhere)?"""
    return viewer.role == "head_office" or (assigns_leads(viewer) and viewer.branch_id == branch_id)
