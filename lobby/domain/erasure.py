"""A customer's wish to be forgotten: its number, until when the bank answers, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

RequestState = Literal["received", "answered"]
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
