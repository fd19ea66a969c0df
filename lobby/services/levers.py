"""What suggestions are weighted by beside chance, value and fit: changed by two people of head office.

A checked change reaches every open screen with the next beat of the live link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lobby.data import desk_levers
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.levers import HUNDREDTH, Bounds, Lever, LeverChange, in_force
from lobby.domain.two_people import Proposal, Verdict, open_to
from lobby.domain.viewer import Viewer
from lobby.services import two_people
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.two_people import People

HISTORY = 40


@dataclass(frozen=True)
class ProposalLine:
    """One proposal: the lever it makes, why, by whom, and what the viewer may answer."""

    number: str
    lever: Lever
    reason: str
    people: People
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class LeverLine:
    """One lever in force; `changed` is None while it stands as the catalogue has it."""

    lever: Lever
    changed: ProposalLine | None


@dataclass(frozen=True)
class LeverBoard:
    """Every lever, what waits for a check, what was answered lately, and what a new one may be today."""

    levers: tuple[LeverLine, ...]
    waiting: tuple[ProposalLine, ...]
    history: tuple[ProposalLine, ...]
    bounds: Bounds
    branches: tuple[str, ...]
    today: date


@dataclass(frozen=True)
class Wish:
    """A lever as it is asked for, and why."""

    lever: Lever
    reason: str = ""


@for_viewer
def lever_board(sources: Sources, viewer: Viewer, now: datetime) -> LeverBoard:
    """The page: what counts now and who made it so."""
    standing = desk_levers.standing(sources.desk)
    changed = {line.lever.target: line for line in told(sources, viewer, standing)}
    levers = in_force(sources.catalog.levers, desk_levers.changed(sources.desk))
    return LeverBoard(
        levers=tuple(LeverLine(lever, changed.get(lever.target)) for lever in levers),
        waiting=told(sources, viewer, desk_levers.CHANGES.waiting(sources.desk)),
        history=told(sources, viewer, desk_levers.CHANGES.answered(sources.desk, HISTORY)),
        bounds=sources.catalog.lever_bounds,
        branches=tuple(sorted(sources.branch_names())),
        today=now.date(),
    )


def told(
    sources: Sources, viewer: Viewer, proposals: Sequence[Proposal[LeverChange]]
) -> tuple[ProposalLine, ...]:
    return tuple(
        ProposalLine(
            number=one.number,
            lever=one.change.lever,
            reason=one.change.reason,
            people=two_people.people(sources, one),
            verdicts=open_to(one, viewer.staff_id),
        )
        for one in proposals
    )


@for_viewer
def propose(sources: Sources, viewer: Viewer, wish: Wish, key: str, now: datetime) -> Proposal[LeverChange]:
    """Propose a lever; `key` is its number and makes a second tap the same proposal.

    AccessRefused for other roles, EntryRefused says what to change.
    """
    change = checked_entry(sources, wish, now.date())
    details = about(change) | {"change": key, "from": f"{change.first_day}", "until": f"{change.last_day}"}
    happening = Happening(viewer, "lever", "proposed", details=details)
    return desk_levers.CHANGES.propose(sources.desk, key, change, happening)


def checked_entry(sources: Sources, wish: Wish, today: date) -> LeverChange:
    """The change that `wish` asks for; weights count in hundredths."""
    lever, reason, bounds = wish.lever, scope.reason_as_kept(wish.reason), sources.catalog.lever_bounds
    if reason is None:
        raise EntryRefused("change_reason", "A change is proposed with its reason.", "Write the reason.")
    if not bounds.least <= lever.weight <= bounds.most:
        values = {"least": bounds.least, "most": bounds.most}
        raise EntryRefused("lever_bounds", "The weight lies out of bounds.", "Choose another.", **values)
    if lever.last_day < max(lever.first_day, today):
        raise EntryRefused("lever_days", "It would be over before it counts.", "Choose a later last day.")
    check_target(sources, lever)
    percent = int((lever.weight / HUNDREDTH).to_integral_value())
    return LeverChange(*lever.target, percent, lever.first_day, lever.last_day, reason)


def check_target(sources: Sources, lever: Lever) -> None:
    """EntryRefused where product, segment or branch do not exist, or a new one is for every product."""
    catalog = sources.catalog
    if lever.target in {one.target for one in catalog.levers}:
        return
    segments = {one.code for one in (catalog.unknown_segment, *catalog.segments)}
    if lever.product not in catalog.products or lever.segment not in {None, *segments}:
        raise EntryRefused("unknown_subject", "The catalogue has no such thing.", "Open the page again.")
    if lever.branch not in {None, *sources.branch_names()}:
        raise EntryRefused("unknown_branch", "There is no such branch.", "Open the page again.")


@for_viewer
def answer(
    sources: Sources, viewer: Viewer, number: str, verdict: Verdict, note: str = ""
) -> Proposal[LeverChange]:
    """Check, refuse (with a note) or withdraw a proposal; AccessRefused says who was faster."""
    found = desk_levers.CHANGES.find(sources.desk, number)
    if found is None:
        raise AccessRefused("unknown_change", "There is no such proposal.", "Look at the list again.")
    happening = Happening(viewer, "lever", verdict, details=about(found.change) | {"change": number})
    verdicts = open_to(found, viewer.staff_id)
    return two_people.answer(sources, desk_levers.CHANGES, found, verdict, note, happening, verdicts)


def about(change: LeverChange) -> dict[str, object]:
    """What the audit keeps of a change, in codes."""
    return {
        "product": change.product_code,
        "segment": change.segment,
        "branch": change.branch_id,
        "weight": str(Decimal(change.weight_percent) * HUNDREDTH),
    }
