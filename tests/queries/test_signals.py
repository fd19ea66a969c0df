"""What cards and tags rest on, on rows that anybody can count: each fact hit, missed by one, and too old."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from lobby.data import queries
from tests.queries.one_event import ago, at
from tests.queries.one_mart import rows_of

CODES = [
    {"code": "5552", "category": "transport"},
    {"code": "4111", "category": "transport"},
    {"code": "5944", "category": "luxury"},
    {"code": "5948", "category": "luxury"},
    {"code": "5200", "category": "home_improvement"},
    {"code": "6300", "category": "insurance"},
    {"code": "4722", "category": "travel"},
    {"code": "6513", "category": "rent"},
    {"code": "7230", "category": "beauty"},
    {"code": "5099", "category": "wholesale"},
]
CARD = {"account_id": "a9", "kind": "credit_card"}
FOREIGN = {"account_id": "a8", "currency": "USD"}


def signals(**rows: Any) -> dict[str, Any]:
    """The one customer's signals."""
    (found,) = rows_of("portrait/signals", **{"merchant_category": CODES, **rows})
    return found


def pay(code: str, days: int, amount: int = 100, **changed: Any) -> dict[str, Any]:
    plain = {"booked_at": at(days), "amount": -amount, "merchant_category": code, "payment_method": "card"}
    return {**plain, **changed}


def paid(*rows: dict[str, Any], **tables: Any) -> dict[str, Any]:
    return signals(transaction=list(rows), **tables)


def touched(*rows: dict[str, Any]) -> dict[str, Any]:
    return signals(touchpoint=list(rows))


def touch(kind: str, days: int = 5, product: str | None = None, said: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "happened_at": at(days), "product_code": product, "reference": said}


def test_somebody_without_anything_has_no_signal() -> None:
    found = signals()
    empty = ("category_windows", "viewed_products", "viewed_often", "calculated_products", "asked_topics",
             "unfinished_products", "foreign_categories")  # fmt: skip
    assert [found[name] for name in empty] == [[]] * len(empty)
    zero = ("count_charging_30d", "count_jewellery_90d", "home_shops_45d", "rent_months", "beauty_months",
            "gift_payers", "count_receipts_30d")  # fmt: skip
    assert [found[name] for name in zero] == [0] * len(zero)
    unknown = ("mortgage_opened_on", "joint_opened_on", "car_insured_on", "luxury_income_share",
               "receipt_gap_ratio", "wholesale_ratio")  # fmt: skip
    assert [found[name] for name in unknown] == [None] * len(unknown)
    assert found["is_top_luxury"] is False


@pytest.mark.parametrize(
    ("as_of", "month", "days"),
    [
        (date(2026, 11, 20), 11, 42),
        (date(2027, 1, 1), 1, 0),
        (date(2027, 1, 2), 1, 35),
        (date(2030, 1, 1), 1, None),
    ],
)
def test_the_calendar_tells_the_month_and_the_days_to_the_next_long_holiday(
    as_of: date, month: int, days: int | None
) -> None:
    (found,) = rows_of("portrait/signals", as_of=as_of)
    assert (found["month_now"], found["days_to_holiday"]) == (month, days)


def test_looks_calculations_and_questions_of_90_days_are_known_by_product_and_topic() -> None:
    found = touched(
        touch("view_product", 89, "fx_service"),
        touch("view_product", 3, "fx_service"),
        touch("view_product", 3, "gold_acc"),
        touch("view_product", 90, "loan_home"),
        touch("calculator", 60, "loan_mortgage"),
        touch("question", 4, said="请问公积金能付房租吗"),
        touch("question", 4, said="How do I get PROOF OF FUNDS?"),
        touch("question", 4, said="怎么改手机号"),
        touch("question", 90, said="医美贵不贵"),
        touch("ad_click", 4, "loan_home", said="医美"),
    )
    assert found["viewed_products"] == ["fx_service", "gold_acc"]
    assert found["viewed_often"] == ["fx_service"]
    assert found["calculated_products"] == ["loan_mortgage"]
    assert found["asked_topics"] == ["housing_fund", "proof_of_funds"]


def test_what_was_taken_further_is_not_unfinished() -> None:
    assert touched(touch("calculator", 10, "loan_home"))["unfinished_products"] == ["loan_home"]
    further = [touch("calculator", 10, "loan_home"), touch("application_started", 9, "loan_home")]
    assert touched(*further)["unfinished_products"] == []


