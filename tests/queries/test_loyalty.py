"""Each part of the loyalty index on rows anybody can count: what earns points, just misses, is too old."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import LONG_AGO, ago, at
from tests.queries.one_mart import rows_of

LAST_QUARTER = date(2026, 9, 30)
KNOWN_SINCE = {"booked_at": at(700), "amount": 1, "payment_method": "interest"}


def parts(**rows: Any) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Part → what was measured and its points, today."""
    (found,) = rows_of("loyalty_part", **rows)
    return {part["part"]: (part["measured"], part["points"]) for part in found["loyalty_parts"]}


def earned(part: str, **rows: Any) -> tuple[str | None, str | None]:
    measured, points = parts(**rows)[part]
    return (None if measured is None else str(measured), None if points is None else str(points))


def answers(*given: tuple[int, int], aspect: str = "service") -> list[dict[str, Any]]:
    """Answers of customer c1 as days ago and score."""
    return [
        {"customer_id": "c1", "answered_on": ago(days), "aspect": aspect, "score": score}
        for days, score in given
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([(0, 5)], ("5.0000", "100.0"), id="the best answer earns all points"),
        pytest.param([(0, 1)], ("1.0000", "0.0"), id="the worst earns none"),
        pytest.param([(0, 1), (180, 4)], ("2.0000", "25.0"), id="an answer of 180 days counts half"),
        pytest.param([(364, 2)], ("2.0000", "25.0"), id="364 days old still counts"),
        pytest.param([(365, 2)], (None, None), id="365 days old says nothing any more"),
        pytest.param([(-1, 2)], (None, None), id="an answer after as_of is not known yet"),
        pytest.param([], (None, None), id="nothing asked, nothing invented"),
    ],
)
def test_satisfaction(given: list[tuple[int, int]], expected: tuple[str | None, ...]) -> None:
    assert earned("service", survey=answers(*given)) == expected


@pytest.mark.parametrize("aspect", ["product", "service", "process", "campaign"])
def test_each_aspect_is_a_part_of_its_own(aspect: str) -> None:
    found = parts(survey=answers((0, 3), aspect=aspect))
    asked = {part: found[part] for part in ("product", "service", "process", "campaign")}
    assert asked == dict.fromkeys(asked, (None, None)) | {aspect: (Decimal(3), Decimal(50))}


def test_products_are_kinds_of_open_accounts() -> None:
    accounts = [
        {"account_id": "a1"},
        {"account_id": "a2"},
        {"account_id": "a3", "kind": "fund"},
        {"account_id": "a4", "kind": "wealth", "closed_on": AS_OF},
        {"account_id": "a5", "kind": "gold", "opened_on": ago(-1)},
    ]
    assert earned("products", account=accounts) == ("2.0000", "40.0")


@pytest.mark.parametrize(
    ("opened_on", "expected"),
    [
        (date(2021, 11, 20), ("4.9993", "50.0")),
        (date(2006, 11, 20), ("20.0000", "100.0")),
        (AS_OF, ("0.0000", "0.0")),
        (None, (None, None)),
    ],
)
def test_tenure_is_counted_in_years(opened_on: date | None, expected: tuple[str | None, ...]) -> None:
    assert earned("tenure", customer=[{"first_opened_on": opened_on}]) == expected


def payment(days: int, amount: int = -10, **changed: Any) -> dict[str, Any]:
    return {"booked_at": at(days), "amount": amount, "payment_method": "card", "channel": "pos", **changed}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([payment(0), payment(80)], ("0.7407", "6.2"), id="from 1 September, 81 days"),
        pytest.param([payment(81)], ("0.0000", "0.0"), id="31 August is too early"),
        pytest.param([payment(-1)], ("0.0000", "0.0"), id="tomorrow is not known yet"),
        pytest.param([payment(0, 10)], ("0.0000", "0.0"), id="a receipt is not made by the customer"),
        pytest.param([payment(0, channel="batch")], ("0.0000", "0.0"), id="nor is a batch"),
        pytest.param([payment(0, payment_method="direct_debit")], ("0.0000", "0.0"), id="nor a debit"),
        pytest.param([payment(0, payment_method="fee")], ("0.0000", "0.0"), id="nor a fee"),
    ],
)
def test_activity_is_payments_in_30_days(rows: list[dict[str, Any]], expected: tuple[str, str]) -> None:
    assert earned("activity", transaction=rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], ("1.0000", "100.0"), id="everything stays"),
        pytest.param([payment(0, -300, payment_method="wechat")], ("0.7500", "75.0"), id="to a wallet"),
        pytest.param(
            [payment(0, -300, payment_method="transfer", counterparty_bank="Other")],
            ("0.7500", "75.0"),
            id="to another bank",
        ),
        pytest.param(
            [payment(0, -300, payment_method="transfer", counterparty_bank="Ours")],
            ("1.0000", "100.0"),
            id="within this bank",
        ),
        pytest.param([payment(81, -300, payment_method="wechat")], ("1.0000", "100.0"), id="too early"),
    ],
)
def test_wallet_is_what_stays(rows: list[dict[str, Any]], expected: tuple[str, str]) -> None:
    assert earned("wallet", balance=[{"balance": 900}], transaction=rows) == expected


