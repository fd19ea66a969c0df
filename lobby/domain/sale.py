"""What may be sold where and when: proposed by one person, checked by another, and what changed by it.

A change holds from the later of its own time and its check. For a branch both the bank's state and its own
count: where either does not let a product be sold it is not, the branch's own telling why if both do not;
where both do, the later one tells quota and rate. A branch may stop what the bank sells, never the reverse.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lobby.domain import two_people
from lobby.domain.since import ProductStatus, QuotaBand, SaleState

Why = Literal["sold_out", "paused", "rate_changed", "back_on_sale"]


@dataclass(frozen=True)
class Change:
    """A state of a product at one branch (None: everywhere) from `effective_at` (aware) on, and why."""

    product_code: str
    branch_id: str | None
    state: SaleState
    effective_at: datetime
    quota_left_band: QuotaBand | None
    rate_version: str | None
    reason: str


@dataclass(frozen=True)
class Proposal(two_people.Proposal[Change]):
    """A change of what is sold as one person proposed it."""

    @property
    def holds_from(self) -> datetime | None:
        """From when it holds; None where it was not checked."""
        return max(self.change.effective_at, self.checked_at) if self.checked_at else None


@dataclass(frozen=True)
class Turn:
    """What one checked change meant for the customers of a branch who had been interested."""

    status_id: str
    product_code: str
    why: Why
    at: datetime


Ledger = Mapping[tuple[str, str | None], tuple[tuple[datetime, Proposal], ...]]


def ledger(proposals: Iterable[Proposal]) -> Ledger:
    """The checked changes per product and branch (None: everywhere), each with its time, in order."""
    kept: dict[tuple[str, str | None], list[tuple[datetime, Proposal]]] = {}
    for one in proposals:
        if one.holds_from is not None:
            kept.setdefault((one.change.product_code, one.change.branch_id), []).append((one.holds_from, one))
    return {key: tuple(sorted(held, key=in_order)) for key, held in kept.items()}


def in_order(held: tuple[datetime, Proposal]) -> tuple[datetime, datetime, str]:
    """By the time it holds from; of two at one time the later checked comes last."""
    at, proposal = held
    return at, proposal.answer.answered_at if proposal.answer else at, proposal.number


def newest(known: Ledger, product: str, branch_id: str | None, at: datetime) -> ProductStatus | None:
    """The state of one scope at `at`."""
    held = known.get((product, branch_id), ())
    place = bisect_right(held, at, key=lambda one: one[0])
    return status(*held[place - 1]) if place else None


def status(since: datetime, proposal: Proposal) -> ProductStatus:
    change = proposal.change
    return ProductStatus(change.state, since, change.quota_left_band, change.rate_version, change.branch_id)


def is_sold(found: ProductStatus | None) -> bool:
    """Does this state let the product be sold?"""
    return found is None or (found.state == "on_sale" and found.quota_left_band != "none")


def in_force(known: Ledger, product: str, branch_id: str | None, at: datetime) -> ProductStatus | None:
    """What holds for `product` at this branch, None where nobody ever said anything about it."""
    bank = newest(known, product, None, at)
    own = newest(known, product, branch_id, at) if branch_id is not None else None
    if own is None or bank is None:
        return own or bank
    if not is_sold(own):
        return own
    return bank if not is_sold(bank) or bank.effective_at > own.effective_at else own


def all_in_force(known: Ledger, branch_id: str | None, at: datetime) -> dict[str, ProductStatus]:
    """What holds at this branch, product by product."""
    products = sorted({product for product, _ in known})
    found = {product: in_force(known, product, branch_id, at) for product in products}
    return {product: one for product, one in found.items() if one is not None}


def count_held(known: Ledger, at: datetime) -> int:
    """How many changes hold by `at`: it grows when a change comes into force."""
    return sum(bisect_right(held, at, key=lambda one: one[0]) for held in known.values())


def last_turns(known: Ledger, branch_id: str, since: datetime, at: datetime) -> tuple[Turn, ...]:
    """Per product the last change from `since` on that customers of this branch would want to know of."""
    found: dict[str, Turn] = {}
    for product in sorted({product for product, _ in known}):
        moments = [
            one
            for scope in (None, branch_id)
            for one in known.get((product, scope), ())
            if since <= one[0] <= at
        ]
        before = in_force(known, product, branch_id, since)
        for moment, proposal in sorted(moments, key=in_order):
            after = in_force(known, product, branch_id, moment)
            why = turned(before, after)
            if why is not None:
                found[product] = Turn(proposal.number, product, why, moment)
            before = after
    return tuple(found.values())


def turned(before: ProductStatus | None, after: ProductStatus | None) -> Why | None:
    """What it means to somebody interested that `after` took the place of `before`."""
    if is_sold(before) and after is not None and not is_sold(after):
        return "paused" if after.state in ("paused", "not_started") else "sold_out"
    if is_sold(after) and not is_sold(before):
        return "back_on_sale"
    rates = (before and before.rate_version, after and after.rate_version)
    return "rate_changed" if is_sold(after) and rates[1] is not None and rates[0] != rates[1] else None
