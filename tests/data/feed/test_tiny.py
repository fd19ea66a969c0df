"""The tiny bank goes through without a fault, and its rows come out as the contract types them."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from lobby.data.feed.contract import SQL_TYPES, TABLES
from lobby.data.feed.report import CheckReport
from tests.data.feed.feeds import TINY, check, found

LOADED = {
    "branch": 2, "staff": 7, "product": 12, "customer": 12, "organisation": 2, "organisation_person": 3,
    "consent": 16, "account": 28, "account_party": 3, "card": 12, "standing_order": 3, "balance": 82,
    "merchant_category": 12, "transaction": 42, "loan_schedule": 9, "collateral": 2, "touchpoint": 12,
    "appointment": 3, "survey": 5, "contact": 7, "external": 2, "fx_rate": 12,
}  # fmt: skip


@pytest.fixture(scope="module")
def tiny() -> tuple[CheckReport, duckdb.DuckDBPyConnection]:
    return check(TINY)


def test_only_what_is_meant_is_found(tiny: tuple[CheckReport, duckdb.DuckDBPyConnection]) -> None:
    report, _ = tiny
    assert found(report) == {
        ("after_business_date", "transaction", "booked_at"): 1,
        ("after_business_date", "balance", "balance_on"): 1,
        ("rating_expired", "customer", "risk_rating"): 2,
    }
    assert report.counts == LOADED
    assert (report.stopped, report.not_supplied, report.count_set_aside) == (False, (), 0)


def test_every_table_has_the_columns_and_types_of_the_contract(
    tiny: tuple[CheckReport, duckdb.DuckDBPyConnection],
) -> None:
    _, con = tiny
    for table in TABLES:
        described = con.execute(f'describe "{table.name}"').fetchall()
        assert {row[0]: row[1].lower() for row in described} == {
            column.name: SQL_TYPES[column.type] for column in table.columns
        }


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        (
            "select cast(changed_at as varchar) from consent where customer_id = 'c09' and channel = 'any'",
            "2026-02-01 10:00:00",
        ),
        ("select qualifications from staff where staff_id = 's2'", ["wm", "fund", "ins"]),
        ("select qualifications from staff where staff_id = 's1'", None),
        ("select care_needs from customer where customer_id = 'c01'", ["seat", "large_print"]),
        ("select deceased from customer where customer_id = 'c10'", True),
        ("select deceased from customer where customer_id = 'c01'", False),
        ("select name from customer where customer_id = 'c08'", "周𠮷"),
        ("select id_expires_on from customer where customer_id = 'c01'", date(9999, 12, 31)),
        ("select rate from fx_rate where currency = 'HKD'", Decimal("0.910000")),
        (
            "select balance from balance where account_id = 'a01' and balance_on = '2026-11-20'",
            Decimal("12345.67"),
        ),
        ("select auto_renew from account where account_id = 'a02'", False),
    ],
)
def test_values_come_out_as_they_were_written(
    tiny: tuple[CheckReport, duckdb.DuckDBPyConnection], sql: str, value: object
) -> None:
    _, con = tiny
    assert con.execute(sql).fetchall() == [(value,)]


def test_nothing_of_the_checking_is_left_behind(tiny: tuple[CheckReport, duckdb.DuckDBPyConnection]) -> None:
    _, con = tiny
    left = {
        row[0] for row in con.execute("select table_name from duckdb_tables() where not temporary").fetchall()
    }
    assert left == {table.name for table in TABLES} | {"set_aside", "feed_check"}
    checks = con.execute("select code, table_name, count_rows from feed_check order by all").fetchall()
    assert ("rating_expired", "customer", 2) in checks
