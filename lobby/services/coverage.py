"""How a branch keeps its customers: the long tail by state, loyalty by group, lessons and their use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lobby.domain import scope
from lobby.domain.viewer import Language, Viewer
from lobby.services.keeping import named
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.teaching import Taught, taught_and_used


@dataclass(frozen=True)
class StateCount:
    """Customers of the long tail in one state, and how many of them in each potential (words → count)."""

    state: str
    count: int
    potentials: Mapping[str, int]


@dataclass(frozen=True)
class GroupIndex:
    """The mean loyalty index of the branch or of a segment, called by its service name."""

    name: str
    count: int
    index: Decimal
    before: Decimal | None


@dataclass(frozen=True)
class Coverage:
    states: tuple[StateCount, ...]
    groups: tuple[GroupIndex, ...]
    taught: Taught


@for_viewer
def coverage(sources: Sources, viewer: Viewer, language: Language) -> Coverage:
    """The viewer's own branch; segments are those of the whole bank. AccessRefused for other roles."""
    branch_id = scope.branch_of(viewer)
    return Coverage(
        states=states(sources, branch_id, language),
        groups=groups(sources, branch_id, language),
        taught=taught_and_used(sources, viewer),
    )


def states(sources: Sources, branch_id: str, language: Language) -> tuple[StateCount, ...]:
    """Each state of the catalogue in its order, also where nobody is in it."""
    rules = sources.catalog.keeping.reach
    rows = sources.portraits.rows("leads_reach", branch_id=branch_id)
    found = []
    for band in rules.states:
        of_state = {
            row["potential"]: row["count_customers"] for row in rows if row["reach_state"] == band.code
        }
        potentials = {named(rules.potentials, code, language): count for code, count in of_state.items()}
        found.append(StateCount(band.name[language], sum(of_state.values()), potentials))
    return tuple(found)


def groups(sources: Sources, branch_id: str, language: Language) -> tuple[GroupIndex, ...]:
    """The branch first, then the segments, the lowest mean first."""
    rows = sources.portraits.rows("leads_loyalty", branch_id=branch_id)
    return tuple(
        GroupIndex(
            name=sources.branch_names().get(branch_id, branch_id)
            if row["group_kind"] == "branch"
            else sources.catalog.segment(row["group_code"]).service_name[language],
            count=row["count_customers"],
            index=row["loyalty_index"],
            before=row["loyalty_index_before"],
        )
        for row in rows
    )
