"""The bank's own weights on what is offered: for a product, a segment, a branch and a while."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from lobby.domain.two_people import Proposal

Target: TypeAlias = tuple[str | None, str | None, str | None]  # product, segment, branch
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Lever:
    """Multiplies the score from the first day to the last; what is None holds for all."""

    weight: Decimal
    first_day: date
    last_day: date
    product: str | None = None
    segment: str | None = None
    branch: str | None = None

    @property
    def target(self) -> Target:
        """Whom it is for; of one target there is one lever."""
        return self.product, self.segment, self.branch


@dataclass(frozen=True)
class Bounds:
    """Between what a weight may lie, both included."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class LeverChange:
    """What two people of head office put in the place of the lever for this target, or beside the others."""

    product_code: str | None
    segment: str | None
    branch_id: str | None
    weight_percent: int
    first_day: date
    last_day: date
    reason: str

    @property
    def lever(self) -> Lever:
        """The lever that it makes."""
        weight = self.weight_percent * HUNDREDTH
        return Lever(weight, self.first_day, self.last_day, self.product_code, self.segment, self.branch_id)


def last_checked(answered: Iterable[Proposal[LeverChange]]) -> tuple[Proposal[LeverChange], ...]:
    """Of `answered`, the newest first, the one of each target that was checked last."""
    found: dict[Target, Proposal[LeverChange]] = {}
    for one in answered:
        if one.checked_at is not None:
            found.setdefault(one.change.lever.target, one)
    return tuple(found.values())


def in_force(written: Sequence[Lever], changed: Sequence[Lever]) -> tuple[Lever, ...]:
    """The catalogue's levers and those that were changed, each in the place of the one it changed."""
    instead = {lever.target: lever for lever in changed}
    kept = tuple(instead.pop(lever.target, lever) for lever in written)
    return (*kept, *instead.values())


def pulled(
    levers: Iterable[Lever], product: str, segment: str, branch: str | None, today: date
) -> tuple[Lever, ...]:
    """The levers that count today for this product, with a customer of this segment at this branch."""
    return tuple(
        lever
        for lever in levers
        if lever.first_day <= today <= lever.last_day
        and lever.product in (None, product)
        and lever.segment in (None, segment)
        and lever.branch in (None, branch)
    )
