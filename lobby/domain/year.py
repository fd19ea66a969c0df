"""A customer's own year, as they may see it: nothing of others, nothing inferred, nothing delicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lobby.domain.portrait import Portrait

FOLDED = frozenset({"medical", "beauty", "gambling_like"})  # told as "other", whatever was spent on them
OTHER = "other"
PHONE_CHANNELS = frozenset({"mobile", "third_party"})
SHOWN_CITIES = 3
ZERO = Decimal(0)


@dataclass(frozen=True)
class Moves:
    """Transactions of one month that have all of this in common; `value` is their signed sum."""

    month: date
    is_this_year: bool
    is_spending: bool
    method: str
    category: str
    channel: str | None
    city: str | None
    value: Decimal
    count_rows: int


@dataclass(frozen=True)
class Spending:
    """What went to a category or through a way of paying, and the month with most of it."""

    code: str
    amount: Decimal
    count: int
    most_in: date


@dataclass(frozen=True)
class Year:
    """Twelve calendar months up to `until`; own transfers are left out everywhere.

    `kept` is what came in less what went out; `kept_before` the same of the twelve months before, up to the
    same day, None where they are not known from their first month on.
    """

    since: date
    until: date
    customer_since: date | None
    full_years: int | None
    spent: Decimal
    by_month: tuple[tuple[date, Decimal], ...]
    biggest_month: date
    by_category: tuple[Spending, ...]
    by_method: tuple[Spending, ...]
    received: Decimal
    interest: Decimal
    kept: Decimal
    kept_before: Decimal | None
    cities: tuple[str, ...]
    count_payments: int
    count_by_phone: int


def has_year(customer: Portrait, adult_age: int) -> bool:
    """Is there a year to be shown to this customer in person?"""
    is_minor = customer.age is not None and customer.age < adult_age
    return customer.kind == "person" and not customer.deceased and not is_minor


def year_of(customer: Portrait, moves: Sequence[Moves], since: date) -> Year | None:
    """The year of `moves` from the month `since` on; None for a year without spending."""
    now = [move for move in moves if move.is_this_year]
    payments = [move for move in now if move.is_spending]
    if not payments:
        return None
    by_month = _added(payments, lambda move: move.month)
    opened_on = customer.first_opened_on
    return Year(
        since=since,
        until=customer.as_of,
        customer_since=opened_on,
        full_years=None if opened_on is None else full_years(opened_on, customer.as_of),
        spent=sum(by_month.values(), ZERO),
        by_month=tuple(sorted(by_month.items())),
        biggest_month=min(by_month, key=lambda month: (-by_month[month], month)),
        by_category=_spending(payments, lambda move: OTHER if move.category in FOLDED else move.category),
        by_method=_spending(payments, lambda move: move.method),
        received=sum((move.value for move in now if move.value > 0), ZERO),
        interest=sum((move.value for move in now if move.method == "interest" and move.value > 0), ZERO),
        kept=sum((move.value for move in now), ZERO),
        kept_before=_kept_before(moves, since),
        cities=_most_visited(payments),
        count_payments=sum(move.count_rows for move in payments),
        count_by_phone=sum(move.count_rows for move in payments if move.channel in PHONE_CHANNELS),
    )


def full_years(since: date, until: date) -> int:
    """Whole years from `since` to `until`."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def _kept_before(moves: Iterable[Moves], since: date) -> Decimal | None:
    before = [move for move in moves if not move.is_this_year]
    first = since.replace(year=since.year - 1)
    if first not in {move.month for move in before}:
        return None
    return sum((move.value for move in before), ZERO)


def _added(moves: Iterable[Moves], key: Callable[[Moves], date]) -> dict[date, Decimal]:
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for move in moves:
        sums[key(move)] -= move.value
    return dict(sums)


def _spending(payments: Iterable[Moves], code_of: Callable[[Moves], str]) -> tuple[Spending, ...]:
    """By code, the largest first; `other` comes last."""
    groups: dict[str, list[Moves]] = defaultdict(list)
    for move in payments:
        groups[code_of(move)].append(move)
    found = []
    for code, moves in groups.items():
        months = _added(moves, lambda move: move.month)
        most_in = min(months, key=lambda month: (-months[month], month))
        count = sum(move.count_rows for move in moves)
        found.append(Spending(code, sum(months.values(), ZERO), count, most_in))
    return tuple(sorted(found, key=lambda one: (one.code == OTHER, -one.amount, one.code)))


def _most_visited(payments: Iterable[Moves]) -> tuple[str, ...]:
    counts: dict[str, int] = defaultdict(int)
    for move in payments:
        if move.city:
            counts[move.city] += move.count_rows
    return tuple(sorted(counts, key=lambda city: (-counts[city], city))[:SHOWN_CITIES])
