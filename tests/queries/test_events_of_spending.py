"""Spending that begins, by category: found, just missed, expired; and never of health, children or beauty."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from lobby.data.queries import load, names
from tests.portraits import CATALOG
from tests.queries.one_event import Happening, ago, at, happened

Row = dict[str, Any]
Find = Callable[[dict[str, Any]], list[Happening]]

FIND: dict[str, Find] = {
    "home": lambda rows: happened("spending_begins_home", **rows),
    "car": lambda rows: happened("spending_begins_car", **rows),
    "travel": lambda rows: happened("spending_begins_travel", **rows),
    "wedding": lambda rows: happened("spending_begins_wedding", **rows),
    "education": lambda rows: happened("spending_begins_education", **rows),
    "culture": lambda rows: happened("spending_begins_culture", **rows),
    "rent": lambda rows: happened("spending_begins_rent", **rows),
    "wholesale": lambda rows: happened("spending_begins_wholesale", **rows),
}
CATEGORY = {"home": "home_improvement"}
BEFORE = [(300, 40, "grocery")]


def found(what: str, paid: Sequence[tuple[int, int, str]], **customer: Any) -> list[Happening]:
    """What is found of payments as days before as_of, amount and category."""
    categories = sorted({category for *_, category in paid})
    return FIND[what](
        {
            "customer": [customer],
            "merchant_category": [{"code": category, "category": category} for category in categories],
            "transaction": [
                {"booked_at": at(days), "amount": -amount, "merchant_category": category}
                for days, amount, category in paid
            ],
        }
    )


def limits(what: str) -> tuple[int, int, int, int]:
    """Days of the window, payments, amount, and days after the last payment."""
    numbers = CATALOG.events[f"spending_begins_{what}"].numbers
    window, count, amount, alive = (
        int(numbers[name]) for name in ("window_days", "least_count", "least_amount", "alive_days")
    )
    return window, count, amount, alive


@pytest.mark.parametrize("what", FIND)
def test_so_many_payments_or_so_much_within_the_window(what: str) -> None:
    window, count, amount, alive = limits(what)
    category = CATEGORY.get(what, what)
    many = [(window - 1, 10, category), *((place, 10, category) for place in range(1, count))]
    (by_count,) = found(what, [*BEFORE, *many])
    assert (by_count.happened_on, by_count.amount, by_count.strength) == (ago(window - 1), 10 * count, 0.6)
    assert by_count.expires_on == ago(1 - alive)
    assert by_count.evidence == {
        "count": count, "first_on": str(ago(window - 1)), "last_on": str(ago(1)),
    }  # fmt: skip
    (by_amount,) = found(what, [*BEFORE, (5, amount, category)])
    assert (by_amount.happened_on, by_amount.amount, by_amount.strength) == (ago(5), amount, 0.5)


@pytest.mark.parametrize("what", FIND)
def test_neither_enough_payments_nor_enough_money(what: str) -> None:
    window, count, amount, _ = limits(what)
    category = CATEGORY.get(what, what)
    assert found(what, [*BEFORE, *((5 + place, 10, category) for place in range(count - 1))]) == []
    assert found(what, [*BEFORE, (5, amount - 1, category)]) == []
    assert found(what, [*BEFORE, (window, amount, category)]) == []
    assert found(what, [*BEFORE, (5, amount, "other")]) == []


@pytest.mark.parametrize("what", FIND)
def test_it_does_not_begin_again_for_who_paid_within_the_year(what: str) -> None:
    _, _, amount, _ = limits(what)
    category = CATEGORY.get(what, what)
    begins = [*BEFORE, (5, amount, category)]
    assert found(what, [*begins, (364, 10, category)]) == []
    assert len(found(what, [*begins, (365, 10, category)])) == 1


@pytest.mark.parametrize("what", FIND)
def test_it_does_not_begin_for_who_is_new_here(what: str) -> None:
    _, _, amount, _ = limits(what)
    begins = (5, amount, CATEGORY.get(what, what))
    assert found(what, [begins]) == []
    assert found(what, [begins, (179, 40, "grocery")]) == []
    assert len(found(what, [begins, (180, 40, "grocery")])) == 1


@pytest.mark.parametrize("what", FIND)
def test_it_expires_so_many_days_after_the_last_payment(what: str) -> None:
    window, _, amount, alive = limits(what)
    category = CATEGORY.get(what, what)
    assert len(found(what, [*BEFORE, (alive, amount, category)])) == 1
    assert alive < window - 1
    assert found(what, [*BEFORE, (alive + 1, amount, category)]) == []


@pytest.mark.parametrize("what", FIND)
@pytest.mark.parametrize(
    "customer", [{"birth_date": date(2008, 11, 21)}, {"deceased": True}, {"kind": "organisation"}]
)
def test_nothing_begins_for_minors_the_dead_and_firms(what: str, customer: Row) -> None:
    _, _, amount, _ = limits(what)
    begins = [*BEFORE, (5, amount, CATEGORY.get(what, what))]
    assert len(found(what, begins, birth_date=date(2008, 11, 20))) == 1
    assert found(what, begins, **customer) == []


@pytest.mark.parametrize("what", FIND)
def test_money_received_or_moved_to_oneself_is_no_spending(what: str) -> None:
    _, _, amount, _ = limits(what)
    category = CATEGORY.get(what, what)
    assert found(what, [*BEFORE, (5, -amount, category)]) == []
    own = {"booked_at": at(5), "amount": -amount, "merchant_category": category}
    before = {"booked_at": at(300), "amount": -40}
    rows = {
        "merchant_category": [{"code": category, "category": category}],
        "transaction": [own | {"counterparty_customer_id": "c1"}, before],
    }
    assert FIND[what](rows) == []


def test_only_these_eight_begin_and_only_with_the_consent_to_profiling() -> None:
    begins = {name.removeprefix("events/spending_begins_") for name in names("events") if "begins" in name}
    assert begins == set(FIND)
    for what in FIND:
        assert CATALOG.events[f"spending_begins_{what}"].needs_profiling
        assert CATALOG.events[f"spending_begins_{what}"].speak == "never"


@pytest.mark.parametrize("category", ["medical", "child", "beauty"])
def test_no_event_reads_health_children_or_beauty_from_spending(category: str) -> None:
    assert [name for name in names("events") if f"'{category}'" in load(name).sql] == []
    paid = [*BEFORE, *((day, 50_000, category) for day in range(1, 20))]
    assert [what for what in FIND if found(what, paid)] == []
