"""Is an investment product's risk within the customer's valid rating? (Order 2025-7, art. 12, 19 and 29)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from lobby.domain.catalogue import RATED_KINDS, Product
from lobby.domain.policy import Policy
from lobby.domain.portrait import Portrait
from lobby.domain.refusal import Refusal

RatingState = Literal["valid", "expired", "missing"]


def refusal(product: Product, customer: Portrait, today: date, policy: Policy) -> Refusal | None:
    """Why `product` must not be offered, or None; deposits, bonds, cards and loans are never refused."""
    if product.kind not in RATED_KINDS:
        return None
    if customer.limited_capacity:
        return Refusal("limited_capacity")
    state = rating_state(customer, today, policy)
    if state == "missing" or customer.risk_rating is None:
        return Refusal("rating_missing")
    if state == "expired":
        return Refusal("rating_expired", {"expired_on": rating_until(customer, policy)})
    if product.risk is not None and level(product.risk) > level(customer.risk_rating):
        return Refusal("risk_above_rating", {"product": product.risk, "customer": customer.risk_rating})
    is_high = product.risk is not None and level(product.risk) >= level(policy.protected_risk)
    if is_high and protected_by_age(customer, today, policy):
        return Refusal("protected_by_age", {"age": age_on(customer.birth_date, today)})
    return None


def rating_state(customer: Portrait, today: date, policy: Policy) -> RatingState:
    """valid: today ≤ risk_expires_on and at most 365 days old; missing: a part of it is not known yet."""
    rated_on, expires_on = customer.risk_rated_on, customer.risk_expires_on
    if customer.risk_rating is None or rated_on is None or expires_on is None:
        return "missing"
    if rated_on > today:
        return "missing"
    is_fresh = (today - rated_on).days <= policy.rating_life_days
    return "valid" if is_fresh and today <= expires_on else "expired"


def rating_until(customer: Portrait, policy: Policy) -> date | None:
    """The last day on which the rating holds, None when a part of it is not known."""
    rated_on, expires_on = customer.risk_rated_on, customer.risk_expires_on
    if customer.risk_rating is None or rated_on is None or expires_on is None:
        return None
    return min(rated_on + timedelta(days=policy.rating_life_days), expires_on)


def protected_by_age(customer: Portrait, today: date, policy: Policy) -> bool:
    """Whether the customer is of the protected age; an unknown birth date counts as protected."""
    age = age_on(customer.birth_date, today)
    return age is None or age >= policy.protected_age


def age_on(born: date | None, day: date) -> int | None:
    """Full years on `day`; who was born on 29 February turns a year older on 1 March of a common year."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def level(code: str) -> int:
    """The number of R1 … R5 or C1 … C5."""
    return int(code[1:])
