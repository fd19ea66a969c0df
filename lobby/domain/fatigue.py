"""Is the customer tired of this? After a "no" there is peace for a while; services are never held back."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta

from lobby.domain.catalogue import Policy, Product
from lobby.domain.portrait import Contact
from lobby.domain.refusal import Refusal

WELCOMING = frozenset({"interested", "done", "zone_booked"})


def refusal(
    product: Product,
    contacts: Iterable[Contact],
    products: Mapping[str, Product],
    today: date,
    policy: Policy,
) -> Refusal | None:
    """Why `product` must wait, or None: not appropriate today, put off until a day, or declined not long ago.

    A "no" to a product holds for its whole kind, for as many days as this product asks; a "no" that names no
    product holds for all. A later yes to this very product ends both.
    """
    told = sorted((one for one in contacts if one["contacted_at"].date() <= today), key=_when)
    for contact in reversed(told):
        day = contact["contacted_at"].date()
        if contact["outcome"] == "not_appropriate" and day == today:
            return Refusal("not_appropriate_today")
    for contact in reversed([one for one in told if _concerns(one, product, products)]):
        if contact["outcome"] in WELCOMING and contact["product_code"] == product.code:
            return None
        found = _waits(contact, product, today, policy)
        if found is not None:
            return found
    return None


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


def _waits(contact: Contact, product: Product, today: date, policy: Policy) -> Refusal | None:
    day = contact["contacted_at"].date()
    if contact["outcome"] == "declined":
        days = product.cool_down_days if contact["product_code"] else policy.default_cool_down_days
        until = day + timedelta(days=days)
        return Refusal("declined_recently", {"declined_on": day, "until": until}) if today < until else None
    if contact["outcome"] == "not_now":
        until = contact["next_on"] or day + timedelta(days=policy.not_now_days)
        return Refusal("put_off", {"until": until}) if today < until else None
    return None


def _concerns(contact: Contact, product: Product, products: Mapping[str, Product]) -> bool:
    code = contact["product_code"]
    if code is None or code == product.code:
        return True
    other = products.get(code)
    return other is not None and other.kind == product.kind


def _when(contact: Contact) -> tuple[object, str]:
    return contact["contacted_at"], contact["contact_id"]
