"""Reading a customer's portrait: one row, one value."""

from __future__ import annotations

from lobby.domain.errors import AccessRefused
from lobby.domain.portrait import Portrait
from lobby.services.sources import Sources


def read_portrait(sources: Sources, customer_id: str) -> Portrait:
    """The portrait of one customer; AccessRefused when the newest build no longer has them."""
    row = sources.portraits.one("customer_portrait", customer_id=customer_id)
    if row is None:
        raise AccessRefused("unknown_customer", "There is no customer with this number.", "Check the number.")
    return Portrait(**row)
