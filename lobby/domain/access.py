"""Who may do what, for which purpose, and of whom: role × branch × purpose, and nothing that is not named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lobby.domain.viewer import Viewer

Reach = Literal["nobody", "groups", "branch", "reason", "customer", "stated", "bank"]
About = Literal["nobody", "groups", "people", "customer"]  # whom the rows of a read tell of

LISTS: Mapping[Reach, frozenset[About]] = {
    "nobody": frozenset({"nobody"}),
    "groups": frozenset({"nobody", "groups"}),
    "branch": frozenset({"nobody", "groups", "people"}),
    "reason": frozenset({"nobody", "people"}),
    "customer": frozenset({"nobody"}),
    "stated": frozenset({"nobody", "groups", "people", "customer"}),
    "bank": frozenset({"nobody", "groups", "people", "customer"}),
}
WIDE: frozenset[Reach] = frozenset({"stated", "bank"})
OWN_BRANCH: frozenset[Reach] = frozenset({"branch", "reason", "customer"})
HOUSE = Viewer("house", "house", "house", None, device="house")


@dataclass(frozen=True)
class Entry:
    """A function that may be called from outside the services: what for, and how far each role reaches."""

    purpose: str
    reach: Mapping[str, Reach]


@dataclass(frozen=True)
class Access:
    """The bank's policy: the roles of each purpose, page, column and mask; entries by `module.function`."""

    purposes: Mapping[str, frozenset[str]]
    pages: Mapping[str, frozenset[str]]
    columns: Mapping[str, frozenset[str]]
    masks: Mapping[str, frozenset[str]]
    entries: Mapping[str, Entry]


@dataclass(frozen=True)
class Permit:
    """What is in force while an entry runs; `customers`: whose own facts may be read, and their circle."""

    viewer: Viewer
    entry: str
    reach: Reach
    customers: set[str] = field(default_factory=set)

    def covers_branch(self, branch_id: str) -> bool:
        """May rows of this branch be read? Whoever reaches the own branch or a customer reads no other's."""
        return self.reach not in OWN_BRANCH or branch_id == self.viewer.branch_id

    def covers(self, about: About, params: Mapping[str, object]) -> bool:
        """May rows about these be read with these parameters?"""
        if self.reach in WIDE or about == "nobody":
            return True
        if self.reach != "groups" and params.get("branch_id", self.viewer.branch_id) != self.viewer.branch_id:
            return False
        if about in LISTS[self.reach]:
            return True
        if about == "groups" or self.reach in ("nobody", "groups"):
            return False
        return bool(self.customers) and (about == "people" or params.get("customer_id") in self.customers)


def permit(access: Access, viewer: Viewer, name: str, branch_id: str | None = None) -> Permit | None:
    """The permit with which `viewer` enters `name`, None where that is denied.

    `branch_id` is the branch that is asked about: whose reach is the own branch asks about no other.
    """
    entry = access.entries.get(name)
    if entry is None or viewer.role not in access.purposes.get(entry.purpose, ()):
        return None
    reach = entry.reach.get(viewer.role)
    if reach is None:
        return None
    if reach == "branch" and (viewer.branch_id is None or branch_id not in (None, viewer.branch_id)):
        return None
    return Permit(viewer, name, reach)
