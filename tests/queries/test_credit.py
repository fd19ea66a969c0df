"""What credit signs rest on, counted by hand; and partner data with consent only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import Rows, ago, at
from tests.queries.one_mart import rows_of

LOAN = {"account": [{"account_id": "a1"}, {"account_id": "m1", "kind": "mortgage"}]}


def due(days: int, late: int | None, paid: int = 1_000) -> dict[str, Any]:
    """An instalment due so many days ago and paid `late` days after, None: not paid."""
    row = {"account_id": "m1", "due_on": ago(days), "due_amount": 1_000}
    return row if late is None else {**row, "paid_on": ago(days - late), "paid_amount": paid}


def credit(**rows: Any) -> dict[str, Any]:
    (found,) = rows_of("portrait/credit", **rows)
    return found


@pytest.mark.parametrize(
    ("schedule", "counts"),
    [
        ([due(100, 0), due(70, 3), due(40, -2)], (3, 0, 0, 3)),
        ([due(100, 0), due(70, 4), due(40, 0)], (3, 1, 0, 4)),
        ([due(100, 0), due(40, None)], (2, 1, 1, 40)),
        ([due(100, 0), due(40, 0, paid=900)], (2, 1, 1, 40)),
        ([due(3, None)], (1, 0, 0, 3)),
        ([due(4, None)], (1, 1, 1, 4)),
        ([due(0, None), due(-30, None)], (1, 0, 0, 0)),
        ([due(20, 25)], (1, 1, 1, 20)),
        ([due(800, 30)], (0, 0, 0, 0)),
    ],
)
def test_how_instalments_were_paid(schedule: Rows, counts: tuple[int, ...]) -> None:
    found = credit(**LOAN, loan_schedule=schedule)
    names = ("count_instalments_24m", "count_late_24m", "count_overdue", "worst_days_late")
    assert tuple(found[name] for name in names) == counts


def test_the_last_late_one_is_dated_by_its_due_day() -> None:
    found = credit(**LOAN, loan_schedule=[due(100, 10), due(70, 9), due(40, 0)])
    assert found["last_late_on"] == ago(70)


def test_without_schedules_nothing_is_said_of_repayment() -> None:
    assert credit(**LOAN)["count_instalments_24m"] is None
    other = {"account": [{"account_id": "a1"}, {"account_id": "m1", "customer_id": "c2", "kind": "mortgage"}]}
    assert credit(**other, loan_schedule=[due(40, 0)])["count_instalments_24m"] == 0


def salaries(*amounts: int) -> Rows:
    """One salary in each month from May 2026 on."""
    return [
        {"booked_at": f"2026-{month:02}-05 09:00:00", "amount": amount, "payment_method": "salary"}
        for month, amount in enumerate(amounts, start=5)
    ]


@pytest.mark.parametrize(
    ("amounts", "months", "variation"),
    [
        ((5_000,) * 6, 6, "0.0000"),
        ((4_000, 6_000, 4_000, 6_000, 4_000, 6_000), 6, "0.2000"),
        ((5_000,) * 7, 6, "0.0000"),
        ((), 0, None),
    ],
)
def test_how_even_the_income_is(amounts: tuple[int, ...], months: int, variation: str | None) -> None:
    found = credit(transaction=salaries(*amounts))
    assert found["income_months_6m"] == months
    assert found["income_variation"] == (None if variation is None else Decimal(variation))


@pytest.mark.parametrize(
    ("booked", "count", "last_on"),
    [
        ([{"booked_at": at(10), "amount": -3}, {"booked_at": at(40), "amount": -2}], 2, ago(10)),
        ([{"booked_at": at(364), "amount": -3}], 1, ago(364)),
        ([{"booked_at": at(365), "amount": -3}], 0, None),
        ([{"booked_at": at(10), "amount": 3}], 0, None),
    ],
)
def test_penalty_interest_is_negative_interest(booked: Rows, count: int, last_on: date | None) -> None:
    rows = [{**row, "payment_method": "interest"} for row in booked]
    found = credit(transaction=rows)
    assert (found["count_penalty_interest_365d"], found["last_penalty_interest_on"]) == (count, last_on)


TOLD = [{"customer_id": "c1", "source": "fund", "attribute": "band", "value": "high", "measured_on": ago(5)}]


def consent(state: str, days: int, channel: str = "any", purpose: str = "partner_data") -> dict[str, Any]:
    return {"purpose": purpose, "channel": channel, "state": state, "changed_at": at(days)}


@pytest.mark.parametrize(
    ("consents", "is_told"),
    [
        ([consent("granted", 10)], True),
        ([consent("granted", 10, "branch")], True),
        ([], False),
        ([consent("denied", 10)], False),
        ([consent("granted", 30), consent("withdrawn", 10)], False),
        ([consent("withdrawn", 30), consent("granted", 10)], True),
        ([consent("granted", 30), consent("denied", 10, "branch")], False),
        ([consent("granted", 30), consent("withdrawn", -1)], False),
        ([consent("granted", -1)], False),
        ([consent("granted", 10, "app")], False),
        ([consent("granted", 10, purpose="profiling")], False),
    ],
)
def test_partner_data_needs_the_customers_consent(consents: Rows, is_told: bool) -> None:
    (found,) = rows_of("portrait/partner", external=TOLD, consent=consents)
    fact = {"attribute": "band", "source": "fund", "value": "high", "measured_on": ago(5)}
    assert found["external_facts"] == ([fact] if is_told else [])
    assert found["external_attributes"] == (["fund:band"] if is_told else [])


def test_what_was_measured_after_the_business_date_is_not_told() -> None:
    later = [{**TOLD[0], "measured_on": ago(-1)}]
    (found,) = rows_of("portrait/partner", external=later, consent=[consent("granted", 10)])
    assert (found["external_facts"], AS_OF) == ([], ago(0))
