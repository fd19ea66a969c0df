"""The bank's own weights on what is offered: for a product, a segment, a branch and a while."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Lever:
    """Multiplies the score from the first day to the last; what is None holds for all."""

    weight: Decimal
    first_day: date
    last_day: date
    product: str | None = None
    segment: str | None = None
    branch: str | None = None


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
