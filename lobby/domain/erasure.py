"""A customer who wants to be forgotten: the request, its days, and what becomes of what the bank holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

RequestState = Literal["received", "answered"]
FateKind = Literal["delete", "clear", "strip", "keep", "nobody"]
FATES: tuple[FateKind, ...] = ("delete", "clear", "strip", "keep", "nobody")
UNKNOWN = "unknown"
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
GROUP, GROUPS = 4, 3
RANDOM_BYTES = 8


@dataclass(frozen=True)
class Request:
    """One request: `state` is its newest step, `happened_at` when it was taken, `note` how it was met."""

    number: str
    state: RequestState
    customer_id: str
    branch_id: str | None
    staff_id: str
    received_on: date
    due_on: date
    happened_at: datetime
    note: str | None = None


def number_of(random: bytes) -> str:
    """A number to be read out and typed, of 60 of the 64 bits given: `7K3D-0QXM-4T2P`."""
    value = int.from_bytes(random)
    signs = "".join(SIGNS[value >> 5 * place & 31] for place in range(GROUP * GROUPS))
    return "-".join(signs[first : first + GROUP] for first in range(0, len(signs), GROUP))


def due_on(received_on: date, days: int) -> date:
    """The last day on which the bank may answer."""
    return received_on + timedelta(days=days)


@dataclass(frozen=True)
class Fate:
    """What becomes of the rows of one table when a customer is erased.

    `through`: another table and the column shared with it, by which the rows are found; `because`: the law
    by which they are kept; `is_withheld`: a law forbids to hand them to the customer.
    """

    kind: FateKind
    columns: tuple[str, ...] = ()
    through: tuple[str, str] | None = None
    because: str | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class Erasure:
    """What is kept of the portrait, by column and table, and the fate of each table of the desk store."""

    columns: frozenset[str]
    tables: frozenset[str]
    desk: Mapping[str, Fate]


def empty(kind: Any) -> object:
    """What a field of this type holds when nothing is known: None where it may, else nothing of its kind."""
    options = get_args(kind)
    if type(None) in options:
        return None
    made = get_origin(kind) or kind
    return {list: [], bool: False, int: 0, Decimal: Decimal(0), str: UNKNOWN}[made]


def emptied(kinds: Mapping[str, Any], row: Mapping[str, Any], kept: Collection[str]) -> dict[str, Any]:
    """A row of the portrait with what is kept of an erased customer, everything else as if unknown."""
    return {name: value if name in kept else empty(kinds[name]) for name, value in row.items()}
