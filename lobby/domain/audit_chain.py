"""The chain of the audit: the hash of each row covers the row and the hash before it.

So no row can be changed, left out, put in or put elsewhere without the chain telling it. Whoever writes every
later row anew is found by what left the machine: the copy outside, and the backups.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

Row = Mapping[str, Any]

ROOT = "0" * 64
KEPT_DAYS = 180  # no row younger than this is ever deleted, whatever a bank's policy says
COVERED = (
    "sequence", "happened_at", "staff_id", "role", "branch_id", "device", "os_user", "action", "result",
    "customer_id", "visit_id", "reason", "details",
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The last row of a chain: its number and hash; of no row at all, the root."""

    sequence: int = 0
    hash: str = ROOT


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: rows are `missing`, or one was `changed`, put in, or put elsewhere.

    `outside`: the copy outside has another hash for this row.
    """

    kind: Literal["missing", "changed", "outside"]
    first: int
    last: int


def link(previous: str, row: Row) -> str:
    """The hash of `row` after `previous`; `happened_at` is aware, `details` as they come back of JSON."""
    told = [canonical(row[name]) for name in COVERED]
    return sha256(f"{previous}{json.dumps(told, sort_keys=True, separators=(',', ':'))}".encode()).hexdigest()


def canonical(value: Any) -> Any:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def break_before(head: Head, row: Row, gaps_until: int = 0) -> Break | None:
    """What is wrong with `row` as the one after `head`, None where it follows.

    Numbers may be left out up to `gaps_until` only: before there was a chain, a database drew them.
    """
    missing = Break("missing", head.sequence + 1, row["sequence"] - 1)
    is_next = row["sequence"] == head.sequence + 1
    if row["hash"] == link(head.hash, row):
        return None if is_next or row["sequence"] <= gaps_until else missing
    return Break("changed", row["sequence"], row["sequence"]) if is_next else missing
