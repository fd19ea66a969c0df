"""Each event found, just missed and expired, on rows that anybody can count."""

from decimal import Decimal
from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import Rows, ago, at, happened


def paid(*amounts: int, first_months_ago: int, **rest: Any) -> list[dict[str, Any]]:
    """One salary on the 5th of each month, the first so many months before that of as_of."""
    months = [AS_OF.year * 12 + AS_OF.month - 1 - first_months_ago + place for place in range(len(amounts))]
    days = [f"{month // 12}-{month % 12 + 1:02}-05 09:00:00" for month in months]
    return [
        {"booked_at": day, "amount": amount, "payment_method": "salary", "channel": "batch", **rest}
        for day, amount in zip(days, amounts, strict=True)
    ]


def spent(amount: int) -> list[dict[str, Any]]:
    """The same payment by card in each of six complete months."""
    days = [f"2026-{month:02}-10 12:00:00" for month in range(5, 11)]
    return [{"booked_at": day, "amount": -amount, "payment_method": "card", "channel": "pos"} for day in days]


RECEIPT = {"counterparty_account": "x9", "counterparty_bank": "Other"}


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([{"booked_at": at(10), "amount": 50_000, **RECEIPT}], ["50000.00"]),
        ([{"booked_at": at(30), "amount": 50_000, **RECEIPT}], ["50000.00"]),
        ([{"booked_at": at(31), "amount": 50_000, **RECEIPT}], []),
        ([{"booked_at": at(-1), "amount": 50_000, **RECEIPT}], []),
        ([{"booked_at": at(10), "amount": 49_999, **RECEIPT}], []),
        ([{"booked_at": at(10), "amount": 60_000, **RECEIPT}, *spent(12_000)], ["60000.00"]),
        ([{"booked_at": at(10), "amount": 59_999, **RECEIPT}, *spent(12_000)], []),
        ([{"booked_at": at(10), "amount": 90_000, "counterparty_customer_id": "c1"}], []),
        ([{"booked_at": at(10), "amount": 90_000, "counterparty_account": "a1"}], []),
        ([{"booked_at": at(15), "amount": 90_000, "payment_method": "salary"}], []),
        ([{"booked_at": at(15), "amount": 90_000, "payment_method": "interest"}], []),
        ([{"booked_at": at(10), "amount": -90_000, **RECEIPT}], []),
    ],
)
def test_large_inflow(rows: Rows, amounts: list[str]) -> None:
    found = happened("large_inflow", transaction=rows)
    assert [str(one.amount) for one in found] == amounts


def test_a_large_inflow_says_when_and_how() -> None:
    (found,) = happened("large_inflow", transaction=[{"booked_at": at(10), "amount": 100_000, **RECEIPT}])
    assert (found.customer_id, found.code) == ("c1", "large_inflow")
    assert (found.happened_on, found.expires_on, found.strength) == (ago(10), ago(-20), 1.0)
    assert found.evidence == {"account_tail": "a1", "channel": "mobile", "method": "transfer"}


def deposit(days_left: int, **changed: Any) -> dict[str, Any]:
    return {"account_id": "d1", "kind": "time_deposit", "matures_on": ago(-days_left), **changed}


@pytest.mark.parametrize(
    ("account", "found"),
    [
        (deposit(30), (30, "60000.00", 0.6, False)),
        (deposit(7), (7, "60000.00", 0.8, False)),
        (deposit(1), (1, "60000.00", 0.95, False)),
        (deposit(0), (0, "60000.00", 0.95, False)),
        (deposit(1, auto_renew=True), (1, "60000.00", 0.3, True)),
        (deposit(7, currency="USD"), (7, "None", 0.8, False)),
        (deposit(31), None),
        (deposit(-1), None),
        (deposit(7, closed_on=AS_OF), None),
        (deposit(7, kind="wealth"), None),
    ],
)
def test_deposit_maturing(account: dict[str, Any], found: tuple[int, str, float, bool] | None) -> None:
    balance = [{"account_id": "d1", "balance": Decimal(60_000)}]
    seen = happened("deposit_maturing", account=[account], balance=balance)
    told = [
        (one.evidence["days_left"], str(one.amount), one.strength, one.evidence["renews"]) for one in seen
    ]
    assert told == ([] if found is None else [found])


def test_a_maturing_deposit_lives_until_its_day() -> None:
    balance = [{"account_id": "d1", "balance": Decimal(60_000)}]
    (found,) = happened("deposit_maturing", account=[deposit(7)], balance=balance)
    assert (found.happened_on, found.expires_on) == (AS_OF, ago(-7))
    assert found.evidence["due_on"] == ago(-7).isoformat()


@pytest.mark.parametrize(
    ("amounts", "first_months_ago", "raised_to"),
    [
        ((8000, 8000, 8000, 9200, 9200), 4, ["9200.00"]),
        ((8000, 8000, 9200, 9300), 3, ["9300.00"]),
        ((8000, 8000, 8000, 9199, 9200), 4, []),  # not 15 %
        ((8000, 8000, 8000, 8000, 9200), 4, []),  # one month only
        ((8000, 8000, 8000, 12000, 8000), 4, []),  # a bonus
        ((8000, 12000, 8000, 9200, 9200), 4, []),  # as much was paid before
        ((8000, 9200, 9200), 2, []),  # too little is known
        ((8000, 8000, 8000, 9200, 9200, 9200), 5, []),  # it was a month before
        ((8000, 8000, 8000, 9200, 9200), 5, []),  # expired
    ],
)
def test_salary_raised(amounts: tuple[int, ...], first_months_ago: int, raised_to: list[str]) -> None:
    found = happened("salary_raised", transaction=paid(*amounts, first_months_ago=first_months_ago))
    assert [str(one.amount) for one in found] == raised_to


def test_a_raise_needs_two_months_running() -> None:
    rows = (
        paid(8000, 8000, 8000, first_months_ago=5)
        + paid(9200, first_months_ago=2)
        + paid(9200, first_months_ago=0)
    )
    assert happened("salary_raised", transaction=rows) == []
