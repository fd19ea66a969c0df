"""Each rule of the churn warning found, just missed and too old, on rows that anybody can count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.portraits import AS_OF, CATALOG
from tests.queries.one_event import ago, at
from tests.queries.one_mart import rows_of

CHURN = CATALOG.keeping.churn
THREE_MONTHS, SIX_MONTHS = date(2026, 7, 31), date(2026, 4, 30)


def held(*codes: str, **rows: Any) -> list[dict[str, Any]]:
    """The rules of `codes` that hold, without the customer's number."""
    found = rows_of("churn_row", **rows)
    return [
        {"code": row["code"], **{key: row[key] for key in ("happened_on", "amount", "amount_before")}}
        for row in found
        if row["code"] in codes
    ]


def balances(now: int | None, three: int | None, six: int | None) -> list[dict[str, Any]]:
    days = {SIX_MONTHS: six, THREE_MONTHS: three, AS_OF: now}
    return [{"balance_on": on, "balance": amount} for on, amount in days.items() if amount is not None]


@pytest.mark.parametrize(
    ("now", "three", "six", "before"),
    [
        pytest.param(70_000, 100_000, None, 100_000, id="three tenths less than three months ago"),
        pytest.param(70_001, 100_000, None, None, id="a little less than that"),
        pytest.param(50_000, 60_000, 100_000, 100_000, id="half of what it was six months ago"),
        pytest.param(50_001, 60_000, 100_000, None, id="a little more than half"),
        pytest.param(0, 100_000, 200_000, 100_000, id="both: the nearer one is told"),
        pytest.param(100_000, 100_000, 100_000, None, id="nothing moved"),
        pytest.param(100_000, None, None, None, id="nothing known of before"),
    ],
)
def test_balance_fall(now: int, three: int | None, six: int | None, before: int | None) -> None:
    told = {
        "code": "balance_fall",
        "happened_on": AS_OF,
        "amount": Decimal(now),
        "amount_before": Decimal(before or 0),
    }
    assert held("balance_fall", balance=balances(now, three, six)) == ([told] if before else [])


def matured(days: int, left: int, *, closed: bool = True, amount: int = 20_000) -> dict[str, Any]:
    """A deposit that matured so many days ago, beside a current account that holds `left` today."""
    ended_on = ago(days)
    deposit = {"account_id": "a2", "kind": "time_deposit", "matures_on": ended_on}
    return {
        "account": [{"account_id": "a1"}, deposit | ({"closed_on": ended_on} if closed else {})],
        "balance": [
            {"account_id": "a2", "balance_on": ago(120), "balance": amount},
            {"account_id": "a1", "balance_on": ago(120), "balance": 1_000},
            {"account_id": "a1", "balance_on": AS_OF, "balance": left},
        ],
    }


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        pytest.param(matured(10, 5_000), 16_000, id="four fifths of it left"),
        pytest.param(matured(10, 5_001), None, id="a little less than that"),
        pytest.param(matured(10, 21_000), None, id="it stays on the current account"),
        pytest.param(matured(89, 1_000), 20_000, id="89 days ago"),
        pytest.param(matured(90, 1_000), None, id="90 days ago"),
        pytest.param(matured(10, 1_000, closed=False), None, id="still held"),
        pytest.param(matured(10, 1_000, amount=9_999), None, id="too small"),
    ],
)
def test_maturity_withdrawn(rows: dict[str, Any], gone: int | None) -> None:
    found = held("maturity_withdrawn", **rows)
    assert [row["amount_before"] for row in found] == ([] if gone is None else [Decimal(gone)])
    assert all(row["amount"] == Decimal(20_000) for row in found)


def payments(count: int, last: int) -> list[dict[str, Any]]:
    """So many payments on single days, the last one so many days ago, in a feed of two years."""
    paid = [
        {"booked_at": at(last + day), "amount": -10, "payment_method": "card", "channel": "pos"}
        for day in range(count)
    ]
    return [{"booked_at": at(700), "amount": 1, "payment_method": "interest"}, *paid]


@pytest.mark.parametrize(
    ("count", "last", "login", "is_found"),
    [
        pytest.param(12, 91, None, True, id="91 days without a payment"),
        pytest.param(12, 90, None, False, id="90 days"),
        pytest.param(11, 91, None, False, id="never a busy customer"),
        pytest.param(12, 91, 91, True, id="the last login is as old"),
        pytest.param(12, 91, 90, False, id="a login since"),
        pytest.param(12, 420, None, False, id="gone for longer than the year looked at"),
    ],
)
def test_inactive(count: int, last: int, login: int | None, is_found: bool) -> None:
    touches = [] if login is None else [{"happened_at": at(login), "kind": "login"}]
    found = held("inactive", transaction=payments(count, last), touchpoint=touches)
    assert [row["happened_on"] for row in found] == ([ago(last)] if is_found else [])


def event(code: str, days: int = 5, until: int = -30, amount: int | None = 100) -> list[object]:
    return ["c1", code, ago(days), ago(until), amount, 0.5, "{}"]


def level(*events: list[object], **rows: Any) -> tuple[str, int, list[str]]:
    """Level, points and reasons of the one customer; none without a row."""
    found = rows_of("churn_level", events=events, **rows)
    if not found:
        return "none", 0, []
    (row,) = found
    return row["churn_level"], row["churn_points"], [reason["code"] for reason in row["churn_reasons"]]


def test_the_points_of_the_rules_make_the_level() -> None:
    fallen = balances(0, 20_000, None)
    assert level(balance=fallen) == ("low", 25, ["balance_fall"])
    both = matured(10, 1_000, amount=30_000)
    both["balance"].append({"account_id": "a2", "balance_on": THREE_MONTHS, "balance": 30_000})
    assert level(**both) == ("medium", 50, ["maturity_withdrawn", "balance_fall"][::-1])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"balance": balances(0, 10_000, None)}, "low"),
        ({"balance": balances(0, 9_999, None)}, "none"),
        ({"balance": balances(0, 10_000, None), "customer": [{"deceased": True}]}, "none"),
        ({"balance": balances(0, 10_000, None), "customer": [{"birth_date": date(2010, 1, 1)}]}, "none"),
    ],
    ids=["worth a warning", "too little to lose", "dead", "under age"],
)
def test_who_is_warned_about(rows: dict[str, Any], expected: str) -> None:
    assert level(**rows)[0] == expected


def test_the_catalogue_keeps_its_order() -> None:
    assert list(CHURN.levels) == ["low", "medium", "high"]
    assert {"balance_fall", "maturity_withdrawn", "inactive"} <= CHURN.rules.keys()
    assert set(CHURN.rules) - {"balance_fall", "maturity_withdrawn", "inactive"} <= CATALOG.events.keys()
