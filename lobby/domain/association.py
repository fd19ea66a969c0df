"""What customers who hold one product also hold, or open next: counted facts as evidence for a suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from lobby.domain.evidence import Evidence
from lobby.domain.policy import Policy
from lobby.domain.portrait import Portrait

PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class Association:
    """Of `count_with_product` customers with one product `count_both` have the other; bounds of 95 %.

    `pair`: both are held now; `sequence`: the other was opened after the first, within a fixed time.
    """

    kind: Literal["pair", "sequence"]
    product_code: str
    with_product_code: str
    count_both: int
    count_with_product: int
    confidence_low: float
    confidence_high: float
    lift_low: float


def goes_with(
    code: str, customer: Portrait, associations: Iterable[Association], policy: Policy
) -> dict[str, Evidence]:
    """The surest association with product `code` of each kind, as reasons; empty without profiling consent.

    It speaks of other people, so it is shown to staff and never spoken.
    """
    if not customer.has_profiling_consent or code in customer.held_products:
        return {}
    about = [one for one in associations if one.with_product_code == code]
    fresh = opened_lately(customer, policy.pair_days)
    pairs = [one for one in about if one.kind == "pair" and one.product_code in customer.held_products]
    nexts = [one for one in about if one.kind == "sequence" and one.product_code in fresh]
    reasons = {}
    if pairs:
        reasons["association"] = _facts(pairs)
    if nexts:
        reasons["association_next"] = _facts(nexts) | {"days": policy.pair_days}
    return {code: Evidence(code, facts) for code, facts in reasons.items()}


def touching(customer: Portrait, associations: Iterable[Association]) -> tuple[Association, ...]:
    """Those that may speak for a product to this customer: of what is held, or was opened."""
    held = {*customer.held_products, *(account["product_code"] for account in customer.accounts)}
    return tuple(one for one in associations if one.product_code in held)


def opened_lately(customer: Portrait, days: int) -> frozenset[str]:
    """Products whose first open account is at most `days` old."""
    since = customer.as_of - timedelta(days=days)
    accounts = [account for account in customer.accounts if account["product_code"]]
    older = {account["product_code"] for account in accounts if account["opened_on"] < since}
    return frozenset(str(account["product_code"]) for account in accounts) - older


def _facts(found: Iterable[Association]) -> dict[str, object]:
    one = min(found, key=lambda association: (-association.lift_low, association.product_code))
    return {
        "product_code": one.product_code,
        "count": one.count_both,
        "count_of": one.count_with_product,
        "low_share": _percent(one.confidence_low),
        "high_share": _percent(one.confidence_high),
    }


def _percent(share: float) -> Decimal:
    return Decimal(repr(share)).quantize(PERCENT, ROUND_HALF_UP)
