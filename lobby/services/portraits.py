"""Reading a customer's portrait, or one section of it: one row, one value."""

from __future__ import annotations

from typing import Any, TypeVar

from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.portrait import Portrait
from lobby.domain.sections import FOR_ADVICE, Section, name_of
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

Read = TypeVar("Read", bound=Section)


def read_portrait(sources: Sources, customer_id: str) -> Portrait:
    """The portrait of one customer; AccessRefused when the newest build no longer has them."""
    return Portrait(**row_of(sources, "portrait", customer_id))


def read_section(sources: Sources, customer_id: str, section: type[Read]) -> Read:
    """One section of the portrait of one customer; AccessRefused as `read_portrait`."""
    return section(**row_of(sources, name_of(section), customer_id))


def open_section(sources: Sources, viewer: Viewer, visit: Visit, section: type[Read]) -> Read:
    """A section of the customer opened in `visit`, for a part of the page; AccessRefused for other roles."""
    confirm(sources, viewer, visit)
    if section in FOR_ADVICE and not scope.sees_unspoken(viewer):
        raise AccessRefused("not_for_role", "This part is for advisers and managers.", "Ask one of them.")
    return read_section(sources, visit.customer_id, section)


def row_of(sources: Sources, read: str, customer_id: str) -> dict[str, Any]:
    row = sources.portraits.one(f"customer_{read}", customer_id=customer_id)
    if row is None:
        raise AccessRefused("unknown_customer", "There is no customer with this number.", "Check the number.")
    return row
