"""How a branch's leads lie on its people, and the fairest way to share out those that nobody has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lobby.domain import scope
from lobby.domain.duty import Task, able, shared_out
from lobby.domain.viewer import Viewer
from lobby.services import roster
from lobby.services.lead_views import Lead
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources


@dataclass(frozen=True)
class Proposal:
    """Who should have which lead: `given` in the order of the list; nobody here may talk about `left`."""

    given: tuple[tuple[Lead, str], ...]
    left: tuple[Lead, ...]
    load: Mapping[str, int]


def task_of(lead: Lead) -> Task:
    """What a colleague must be able to do to take it."""
    return Task(lead.customer_id, lead.speakers)


def load_of(leads: Sequence[Lead], people: Sequence[Viewer]) -> dict[str, int]:
    """How many waiting leads each of these people has, and whoever else has any."""
    counts = Counter(one.taken_by for one in leads if one.taken_by is not None and one.is_waiting)
    return {**{one.staff_id: 0 for one in people}, **dict(sorted(counts.items()))}


@for_viewer
def proposal(sources: Sources, viewer: Viewer, leads: Sequence[Lead], now: datetime) -> Proposal:
    """A fair share of the waiting leads that nobody has, among those who are here and may talk about them.

    `leads` is the whole list of the branch. `load` is what each person would have then.
    """
    branch_id = scope.branch_of(viewer)
    people = roster.present_takers(sources, branch_id, now)
    free = [one for one in leads if one.is_waiting and one.taken_by is None]
    load = load_of(leads, people)
    given = shared_out([task_of(one) for one in free], people, load)
    then = Counter(load)
    then.update(given.values())
    return Proposal(
        given=tuple((one, given[one.customer_id]) for one in free if one.customer_id in given),
        left=tuple(one for one in free if one.customer_id not in given),
        load=dict(then),
    )


@for_viewer
def receivers(sources: Sources, viewer: Viewer, lead: Lead, now: datetime) -> tuple[Viewer, ...]:
    """Those who are here now and may talk about what a lead is about, but the viewer."""
    if viewer.branch_id is None:
        return ()
    here = roster.present_takers(sources, viewer.branch_id, now)
    fit = able(task_of(lead), here)
    return tuple(one for one in fit if one.staff_id != viewer.staff_id)
