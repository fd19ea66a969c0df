"""Which of the products that passed come first: propensity, value, fit, the bank's weights, some variety."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import Literal

from lobby.domain.catalogue import Product
from lobby.domain.evidence import Evidence, told
from lobby.domain.levers import Lever
from lobby.domain.policy import Policy
from lobby.domain.propensity import Propensity
from lobby.domain.refusal import Refusal
from lobby.domain.scenarios import Scenario

FULL = Decimal(1)


@dataclass(frozen=True)
class Ranked:
    """A product with the reasons that favour it, strongest first; `fit` 0..1 is the sum of their weights.

    `card` is the scenario card that backs it most; `propensity` None: the bank keeps no contacts.
    """

    product: Product
    reasons: tuple[Evidence, ...]
    fit: Decimal
    card: Scenario | None = None
    propensity: Propensity | None = None
    levers: tuple[Lever, ...] = ()

    @property
    def score(self) -> Decimal:
        """What it is ranked by: propensity × value × fit × the bank's own weights."""
        rate = FULL if self.propensity is None else self.propensity.rate
        return prod((lever.weight for lever in self.levers), start=rate * self.product.value * self.fit)


def ranked(
    product: Product,
    evidence: Mapping[str, Evidence],
    backed: Mapping[str, tuple[Scenario, Decimal]],
    propensity: Propensity | None = None,
    levers: tuple[Lever, ...] = (),
) -> Ranked:
    """How well `product` fits: the reasons that hold, and the cards that back it with what each adds."""
    weights = {code: weight for code, weight in product.favoured_by.items() if code in evidence}
    weights |= {code: weight for code, (_, weight) in backed.items()}
    codes = sorted(weights, key=lambda code: (-weights[code], code))
    reasons = tuple(evidence[code] if code in evidence else told(backed[code][0]) for code in codes)
    card = next((backed[code][0] for code in codes if code in backed), None)
    fit = min(FULL, sum(weights.values(), Decimal(0)))
    return Ranked(product, reasons, fit, card, propensity, levers)


def fit_word(fit: Decimal, policy: Policy) -> Literal["high", "medium"] | None:
    """The fit in a word; None when it is too weak to suggest anything."""
    if fit >= policy.fit_high:
        return "high"
    return "medium" if fit >= policy.fit_medium else None


def best_first(contenders: Iterable[Ranked]) -> list[Ranked]:
    """By score, ties by code."""
    return sorted(contenders, key=lambda one: (-one.score, one.product.code))


def choose(contenders: Iterable[Ranked], policy: Policy) -> tuple[list[Ranked], dict[str, Refusal]]:
    """The suggestions, best first, and why each other contender (by product code) is not among them."""
    chosen: list[Ranked] = []
    others: dict[str, Refusal] = {}
    kinds: Counter[str] = Counter()
    for one in best_first(contenders):
        if fit_word(one.fit, policy) is None:
            others[one.product.code] = Refusal("no_reason_now")
        elif len(chosen) >= policy.max_suggestions:
            others[one.product.code] = Refusal("others_first")
        elif kinds[one.product.kind] >= policy.max_same_kind:
            others[one.product.code] = Refusal("same_kind")
        else:
            chosen.append(one)
            kinds[one.product.kind] += 1
    return chosen, others
