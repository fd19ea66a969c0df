"""What came of offers: who was followed, in two groups fixed before any talk, and who took the product up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Offer:
    """A product that a decision showed, or that nothing but the control group kept from being shown.

    `triggers` are the events among its reasons, `card` the scenario card behind it, `segment` the customer's.
    """

    product_code: str
    place: int
    is_control: bool
    card: str | None
    triggers: tuple[str, ...]
    segment: str


@dataclass(frozen=True)
class Given:
    """An offer of the first decision for a customer in the period; the day is bank-local."""

    customer_id: str
    branch_id: str | None
    offered_on: date
    offer: Offer


@dataclass(frozen=True)
class Followed:
    """An offer followed to the end of the window, and whether the product was taken up in it."""

    given: Given
    is_taken_up: bool


@dataclass(frozen=True)
class Talk:
    """What staff recorded of a talk about a product: a code, and the reasons of a no."""

    customer_id: str
    product_code: str
    result: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Arm:
    """One of the two groups: customers followed to the end of the window, and who of them took it up."""

    count: int
    taken_up: int

    @property
    def share(self) -> Decimal | None:
        """None without anybody."""
        return Decimal(self.taken_up) / self.count if self.count else None


@dataclass(frozen=True)
class Interval:
    """A difference with the bounds of 95 %."""

    value: Decimal
    low: Decimal
    high: Decimal

    @property
    def is_told(self) -> bool:
        """Does it leave no doubt about the sign?"""
        return self.low > 0 or self.high < 0


TakenUp = Mapping[tuple[str, str], Sequence[date]]


def followed(
    offers: Iterable[Given], taken_up: TakenUp, until: date, window: Callable[[str], timedelta]
) -> tuple[list[Followed], set[str]]:
    """Offers whose window is over by `until`, and the customers of those whose window is not.

    `taken_up`: customer and product → the days it was taken up on; `window`: product → how long after the
    offer, whose day counts, it may be taken up.
    """
    found, waiting = [], set()
    for given in offers:
        last = given.offered_on + window(given.offer.product_code)
        if last > until:
            waiting.add(given.customer_id)
            continue
        days = taken_up.get((given.customer_id, given.offer.product_code), ())
        is_taken = any(given.offered_on <= day <= last for day in days)
        found.append(Followed(given, is_taken))
    return found, waiting


Groups = Mapping[str, tuple[Arm, Arm]]


Sides = tuple[dict[str, bool], dict[str, bool]]


def arms(followed: Iterable[Followed]) -> tuple[Arm, Arm]:
    """Those who were offered and the control group, each customer once."""
    return grouped(followed, lambda one: ("",)).get("", (Arm(0, 0), Arm(0, 0)))


def grouped(followed: Iterable[Followed], by: Callable[[Followed], Iterable[str]]) -> Groups:
    """Both groups of each value that `by` gives; a customer may stand in several."""
    found: dict[str, Sides] = {}
    for one in followed:
        customer_id, is_control = one.given.customer_id, one.given.offer.is_control
        for key in by(one):
            side = found.setdefault(key, ({}, {}))[is_control]
            side[customer_id] = one.is_taken_up or side.get(customer_id, False)
    return {
        key: (Arm(len(treated), sum(treated.values())), Arm(len(control), sum(control.values())))
        for key, (treated, control) in found.items()
    }
