"""Is the customer tired of this? After each talk there is peace for a while; services are never held back."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta

from lobby.domain.catalogue import Product
from lobby.domain.policy import Policy
from lobby.domain.portrait import Contact
from lobby.domain.refusal import Refusal

SETTLED = frozenset({"done", "zone_booked"})


def refusal(
    product: Product,
    contacts: Iterable[Contact],
    products: Mapping[str, Product],
    today: date,
    policy: Policy,
) -> Refusal | None:
    """Why `product` must wait after talks over any channel, or None; the latest talk that says so counts.

    A "no" to a product holds for its whole kind, for as many days as this product asks; a "no" that names no
    product holds for all. Interest in this very product ends both; settled or with a colleague, it rests.
    """
    told = sorted((one for one in contacts if one["contacted_at"].date() <= today), key=_when)
    for contact in reversed(told):
        day = contact["contacted_at"].date()
        if contact["outcome"] == "not_appropriate" and day == today:
            return Refusal("not_appropriate_today")
    for contact in reversed([one for one in told if _concerns(one, product, products)]):
        is_own = contact["product_code"] == product.code
        if is_own and contact["outcome"] == "interested":
            return None
        found = _rests(contact, today, policy) if is_own else None
        found = found or _waits(contact, product, today, policy)
        if found is not None or (is_own and contact["outcome"] in SETTLED):
            return found
    return None


def quiet_until(
    outcome: str, day: date, next_on: date | None, product: Product, policy: Policy
) -> date | None:
    """Until when a "no" to `product` on this day keeps it from being offered; None: it was no "no"."""
    if outcome == "declined":
        return day + timedelta(days=product.cool_down_days)
    if outcome == "not_now":
        return next_on or day + timedelta(days=policy.not_now_days)
    return None


def quiet_after_complaint(complained_on: date | None, today: date, policy: Policy) -> date | None:
    """Until when nothing is offered after the last word of a complaint; None where that is over."""
    if complained_on is None or complained_on > today:
        return None
    until = complained_on + timedelta(days=policy.complaint_quiet_days)
    return until if today < until else None


def is_capped(
    contacts: Iterable[Contact], today: date, policy: Policy, services: Container[str] = ()
) -> bool:
    """Whether the talks of all channels together have reached the cap.

    "Not appropriate" does not count, nor does help: a talk about one of `services`.
    """
    first = today - timedelta(days=policy.contact_cap_days)
    counted = [
        one
        for one in contacts
        if first < one["contacted_at"].date() <= today
        and one["outcome"] != "not_appropriate"
        and one["product_code"] not in services
    ]
    return len(counted) >= policy.contact_cap


def _rests(contact: Contact, today: date, policy: Policy) -> Refusal | None:
    """After a yes the feed tells what came of it, and after a referral the colleague."""
    day = contact["contacted_at"].date()
    if contact["outcome"] in SETTLED:
        until = day + timedelta(days=policy.settled_days)
        return Refusal("settled_recently", {"settled_on": day, "until": until}) if today < until else None
    if contact["outcome"] == "referred":
        until = day + timedelta(days=policy.referred_days)
        return Refusal("with_colleague", {"referred_on": day, "until": until}) if today < until else None
    return None


def _waits(contact: Contact, product: Product, today: date, policy: Policy) -> Refusal | None:
    day, outcome = contact["contacted_at"].date(), contact["outcome"]
    until = quiet_until(outcome, day, contact["next_on"], product, policy)
    if outcome == "declined" and contact["product_code"] is None:
        until = day + timedelta(days=policy.default_cool_down_days)
    if until is None or today >= until:
        return None
    if outcome == "declined":
        return Refusal("declined_recently", {"declined_on": day, "until": until})
    return Refusal("put_off", {"until": until})


def _concerns(contact: Contact, product: Product, products: Mapping[str, Product]) -> bool:
    code = contact["product_code"]
    if code is None or code == product.code:
        return True
    other = products.get(code)
    return other is not None and other.kind == product.kind


def _when(contact: Contact) -> tuple[object, str]:
    return contact["contacted_at"], contact["contact_id"]
