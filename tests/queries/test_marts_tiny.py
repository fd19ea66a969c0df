"""Every figure of the tiny bank, as worked out by hand in tests/data/tiny/README.md."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.built import records

ASSETS = {
    "c01": {"current": "12345.67", "time_deposit": "200000.00"},
    "c02": {"current": "6730.62", "gold": "2000.00"},
    "c03": {"current": "80000.00"},
    "c04": {"current": "650.00"},
    "c05": {"current": "25848.00", "time_deposit": "50000.00", "fund": "10000.00", "insurance": "8000.00"},
    "c06": {"current": "560000.00"},
    "c07": {"current": "5000.00", "wealth": "100000.00", "securities": "15000.00"},
    "c08": {"current": "300.00"},
    "c09": {"current": "4550.00", "time_deposit": "70000.00"},
    "c10": {"current": "66000.00"},
    "c11": {"current": "8888.88"},
    "c12": {"current": "20000.00"},
}
LIABILITIES = {
    "c02": {"credit_card": "2500.00"},
    "c03": {"business_loan": "300000.00"},
    "c08": {"consumer_loan": "12000.00"},
    "c11": {"mortgage": "900000.00"},
}
MATURING = {"c01": "200000.00", "c05": "50000.00", "c07": "15000.00", "c09": "30000.00"}
SPENT = {
    "c01": {"cash": "500.00", "wechat": "60.00"},
    "c02": {"alipay": "3100.50", "wechat": "300.00", "card": "10.00", "other": "88.88"},
    "c03": {"transfer": "8000.00"},
    "c04": {"wechat": "50.00"},
    "c05": {"transfer": "200.00", "direct_debit": "150.00", "fee": "2.00"},
    "c06": {"transfer": "30000.00"},
    "c11": {"card": "45.60"},
}


@pytest.fixture(scope="module")
def people(tiny: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    return {row["customer_id"]: row for row in records(tiny, "select * from portrait order by customer_id")}


def money(amounts: dict[str, str]) -> dict[str, Decimal]:
    return {kind: Decimal(amount) for kind, amount in amounts.items()}


def by_kind(row: dict[str, Any], prefix: str) -> dict[str, Decimal]:
    found = {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}
    return {kind: value for kind, value in found.items() if value is not None and kind != "gov_bond"}


def spent(entries: list[dict[str, Any]]) -> dict[str, Decimal]:
    return {entry["code"]: entry["amount"] for entry in entries}


@pytest.mark.parametrize("customer", ASSETS)
def test_assets_liabilities_and_maturities(people: dict[str, dict[str, Any]], customer: str) -> None:
    row = people[customer]
    assert by_kind(row, "asset_") == money(ASSETS[customer])
    assert row["aum"] == sum(money(ASSETS[customer]).values())
    assert by_kind(row, "liability_") == money(LIABILITIES.get(customer, {}))
    assert row["liabilities"] == sum(money(LIABILITIES.get(customer, {})).values())
    assert row["maturing_30d"] == Decimal(MATURING.get(customer, "0.00"))


def test_a_currency_without_a_rate_stands_alone(people: dict[str, dict[str, Any]]) -> None:
    assert people["c08"]["other_currencies"] == [{"currency": "USD", "amount": Decimal("1200.50")}]
    assert [row["customer_id"] for row in people.values() if row["other_currencies"]] == ["c08"]


def test_the_savings_bond_is_part_of_the_securities(people: dict[str, dict[str, Any]]) -> None:
    assert people["c07"]["asset_gov_bond"] == Decimal("15000.00")


@pytest.mark.parametrize("customer", ASSETS)
def test_spending_by_method(people: dict[str, dict[str, Any]], customer: str) -> None:
    assert spent(people[customer]["spent_by_method_365d"]) == money(SPENT.get(customer, {}))


def test_spending_by_category(people: dict[str, dict[str, Any]]) -> None:
    assert spent(people["c02"]["spent_by_category_365d"]) == money(
        {
            "dining": "1900.00",
            "grocery": "1200.50",
            "transport": "300.00",
            "education": "10.00",
            "other": "88.88",
        }
    )


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        ("salary", {"c02": (15, "4820.00"), "c05": (5, "6200.00")}),
        ("pension", {"c01": (10, "4200.00")}),
    ],
)
def test_regular_income(
    people: dict[str, dict[str, Any]], income: str, expected: dict[str, tuple[int, str]]
) -> None:
    found = {
        customer: (row[f"{income}_day"], str(row[f"{income}_amount"]))
        for customer, row in people.items()
        if row[f"{income}_day"] is not None
    }
    assert found == expected


@pytest.mark.parametrize(
    ("purpose", "granted"),
    [
        ("marketing", {"c01", "c02", "c07", "c09", "c10", "c11", "c12"}),
        ("profiling", {"c02"}),
        ("partner_data", {"c11"}),
        ("face", set()),
    ],
)
def test_consent_in_the_branch(people: dict[str, dict[str, Any]], purpose: str, granted: set[str]) -> None:
    assert {customer for customer, row in people.items() if row[f"has_{purpose}_consent"]} == granted


def test_relations_show_and_their_money_does_not(people: dict[str, dict[str, Any]]) -> None:
    roles = {
        customer: [(role["account_id"], role["role"]) for role in row["party_roles"]]
        for customer, row in people.items()
    }
    assert {customer: found for customer, found in roles.items() if found} == {
        "c05": [("a07", "guardian")],
        "c09": [("a08", "joint")],
        "c12": [("a10", "authorised")],
    }
    assert people["c05"]["is_guardian"] is True


def test_what_is_unfinished_or_complained_about(people: dict[str, dict[str, Any]]) -> None:
    assert [(touch["kind"], touch["product_code"]) for touch in people["c11"]["unfinished"]] == [
        ("application_abandoned", "loan_consumer")
    ]
    assert [customer for customer, row in people.items() if row["has_open_complaint"]] == ["c12"]
    last = {customer: row["last_complaint_on"] for customer, row in people.items()}
    assert {customer: day for customer, day in last.items() if day is not None} == {
        "c07": date(2026, 10, 3),
        "c12": date(2026, 11, 10),
    }


def test_who_has_an_organisation(people: dict[str, dict[str, Any]]) -> None:
    assert {customer for customer, row in people.items() if row["has_organisation"]} == {"c03", "c05", "c12"}


def test_ages_are_full_years(people: dict[str, dict[str, Any]]) -> None:
    ages = {customer: row["age"] for customer, row in people.items()}
    assert (ages["c01"], ages["c02"], ages["c04"], ages["c12"]) == (71, 28, 12, 51)


def test_every_customer_has_one_row_with_as_of(people: dict[str, dict[str, Any]]) -> None:
    assert list(people) == [f"c{number:02}" for number in range(1, 13)]
    assert {row["as_of"] for row in people.values()} == {date(2026, 11, 20)}


def test_the_trend_ends_with_the_assets(people: dict[str, dict[str, Any]]) -> None:
    for row in people.values():
        last = {
            entry["kind"]: entry["balance"]
            for entry in row["assets_by_month"]
            if entry["month_end"] == date(2026, 11, 20)
        }
        assert last == by_kind(row, "asset_")


def test_search_keys_of_names_and_numbers(tiny: duckdb.DuckDBPyConnection) -> None:
    keys = records(tiny, "select kind, key from search_key where customer_id = 'c09' order by kind, key")
    assert [(row["kind"], row["key"]) for row in keys] == [
        ("card_tail", "1007"),
        ("customer_id", "c09"),
        ("id_number", "000000198807070009"),
        ("initials", "ayglmmt"),
        ("name", "阿依古丽·买买提"),
        ("phone", "13200007890"),
        ("phone_tail", "7890"),
        ("pinyin", "ayigulimaimaiti"),
    ]


def test_tokens_by_which_machines_know_somebody(tiny: duckdb.DuckDBPyConnection) -> None:
    keys = records(tiny, "select kind, key from identity_key where customer_id = 'c01' order by kind, key")
    assert [(row["kind"], row["key"]) for row in keys] == [
        ("appointment", "ap1"),
        ("card", "k01"),
        ("card", "k02"),
    ]


def test_reasons_to_talk(tiny: duckdb.DuckDBPyConnection) -> None:
    found = records(tiny, "select customer_id, code, due_on from lead_source order by due_on, customer_id")
    assert [(row["customer_id"], row["code"], row["due_on"].isoformat()) for row in found] == [
        ("c07", "rating_expiring", "2026-11-19"),
        ("c02", "rating_expiring", "2026-11-20"),
        ("c05", "deposit_maturing", "2026-11-20"),
        ("c07", "investment_maturing", "2026-12-01"),
        ("c01", "deposit_maturing", "2026-12-03"),
        ("c03", "question_asked", "2026-12-11"),
        ("c02", "calculation_left", "2026-12-16"),
        ("c11", "application_abandoned", "2026-12-17"),
        ("c09", "deposit_maturing", "2026-12-20"),
    ]
