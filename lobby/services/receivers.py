"""To whom a customer may be referred: qualified colleagues of the branch, its desks, other branches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lobby.data import desk_referrals
from lobby.domain import scope
from lobby.domain.catalogue import Product, Service
from lobby.domain.errors import AccessRefused
from lobby.domain.referrals import DESKS, OPEN, Receiver, Subject, best_first, works_at
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources


@dataclass(frozen=True)
class Choices:
    """Who may receive: colleagues of the branch, the best qualified first, its desks, and other branches.

    The desks are those where it is done, all that somebody works at where it is done at none.
    """

    colleagues: tuple[Viewer, ...]
    desks: tuple[str, ...]
    branches: tuple[str, ...]


@for_viewer
def choices(sources: Sources, viewer: Viewer, subject: Subject) -> Choices:
    """To whom the viewer may refer a customer about `subject`."""
    now = sources.desk.stamp()
    near = desk_referrals.referrals_near(sources.desk, viewer.staff_id, viewer.branch_id, now)
    load = Counter(one.taker or one.receiver.code for one in near if one.state in OPEN)
    others = [one for one in colleagues(sources) if one.staff_id != viewer.staff_id]
    here = [one for one in others if one.branch_id == viewer.branch_id]
    places = places_of(sources, subject)
    manned = [desk for desk in DESKS if any(works_at(one, desk) for one in here)]
    return Choices(
        colleagues=best_first(here, speakers_of(sources, subject), load),
        desks=tuple(desk for desk in manned if desk in places) or tuple(manned),
        branches=tuple(sorted({str(one.branch_id) for one in others} - {str(viewer.branch_id)})),
    )


def colleagues(sources: Sources) -> list[Viewer]:
    """Everybody who serves customers in a branch."""
    known = (staff.as_viewer(member) for member in staff.members(sources))
    return [one for one in known if scope.own_branch(one) is not None]


def speakers_of(sources: Sources, subject: Subject) -> tuple[str, ...]:
    """Who may talk about it."""
    return (subject.code,) if subject.kind == "qualification" else entry(sources, subject).speakers


def places_of(sources: Sources, subject: Subject) -> Collection[str]:
    """Where it is done."""
    if subject.kind == "qualification":
        return {desk for desk, qualifications in DESKS.items() if subject.code in qualifications}
    return entry(sources, subject).next_places


def entry(sources: Sources, subject: Subject) -> Product | Service:
    """The product or service of the catalogue."""
    catalog = sources.catalog
    known: Mapping[str, Product | Service] = (
        catalog.products if subject.kind == "product" else catalog.services
    )
    if subject.code not in known:
        raise AccessRefused("unknown_subject", "The catalogue has no such thing.", "Open the customer again.")
    return known[subject.code]


def branch_of(sources: Sources, viewer: Viewer, subject: Subject, receiver: Receiver) -> str:
    """Where the receiver works; AccessRefused where this is nobody the viewer may refer to."""
    offered = choices(sources, viewer, subject)
    own = str(viewer.branch_id)
    if receiver.kind == "branch" and receiver.code in offered.branches:
        return receiver.code
    if receiver.kind == "desk" and receiver.code in offered.desks:
        return own
    if receiver.kind == "colleague" and receiver.code in {one.staff_id for one in offered.colleagues}:
        return own
    raise AccessRefused(
        "unknown_receiver", "This customer cannot be referred there.", "Choose somebody of the list."
    )