def test_nothing_held_and_nothing_gone_says_nothing() -> None:
    assert earned("wallet", balance=[{"balance": 0}]) == (None, None)


def referred(*opened_on: date | None) -> list[dict[str, Any]]:
    friends = [
        {"customer_id": f"c{n}", "referred_by": "c1", "first_opened_on": day}
        for n, day in enumerate(opened_on, start=2)
    ]
    return [{"customer_id": "c1"}, *friends]


@pytest.mark.parametrize(
    ("opened_on", "expected"),
    [
        ((AS_OF,), ("1.0000", "50.0")),
        ((LONG_AGO, LONG_AGO, LONG_AGO), ("3.0000", "100.0")),
        ((ago(-1),), ("0.0000", "0.0")),
        ((None,), (None, None)),
        ((), (None, None)),
    ],
)
def test_referrals(opened_on: tuple[date | None, ...], expected: tuple[str | None, ...]) -> None:
    assert earned("referrals", customer=referred(*opened_on)) == expected


def test_the_index_is_the_mean_by_weight_of_the_parts_that_are_known() -> None:
    rows: dict[str, Any] = {
        "customer": [{"first_opened_on": date(2006, 1, 1)}],
        "balance": [{"balance": 900}],
        "transaction": [payment(0, -300, payment_method="wechat")],
        "survey": answers((0, 2)),
    }
    points = {part: points for part, (_, points) in parts(**rows).items() if points is not None}
    assert points == {
        "service": Decimal("25.0"),
        "products": Decimal("20.0"),
        "tenure": Decimal("100.0"),
        "activity": Decimal("3.1"),
        "wallet": Decimal("75.0"),
    }
    (found,) = rows_of("loyalty_trend", **rows)
    assert found["loyalty_index"] == Decimal("40.7")  # 25·15 + 20·15 + 100·10 + 3.1·15 + 75·15 of 70


def test_the_trend_is_measured_anew_on_each_quarter_end() -> None:
    rows: dict[str, Any] = {
        "transaction": [KNOWN_SINCE],
        "survey": answers((0, 1), (60, 5)),
        "balance": [{"balance": 900, "balance_on": date(2026, 9, 30)}, {"balance": 900}],
    }
    (found,) = rows_of("loyalty_trend", **rows)
    days = [one["on"] for one in found["loyalty_trend"]]
    assert days == [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), LAST_QUARTER, AS_OF]
    (both,) = rows_of("loyalty_part", **rows)
    service = next(part for part in both["loyalty_parts"] if part["part"] == "service")
    assert (service["measured_before"], service["points_before"]) == (Decimal("5.0000"), Decimal("100.0"))
    assert service["points"] < service["points_before"]
    assert found["loyalty_index"] < found["loyalty_index_before"]


def test_a_quarter_the_feed_does_not_cover_is_left_out() -> None:
    (found,) = rows_of("loyalty_trend", transaction=[payment(60)])
    assert [one["on"] for one in found["loyalty_trend"]] == [AS_OF]
    assert found["loyalty_index_before"] is None


@pytest.mark.parametrize(
    "customer", [{"deceased": True}, {"birth_date": date(2008, 11, 21)}], ids=["dead", "under age"]
)
def test_nobody_is_judged_under_age_or_after_death(customer: dict[str, Any]) -> None:
    assert rows_of("loyalty_trend", customer=[customer]) == []


def test_a_birthday_today_is_of_age_and_an_unknown_one_too() -> None:
    for birth_date in (date(2008, 11, 20), None):
        assert len(rows_of("loyalty_trend", customer=[{"birth_date": birth_date}])) == 1
