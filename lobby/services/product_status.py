"""What is sold where right now: proposed by head office or a branch's manager, checked by somebody else.

A change reaches every open screen with the next beat of the live link; times are those of the desk's clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lobby.data import desk_status
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.sale import Change, Proposal
from lobby.domain.since import ProductStatus, QuotaBand, SaleState
from lobby.domain.two_people import Verdict, open_to
from lobby.domain.viewer import Language, Viewer
from lobby.services import two_people
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.two_people import People

HISTORY = 40


@dataclass(frozen=True)
class ProductLine:
    """One product as it stands at the viewer's branch, for head office everywhere.

    `status` None: nobody ever said anything, it is on sale. `branches` are those where something else holds.
    """

    product: str
    name: str
    kind: str
    status: ProductStatus | None
    branches: tuple[str, ...]


@dataclass(frozen=True)
class ProposalLine:
    """One proposal in words: times in the bank's own zone, people by name, what the viewer may make of it."""

    proposal: Proposal
    name: str
    people: People
    effective_at: datetime
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class ProductBoard:
    """The products, what waits for a check, what was answered lately, and the branches one may change.

    `now` is the bank's own time.
    """

    products: tuple[ProductLine, ...]
    waiting: tuple[ProposalLine, ...]
    history: tuple[ProposalLine, ...]
    branches: tuple[str | None, ...]
    now: datetime


@dataclass(frozen=True)
class Wish:
    """A change as it is asked for; `effective_at` in the bank's own time, None: at once."""

    product_code: str
    branch_id: str | None
    state: SaleState
    effective_at: datetime | None = None
    quota_left_band: QuotaBand | None = None
    rate_version: str | None = None
    reason: str = ""


def in_force(sources: Sources, viewer: Viewer) -> Mapping[str, ProductStatus]:
    """What holds where the viewer works, now, in the bank's own time."""
    return here(sources, scope.own_branch(viewer))


def here(sources: Sources, branch_id: str | None) -> Mapping[str, ProductStatus]:
    """What holds at this branch, None: in the whole bank."""
    held = desk_status.statuses(sources.desk, branch_id, sources.desk.stamp())
    return {
        product: replace(one, effective_at=sources.bank_time(one.effective_at))
        for product, one in held.items()
    }


@for_viewer
def product_board(sources: Sources, viewer: Viewer, language: Language) -> ProductBoard:
    """The page: what stands at the viewer's branch, for head office in the whole bank."""
    own = scope.own_branch(viewer)
    held, known = here(sources, own), desk_status.known(sources.desk)
    others = [] if own else sorted({branch for _, branch in known if branch is not None})
    there = {branch: here(sources, branch) for branch in others}
    products = tuple(
        ProductLine(
            product=code,
            name=product.name[language],
            kind=product.kind,
            status=held.get(code),
            branches=tuple(branch for branch in others if there[branch].get(code) != held.get(code)),
        )
        for code, product in sources.catalog.products.items()
    )
    return ProductBoard(
        products=products,
        waiting=told(sources, viewer, desk_status.CHANGES.waiting(sources.desk), language),
        history=told(sources, viewer, desk_status.CHANGES.answered(sources.desk, HISTORY), language),
        branches=(own,) if own else (None, *sorted(sources.branch_names())),
        now=sources.bank_time(sources.desk.stamp()),
    )


def told(
    sources: Sources, viewer: Viewer, proposals: Sequence[Proposal], language: Language
) -> tuple[ProposalLine, ...]:
    """Those that concern the viewer: their branch's and the whole bank's, for head office all."""
    products = sources.catalog.products
    return tuple(
        ProposalLine(
            proposal=one,
            name=products[one.change.product_code].name[language],
            people=two_people.people(sources, one),
            effective_at=sources.bank_time(one.holds_from or one.change.effective_at),
            verdicts=verdicts(viewer, one),
        )
        for one in proposals
        if concerns(viewer, one) and one.change.product_code in products
    )


def concerns(viewer: Viewer, proposal: Proposal) -> bool:
    """Is it of the viewer's branch or of the whole bank?"""
    branch_id = proposal.change.branch_id
    return branch_id is None or viewer.role == "head_office" or branch_id == viewer.branch_id


def verdicts(viewer: Viewer, proposal: Proposal) -> tuple[Verdict, ...]:
    """What this person may make of a proposal that waits: the maker takes it back, another checks it."""
    return open_to(proposal, viewer.staff_id) if scope.changes_sale(viewer, proposal.change.branch_id) else ()


@for_viewer
def propose(sources: Sources, viewer: Viewer, wish: Wish, key: str) -> Proposal:
    """Propose a change; `key` is its number and makes a second tap the same proposal.

    AccessRefused where the viewer may not, EntryRefused says what to change.
    """
    if not scope.changes_sale(viewer, wish.branch_id):
        raise AccessRefused("not_your_branch", "This branch is another manager's.", "Ask head office.")
    repeated = desk_status.CHANGES.find(sources.desk, key)
    now = repeated.made_at if repeated else sources.desk.stamp()
    if wish.effective_at is not None:
        wish = replace(wish, effective_at=wish.effective_at - (sources.bank_time(now) - now))
    change = checked_entry(sources, wish, now)
    details = {"change": key, "product": wish.product_code, "state": wish.state, "branch": wish.branch_id}
    return desk_status.CHANGES.propose(
        sources.desk, key, change, Happening(viewer, "product_status", "proposed", details=details)
    )


def checked_entry(sources: Sources, wish: Wish, now: datetime) -> Change:
    """The change that `wish` asks for at `now`, on the desk's clock."""
    reason = scope.reason_as_kept(wish.reason)
    if reason is None:
        raise EntryRefused("change_reason", "A change is proposed with its reason.", "Write the reason.")
    if wish.effective_at is not None and wish.effective_at < now:
        raise EntryRefused("change_in_past", "A change holds from now on or later.", "Choose a later time.")
    if wish.product_code not in sources.catalog.products:
        raise EntryRefused("unknown_subject", "The catalogue has no such product.", "Open the page again.")
    if wish.branch_id is not None and wish.branch_id not in sources.branch_names():
        raise EntryRefused("unknown_branch", "There is no such branch.", "Open the page again.")
    return Change(
        product_code=wish.product_code,
        branch_id=wish.branch_id,
        state=wish.state,
        effective_at=wish.effective_at or now,
        quota_left_band=wish.quota_left_band,
        rate_version=scope.reason_as_kept(wish.rate_version),
        reason=reason,
    )


@for_viewer
def answer(sources: Sources, viewer: Viewer, status_id: str, verdict: Verdict, note: str = "") -> Proposal:
    """Check, refuse (with a note) or withdraw a proposal; AccessRefused says who was faster."""
    found = desk_status.CHANGES.find(sources.desk, status_id)
    if found is None or not concerns(viewer, found):
        raise AccessRefused("unknown_change", "There is no such proposal.", "Look at the list again.")
    details = {"change": status_id, "product": found.change.product_code, "state": found.change.state}
    happening = Happening(viewer, "product_status", verdict, details=details)
    return two_people.answer(
        sources, desk_status.CHANGES, found, verdict, note, happening, verdicts(viewer, found)
    )
