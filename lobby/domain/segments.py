"""Life stages and asset tiers: how the bank groups its customers by its own rules."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lobby.domain.conditions import Condition
from lobby.domain.spoken import Words


@dataclass(frozen=True)
class Segment:
    """A life stage: `condition` in order, first hit wins; `service_name` is the neutral word on screen."""

    code: str
    condition: Condition
    service_name: Words
    strategy: Words
    first_do: Words
    do_not: Words
    never_offer_kinds: tuple[str, ...]
    highest_risk: str | None


@dataclass(frozen=True)
class Tier:
    """A band of AUM from `from_amount` upwards, in the feed's currency."""

    code: str
    from_amount: Decimal


def may_offer(segment: Segment, kind: str, risk: str | None) -> bool:
    """May a product of this kind and risk be offered to this life stage at all?"""
    if kind in segment.never_offer_kinds:
        return False
    return not risk or segment.highest_risk is None or risk <= segment.highest_risk
