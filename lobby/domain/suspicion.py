"""What in a person's look-ups somebody else should hear of: looks and searches in, suspicions out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lobby.domain.policy import Policy

Kind = Literal[
    "decoy", "celebrity", "colleague", "neighbours", "elsewhere", "tails", "limit", "stolen", "copy_down"
]
NUMBERED = re.compile(r"(.*?)(\d{1,18})")


@dataclass(frozen=True)
class Look:
    """One opening of a customer, who may have been in the branch, or be of another one."""

    customer_id: str
    is_live: bool = False
    is_elsewhere: bool = False


@dataclass(frozen=True)
class Suspicion:
    """A pattern and how often it was met; what stays within `level` is the same suspicion."""

    kind: Kind
    count: int
    level: int = 1
    customer_id: str | None = None


def of_looks(looks: Sequence[Look], policy: Policy) -> tuple[Suspicion, ...]:
    """What the newest of a person's looks within a shift gives rise to; `looks` are in their order.

    Nobody is a decoy by chance, so that one is told even of who is in the branch; the other lists and
    patterns leave out customers who stand there.
    """
    newest = looks[-1]
    found = [Suspicion("decoy", 1, customer_id=newest.customer_id)] if is_decoy(newest, policy) else []
    if newest.is_live:
        return tuple(found)
    listed: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("celebrity", policy.celebrities),
        ("colleague", policy.colleagues),
    )
    found += [
        Suspicion(kind, 1, customer_id=newest.customer_id)
        for kind, named in listed
        if newest.customer_id in named
    ]
    others = [one for one in looks if not one.is_live]
    elsewhere = len({one.customer_id for one in others if one.is_elsewhere}) if newest.is_elsewhere else 0
    found += repeated("neighbours", count_neighbours(others, policy.watch_near_span), policy.watch_near)
    found += repeated("elsewhere", elsewhere, policy.watch_elsewhere)
    return tuple(found)


def of_searches(by_number: int, opened: int, policy: Policy) -> tuple[Suspicion, ...]:
    """What searches by tail or number give rise to, of which fewer customers were opened than were tried."""
    return tuple(repeated("tails", by_number - opened, policy.watch_tails))


def is_decoy(look: Look, policy: Policy) -> bool:
    return look.customer_id in policy.decoys


def repeated(kind: Kind, count: int, least: int) -> list[Suspicion]:
    """A pattern that was met often enough: again a new suspicion each time as often; 0 watches nothing."""
    return [Suspicion(kind, count, count // least)] if 0 < least <= count else []


def count_neighbours(looks: Sequence[Look], span: int) -> int:
    """The most customers, the newest of `looks` among them, whose numbers lie within `span` of each other.

    Whoever goes through numbers may do it in any order and with others between.
    """
    prefix, newest = numbered(looks[-1].customer_id)
    if newest is None:
        return 0
    alike = {number for begin, number in map(numbered, {one.customer_id for one in looks}) if begin == prefix}
    near = sorted(number for number in alike if number is not None and abs(number - newest) < span)
    return max(sum(first <= number < first + span for number in near) for first in near if first <= newest)


def numbered(customer_id: str) -> tuple[str, int | None]:
    """What a customer number begins with, and the digits at its end as a number."""
    found = NUMBERED.fullmatch(customer_id)
    return (found[1], int(found[2])) if found else (customer_id, None)
