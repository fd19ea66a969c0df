"""Whose lead it is: a customer on today's list is talked to by one person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lobby.domain.viewer import Viewer


@dataclass(frozen=True)
class Claim:
    """Who took a customer on the list of a branch, None where they were given back; `version` counts both."""

    branch_id: str
    customer_id: str
    owner_staff_id: str | None
    version: int
    changed_at: datetime


def holder(claim: Claim | None, at: datetime, days: int) -> str | None:
    """Whose the lead is at that time; who took it and let `days` pass does not keep it from others."""
    if claim is None or claim.changed_at + timedelta(days=days) <= at:
        return None
    return claim.owner_staff_id


def may_give_back(viewer: Viewer, owner_staff_id: str | None) -> bool:
    """The own lead; a manager of the branch also gives back what somebody else took."""
    return owner_staff_id is not None and (viewer.staff_id == owner_staff_id or viewer.role == "manager")