def test_mortgages_joint_accounts_and_loans_are_known_by_their_days() -> None:
    accounts = [
        {"account_id": "a1"},
        {"account_id": "m1", "kind": "mortgage", "opened_on": ago(4000), "closed_on": ago(9)},
        {"account_id": "m2", "kind": "mortgage", "opened_on": ago(400)},
        {"account_id": "j1", "opened_on": ago(20)},
        {"account_id": "j2", "opened_on": ago(10), "closed_on": ago(1)},
    ]
    parties = [
        {"account_id": account, "customer_id": "c2", "role": role}
        for account, role in (("j1", "joint"), ("j2", "joint"), ("m2", "guardian"))
    ]
    found = rows_of(
        "portrait/signals",
        customer=[{"customer_id": "c1"}, {"customer_id": "c2"}],
        account=accounts,
        account_party=parties,
    )
    owner, other = found
    assert (owner["mortgage_opened_on"], owner["mortgage_settled_on"]) == (ago(400), ago(9))
    assert owner["joint_opened_on"] == ago(20)
    assert (other["joint_opened_on"], other["mortgage_opened_on"]) == (ago(20), None)


@pytest.mark.parametrize(
    ("product", "due", "left"),
    [
        ("loan_home", (30, 0, -30, -60), 2),
        ("loan_home", (-30, -60, -90), 3),
        ("loan_home", (-30, -60), 2),  # the schedule reaches the day the loan matures
        ("loan_home", (-30, -58), None),  # … or does not
        ("loan_home", (30, 0), None),
        ("loan_small", (-30, -60), None),
    ],
)
def test_the_instalments_left_are_counted_in_the_schedule(
    product: str, due: tuple[int, ...], left: int | None
) -> None:
    loan = {"account_id": "l1", "kind": "consumer_loan", "product_code": product, "matures_on": ago(-90)}
    schedule = [{"account_id": "l1", "due_on": ago(days), "due_amount": 100} for days in due]
    (found,) = rows_of("portrait/signals", account=[loan], loan_schedule=schedule)
    assert found["home_loan_dues_left"] == left


def test_an_organisation_counts_from_the_day_it_was_registered() -> None:
    organisations = [
        {"organisation_id": name, "name": name, "registered_on": ago(days)}
        for name, days in (("g1", 300), ("g2", 5), ("g3", -1))
    ]
    people = [
        {"organisation_id": one["organisation_id"], "customer_id": "c1", "role": "owner"}
        for one in organisations
    ]
    found = signals(organisation=organisations, organisation_person=people)
    assert found["organisation_registered_on"] == ago(5)


def test_charging_jewellery_and_shops_are_counted_in_their_days() -> None:
    found = paid(
        pay("5552", 0), pay("5552", 29), pay("5552", 30), pay("4111", 3),
        pay("5944", 89), pay("5944", 90), pay("5948", 3),
        pay("5200", 44, counterparty_name="A"), pay("5200", 3, counterparty_name="A"),
        pay("5200", 3, counterparty_name="B"), pay("5200", 45, counterparty_name="C"),
        pay("5200", 3, counterparty_name="D", amount=-50),
    )  # fmt: skip
    assert (found["count_charging_30d"], found["count_jewellery_90d"], found["home_shops_45d"]) == (2, 1, 2)


def test_a_car_insurer_is_known_by_its_name() -> None:
    found = paid(
        pay("6300", 340, counterparty_name="安途车险"),
        pay("6300", 3, counterparty_name="示例健康险甲"),
        pay("5200", 2, counterparty_name="车险柜台"),
    )
    assert found["car_insured_on"] == ago(340)
    assert paid(pay("6300", 366, counterparty_name="Car Insurance Ltd"))["car_insured_on"] is None


def test_what_is_paid_from_an_account_in_another_currency_is_foreign() -> None:
    accounts = [{"account_id": "a1"}, FOREIGN]
    foreign = [pay("4722", 3, account_id="a8"), pay("5200", 90, account_id="a8"), pay("5944", 3)]
    assert paid(*foreign, account=accounts)["foreign_categories"] == ["travel"]


def salary(months_ago: int) -> dict[str, Any]:
    day = date(2026, 11 - months_ago, 15)
    return {"booked_at": at((date(2026, 11, 20) - day).days), "amount": 10_000, "payment_method": "salary"}


def test_a_luxury_piece_on_credit_is_measured_by_the_salary() -> None:
    accounts, paydays = [{"account_id": "a1"}, CARD], [salary(months) for months in range(4)]
    on_credit = pay("5948", 59, 3_000, account_id="a9")
    assert paid(on_credit, *paydays, account=accounts)["luxury_income_share"] == Decimal("0.3")
    assert paid(on_credit, account=accounts)["luxury_income_share"] is None
    too_old = pay("5948", 60, 3_000, account_id="a9")
    debit = pay("5948", 5, 9_000)
    assert paid(too_old, debit, *paydays, account=accounts)["luxury_income_share"] is None


