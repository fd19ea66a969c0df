"""Reading a customer's portrait, or one section of it: one row, one value."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar, get_type_hints

from lobby.data import desk_subject
from lobby.data.catalog_erasure import load_erasure
from lobby.data.desk import Desk
from lobby.domain.erasure import UNKNOWN, emptied, empty
from lobby.domain.errors import AccessRefused
from lobby.domain.portrait import Portrait
from lobby.domain.sections import Section, columns_of, kinds_of_columns, name_of
from lobby.domain.viewer import Viewer
from lobby.services.permission import columns_for, for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

FRESH_SECONDS = 5.0

Read = TypeVar("Read", bound=Section)
Held = TypeVar("Held", bound=Portrait | Section)


def read_portrait(sources: Sources, customer_id: str) -> Portrait:
    """The portrait of one customer; AccessRefused when the newest build no longer has them."""
    return Portrait(**unless_erased(sources, Portrait, row_of(sources, "portrait", customer_id), customer_id))


def read_section(sources: Sources, customer_id: str, section: type[Read]) -> Read:
    """One section of the portrait of one customer; AccessRefused as `read_portrait`."""
    found = row_of(sources, name_of(section), customer_id)
    return section(**unless_erased(sources, section, found, customer_id))


@for_viewer
def open_section(sources: Sources, viewer: Viewer, visit: Visit, section: type[Read]) -> Read:
    """A section of the customer opened in `visit`, for a part of the page; AccessRefused for other roles."""
    confirm(sources, viewer, visit)
    if not columns_for(viewer) & set(columns_of(section)):
        raise AccessRefused("not_for_role", "This part is for advisers and managers.", "Ask one of them.")
    return seen_by(viewer, read_section(sources, visit.customer_id, section))


def seen_by(viewer: Viewer, held: Held) -> Held:
    """What of it reaches the screen of this person: every other column is as if nothing were known."""
    mine = vars(held)
    return replace(
        held, **{name: value for name, value in unseen(columns_for(viewer)).items() if name in mine}
    )


@lru_cache(maxsize=16)
def unseen(kept: frozenset[str]) -> dict[str, Any]:
    """Every column that is not kept, empty; a text that must be there holds no code either."""
    found = {name: empty(kind) for name, kind in kinds_of_columns().items() if name not in kept}
    return {name: "" if value == UNKNOWN else value for name, value in found.items()}


def row_of(sources: Sources, read: str, customer_id: str) -> dict[str, Any]:
    row = sources.portraits.one(f"customer_{read}", customer_id=customer_id)
    if row is None:
        raise AccessRefused("unknown_customer", "There is no customer with this number.", "Check the number.")
    return row


def unless_erased(
    sources: Sources, holder: type[Portrait | Section], row: dict[str, Any], customer_id: str
) -> dict[str, Any]:
    """The row as it is; of who was erased only what is kept, though the build of last night knew more."""
    if customer_id not in erased_lately(sources.desk, int(time.monotonic() / FRESH_SECONDS)):
        return row
    return emptied(get_type_hints(holder), row, load_erasure().columns)


@lru_cache(maxsize=2)
def erased_lately(desk: Desk, moment: int) -> frozenset[str]:
    """Every customer who was erased, asked anew every few seconds."""
    return desk_subject.is_erased(desk)
