"""Is a customer to be left in peace with offers? One answer for all staff and every channel."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from lobby.domain import fatigue
from lobby.domain.catalogue import Product
from lobby.domain.policy import Policy
from lobby.domain.portrait import Contact

Rest = Literal["complaint", "capped", "contacted", "declined", "put_off"]


def rest(
    contacts: Iterable[Contact],
    complained_on: date | None,
    today: date,
    policy: Policy,
    products: Mapping[str, Product],
    services: Container[str] = (),
) -> Rest | None:
    """Why nobody approaches the customer with an offer today, None where somebody may.

    `contacts` are the talks of all channels; help, a talk about one of `services`, never counts. A "no" holds
    for the cool-down of its product, as many days as that asks.
    """
    if fatigue.quiet_after_complaint(complained_on, today, policy) is not None:
        return "complaint"
    offers = [
        one for one in contacts if one["product_code"] not in services and one["contacted_at"].date() <= today
    ]
    if fatigue.is_capped(offers, today, policy):
        return "capped"
    lately = today - timedelta(days=policy.lead_rest_days)
    if any(one["contacted_at"].date() > lately for one in offers):
        return "contacted"
    for one in offers:
        until = quiet_until(one, policy, products)
        if until is not None and today < until:
            return "declined" if one["outcome"] == "declined" else "put_off"
    return None


def quiet_until(one: Contact, policy: Policy, products: Mapping[str, Product]) -> date | None:
    """Until when this talk keeps every offer away; None: it does not."""
    day, product = one["contacted_at"].date(), products.get(one["product_code"] or "")
    if one["outcome"] == "declined":
        days = policy.default_cool_down_days if product is None else product.cool_down_days
        return day + timedelta(days=days)
    if one["outcome"] == "not_now":
        return one["next_on"] or day + timedelta(days=policy.not_now_days)
    return None