def test_the_top_buyers_are_a_share_of_the_buyers_of_the_bank() -> None:
    people = [{"customer_id": f"c{number:02}"} for number in range(40)]
    accounts = [{"account_id": f"a{number:02}", "customer_id": f"c{number:02}"} for number in range(40)]
    bought = [pay("5944", 10, 100 + number, account_id=f"a{number:02}") for number in range(40)]
    found = rows_of(
        "portrait/signals", customer=people, account=accounts, transaction=bought, merchant_category=CODES
    )
    assert [row["customer_id"] for row in found if row["is_top_luxury"]] == ["c38", "c39"]


@pytest.mark.parametrize(
    ("paid_in", "months"),
    [
        ([0, 1, 2], 3),
        ([1, 2], 2),  # this month is not paid yet
        ([2, 3], 0),  # the last one was left out
        ([0, 1, 3, 4], 2),
        (range(24), 24),
    ],
)
def test_months_in_a_row_end_with_this_month_or_the_last(paid_in: Any, months: int) -> None:
    rows = [pay("6513", 10 + 30 * number) for number in paid_in]
    days = [date(2026 + (10 - number) // 12, (10 - number) % 12 + 1, 10) for number in paid_in]
    for row, day in zip(rows, days, strict=True):
        row["booked_at"] = at((date(2026, 11, 20) - day).days)
    found = paid(*rows, {**rows[0], "merchant_category": "7230"})
    assert found["rent_months"] == months
    assert found["beauty_months"] == (1 if 0 in paid_in or 1 in paid_in else 0)


def gift(payer: int, days: int, amount: int = 2_500) -> dict[str, Any]:
    return {"booked_at": at(days), "amount": amount, "counterparty_name": f"P{payer}"}


def gifts(*rows: dict[str, Any]) -> int:
    return int(signals(transaction=list(rows))["gift_payers"])


def test_many_small_sums_within_a_week_that_stayed_are_gifts() -> None:
    week = [gift(number, number % 7) for number in range(10)]
    assert gifts(*week) == 10
    assert gifts(*week[:9], gift(8, 3)) == 9  # the same payer twice is one
    assert gifts(*[gift(number, number % 7, 1_900) for number in range(10)]) == 0  # 19,000 together
    assert gifts(*week[:9], gift(9, 3, 5_001)) == 9  # too large for a gift
    assert gifts(*[gift(number, 3 * number) for number in range(10)]) == 0  # never enough in one week
    assert gifts(*[gift(number, 31 + number % 5) for number in range(10)]) == 0  # too long ago


def test_what_is_passed_on_is_no_gift() -> None:
    week = [gift(number, 5) for number in range(10)]
    out = {"booked_at": at(3), "counterparty_name": "X"}
    assert gifts(*week, {**out, "amount": -12_500}) == 10
    assert gifts(*week, {**out, "amount": -12_501}) == 0


def receipts(*days: int) -> dict[str, Any]:
    return signals(transaction=[gift(number, days, 90) for number, days in enumerate(days)])


def test_receipts_are_counted_and_the_gap_between_them_compared() -> None:
    found = receipts(0, 29, 30, 89, *range(100, 220, 10))
    assert (found["count_receipts_30d"], found["receipt_gap_ratio"]) == (2, Decimal("1.5"))  # 12 ÷ 2 ÷ 4
    assert receipts(0, 100, 110, 120, 130, 140)["receipt_gap_ratio"] is None  # 5 before are too few
    assert receipts(*range(100, 220, 10))["receipt_gap_ratio"] is None  # none since


def test_wholesale_of_this_month_is_measured_by_the_year() -> None:
    found = paid(pay("5099", 5, 3_000), pay("5099", 40, 3_000), pay("5099", 200, 6_000))
    assert found["wholesale_ratio"] == Decimal(3)


def test_a_category_without_a_payment_in_90_days_has_no_window() -> None:
    found = paid(pay("5200", 89, 700), pay("5200", 300, 900), pay("4722", 90))["category_windows"]
    assert found == [
        {
            "code": "home_improvement", "count_30d": 0, "count_45d": 0, "count_60d": 0,
            "amount_60d": 0, "max_60d": None, "count_90d": 1, "first_on": ago(300),
        }
    ]  # fmt: skip


def test_cards_and_tags_are_counted_over_everybody() -> None:
    with duckdb.connect() as con:
        con.execute("create table portrait (customer_id varchar, scenarios varchar[], tags varchar[])")
        con.execute(
            "insert into portrait values ('a', ['X', 'Y'], ['p']), ('b', ['X'], []), ('c', [], ['p', 'q'])"
        )
        counted = {name: queries.load(f"marts/{name}").sql for name in ("scenario_count", "tag_count")}
        found = {name: con.execute(f"from ({sql}) order by code").fetchall() for name, sql in counted.items()}
    assert found["scenario_count"] == [("X", 2), ("Y", 1)]
    assert found["tag_count"] == [("p", 2, Decimal("0.6667")), ("q", 1, Decimal("0.3333"))]
