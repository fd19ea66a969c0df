"""Events of salary, pension and business receipts: found, just missed, expired."""

from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import Rows, ago, happened


def paid(*amounts: int, first_months_ago: int, **rest: Any) -> list[dict[str, Any]]:
    """One salary on the 5th of each month, the first so many months before that of as_of."""
    months = [AS_OF.year * 12 + AS_OF.month - 1 - first_months_ago + place for place in range(len(amounts))]
    days = [f"{month // 12}-{month % 12 + 1:02}-05 09:00:00" for month in months]
    return [
        {"booked_at": day, "amount": amount, "payment_method": "salary", "channel": "batch", **rest}
        for day, amount in zip(days, amounts, strict=True)
    ]


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


EMPLOYER: dict[str, Any] = {"payment_method": "transfer", "counterparty_name": "Works"}
BEFORE: dict[str, Any] = {"booked_at": "2026-02-01 10:00:00", "amount": -10}


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ([*paid(8000, first_months_ago=1), BEFORE], None),  # 46 days ago
        ([*paid(8000, first_months_ago=0), BEFORE], ("2026-11-05", "2026-11-05")),
        ([*paid(8000, 8100, first_months_ago=1), BEFORE], None),
        (paid(8000, first_months_ago=0), None),  # nothing is known of the time before
        ([*paid(8000, 8000, 8000, first_months_ago=2, **EMPLOYER), BEFORE], None),  # no 3 complete months yet
        ([*paid(8000, 8000, 8000, 8000, first_months_ago=3, **EMPLOYER), BEFORE], None),  # third in October
        ([*paid(8000, first_months_ago=0, payment_method="pension"), BEFORE], None),
    ],
)
def test_salary_first(rows: Rows, seen: tuple[str, str] | None) -> None:
    found = happened("salary_first", transaction=rows)
    told = [(one.happened_on.isoformat(), one.evidence["began_on"]) for one in found]
    assert told == ([] if seen is None else [seen])


def test_the_first_salary_of_a_new_customer_counts() -> None:
    rows = paid(8000, first_months_ago=0)
    for days, count in ((90, 1), (91, 0)):
        assert len(happened("salary_first", account=[{"opened_on": ago(days)}], transaction=rows)) == count


def test_an_untagged_salary_is_first_seen_with_its_third_month() -> None:
    rows = [*paid(8000, 8000, 8000, first_months_ago=3, **EMPLOYER), BEFORE]
    (found,) = happened("salary_first", as_of=AS_OF.replace(month=10, day=31), transaction=rows)
    assert (found.happened_on.isoformat(), found.evidence["began_on"]) == ("2026-10-05", "2026-08-05")


@pytest.mark.parametrize(
    ("rows", "last_on"),
    [
        (paid(8000, 8000, 8000, 8000, first_months_ago=5), "2026-09-05"),
        (paid(8000, 8000, 8000, first_months_ago=5), None),  # too few months
        (paid(8000, 8000, 8000, 8000, first_months_ago=9), None),  # expired
        (paid(8000, 7000, 6500, 8000, first_months_ago=5, **EMPLOYER), "2026-09-05"),
        (paid(8000, 7000, 6399, 8000, first_months_ago=5, **EMPLOYER), None),  # not like an employer
        (paid(8000, 8000, 8000, 8000, first_months_ago=5, counterparty_customer_id="c1"), None),
        (paid(8000, 8000, 8000, 8000, first_months_ago=5, payment_method="pension"), None),
        (
            paid(8000, 8000, 8000, 8000, first_months_ago=6, **EMPLOYER)
            + paid(8000, 8000, 8000, 8000, first_months_ago=3),
            None,  # another salary comes
        ),
    ],
)
def test_salary_stopped(rows: Rows, last_on: str | None) -> None:
    found = happened("salary_stopped", transaction=rows)
    assert [one.evidence["last_on"] for one in found] == ([] if last_on is None else [last_on])
    assert [one.happened_on for one in found] == [ago(36)][: len(found)]


def test_a_salary_has_stopped_when_its_day_is_long_past() -> None:
    rows = paid(8000, 8000, 8000, 8000, first_months_ago=4)
    assert happened("salary_stopped", as_of=AS_OF.replace(day=13), transaction=rows) == []
    (found,) = happened("salary_stopped", as_of=AS_OF.replace(day=14), transaction=rows)
    assert (found.evidence["last_on"], found.evidence["months"]) == ("2026-10-05", 4)


@pytest.mark.parametrize(
    ("rows", "began_on"),
    [
        ([*paid(4000, first_months_ago=0, payment_method="pension"), BEFORE], "2026-11-05"),
        ([*paid(4000, first_months_ago=1, payment_method="pension"), BEFORE], None),
        ([*paid(4000, 4000, first_months_ago=1, payment_method="pension"), BEFORE], None),
        (paid(4000, first_months_ago=0, payment_method="pension"), None),
        ([*paid(4000, first_months_ago=0), BEFORE], None),
    ],
)
def test_pension_first(rows: Rows, began_on: str | None) -> None:
    found = happened("pension_first", transaction=rows)
    assert [one.happened_on.isoformat() for one in found] == ([] if began_on is None else [began_on])


def receipts(month: int, count: int, payers: int, each: int) -> list[dict[str, Any]]:
    """So many receipts by WeChat in a month, from so many payers in turn."""
    return [
        {
            "booked_at": f"2026-{month:02}-{1 + place % 28:02} 11:00:00",
            "amount": each,
            "payment_method": "wechat",
            "channel": "third_party",
            "counterparty_name": f"p{place % payers}",
        }
        for place in range(count)
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (receipts(10, 20, 10, 2_500), (20, 10, "50000.00")),
        (receipts(10, 19, 10, 2_700), None),
        (receipts(10, 20, 9, 2_500), None),
        (receipts(10, 20, 10, 2_499), None),
        (receipts(10, 20, 10, 2_500) + receipts(9, 20, 10, 2_500), None),  # not new
        (receipts(10, 20, 10, 2_500) + receipts(9, 19, 10, 2_500), (20, 10, "50000.00")),
        (receipts(11, 20, 10, 2_500), None),  # the month is not over
        (receipts(9, 20, 10, 2_500), None),  # it ended
    ],
)
def test_business_receipts(rows: Rows, found: tuple[int, int, str] | None) -> None:
    seen = happened("business_receipts", transaction=rows)
    told = [(one.evidence["count"], one.evidence["count_payers"], str(one.amount)) for one in seen]
    assert told == ([] if found is None else [found])


def test_business_receipts_are_news_for_a_month() -> None:
    rows = receipts(10, 20, 10, 2_500)
    (found,) = happened("business_receipts", as_of=AS_OF.replace(day=29), transaction=rows)
    assert (found.happened_on.isoformat(), found.expires_on.isoformat()) == ("2026-10-31", "2026-11-30")
    assert happened("business_receipts", as_of=AS_OF.replace(day=30), transaction=rows) == []
