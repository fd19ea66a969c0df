"""F19 to F22: every column empty in turn; amounts, dates and identifiers of every kind."""

import csv
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lobby.data.feed.contract import TABLES, Column, Table
from tests.data.feed.feeds import TINY, check, found, only, plain, write_feed

COLUMNS = [(table, column) for table in TABLES for column in table.columns]


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """For every column of every table the code found when its first row is empty there, one feed in all."""
    feed = tmp_path_factory.mktemp("emptied")
    shutil.copytree(TINY, feed, dirs_exist_ok=True)
    (feed / "feed.toml").write_text(
        (TINY / "feed.toml").read_text("utf-8") + "max_set_aside = 1.0\n", "utf-8"
    )
    for table in TABLES:
        with (TINY / f"{table.name}.csv").open(encoding="utf-8", newline="") as source:
            row = next(csv.DictReader(source))
        blanks = ["", "   "]
        rows = [{**row, column.name: blanks[n % 2]} for n, column in enumerate(table.columns)]
        for number, one in enumerate(rows):
            one.update(another_key(table, one, number))
        with (feed / f"{table.name}.csv").open("a", encoding="utf-8", newline="") as target:
            csv.DictWriter(target, list(row), extrasaction="ignore").writerows(rows)
    _, con = check(feed)
    told = con.execute(
        "select table_name, column_name, code from set_aside where column_name is not null"
    ).fetchall()
    return {(table, column): code for table, column, code in told if code != "orphan"}


def another_key(table: Table, row: dict[str, str], number: int) -> dict[str, str]:
    """A key of its own for a copied row, where the key is not what is empty."""
    own = {}
    for column in map(table.column, table.key):
        if row.get(column.name, "").strip() and not column.refers and not column.codes:
            own[column.name] = (
                f"{row[column.name]}-{number}" if column.type == "text" else f"2020-01-{number + 1:02}"
            )
    return own


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: part.name)
def test_f19_an_empty_value_costs_the_row_only_where_it_is_required(
    emptied: dict[tuple[str, str], str], table: Table, column: Column
) -> None:
    code = "key_missing" if column.name in table.key else "required_missing"
    assert emptied.get((table.name, column.name)) == (code if column.required else None)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0", "0.00"), ("-0.01", "-0.01"), ("100", "100.00"), ("+5", "5.00"), (".5", "0.50"),
        ("12.", "12.00"),
        (" 7.10 ", "7.10"), ("1.234", "1.23"), ("1.235", "1.24"), ("1e3", "1000.00"),
        ("9999999999999999.99", "9999999999999999.99"), ("-9999999999999999.99", "-9999999999999999.99"),
        ("10000000000000000", None), ("1e17", None), ("NaN", None), ("inf", None), ("-Infinity", None),
        ("1,000.00", None), ("1_000", None), ("￥12", None), ("１２", None), ("0x10", None), ("abc", None),
        ("12.5元", None), ("--3", None),
    ],
)  # fmt: skip
def test_f20_an_amount_is_exact_or_the_row_is_set_aside(
    tmp_path: Path, written: str, kept: str | None
) -> None:
    tables = plain()
    tables["transaction"][0]["amount"] = written
    report, con = check(write_feed(tmp_path / "feed", tables))
    got = con.execute("select amount from \"transaction\" where transaction_id = 't1'").fetchall()
    assert got == ([] if kept is None else [(Decimal(kept),)])
    assert found(report).get(("required_malformed", "transaction", "amount"), 0) == (kept is None)


@pytest.mark.parametrize("currency", ["", "  "])
def test_f20_an_account_without_a_currency_is_set_aside_with_all_that_hangs_on_it(
    tmp_path: Path, currency: str
) -> None:
    tables = plain()
    tables["account"][0]["currency"] = currency
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {
        ("required_missing", "account", "currency"): 1,
        ("orphan", "balance", "account_id"): 1,
        ("orphan", "transaction", "account_id"): 1,
    }
    assert con.execute("select table_name, source_row from set_aside order by 1").fetchall() == [
        ("account", 1), ("balance", 1), ("transaction", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kept", "code"),
    [
        ("1900-01-01", date(1900, 1, 1), None), ("2200-12-31", date(2200, 12, 31), None),
        ("2999-01-01", None, "out_of_range"), ("0001-01-01", None, "out_of_range"),
        ("1899-12-31", None, "out_of_range"), ("9999-12-31", None, "open_end"),
        ("2026/11/20", None, "malformed"), ("20/11/2026", None, "malformed"), ("20261120", None, "malformed"),
        ("2026-02-30", None, "malformed"), ("epoch", None, "malformed"), ("infinity", None, "malformed"),
        ("soon", None, "malformed"), ("", None, None),
    ],
)  # fmt: skip
def test_f21_an_optional_date_is_a_day_within_range_or_nothing(
    tmp_path: Path, written: str, kept: date | None, code: str | None
) -> None:
    tables = plain()
    tables["account"] = [{**row, "closed_on": written} for row in tables["account"][:1]]
    tables["balance"], tables["transaction"] = tables["balance"][:1], tables["transaction"][:1]
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert con.execute("select closed_on from account").fetchall() == [(kept,)]
    assert found(report) == ({} if code is None else {(code, "account", "closed_on"): 1})


@pytest.mark.parametrize(
    "written", ["2999-01-01", "0001-01-01T00:00:00", "9999-12-31", "yesterday", "2026-11-01T25:00:00"]
)
def test_f21_a_required_time_out_of_range_costs_the_row(tmp_path: Path, written: str) -> None:
    tables = plain()
    tables["transaction"][0]["booked_at"] = written
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("required_malformed", "transaction", "booked_at"): 1}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2026-11-01T10:00:00", "2026-11-01 10:00:00"), ("2026-11-01 10:00", "2026-11-01 10:00:00"),
        ("2026-11-01", "2026-11-01 00:00:00"), ("2026-11-01T10:00:00.25", "2026-11-01 10:00:00.25"),
        ("2026-11-01T02:00:00Z", "2026-11-01 10:00:00"), ("2026-11-01T03:00:00+01:00", "2026-11-01 10:00:00"),
        ("2026-11-01T10:00:00+0800", "2026-11-01 10:00:00"),
        ("2026-10-31T23:00:00-03", "2026-11-01 10:00:00"),
    ],
)  # fmt: skip
def test_a_time_is_stored_in_the_feeds_timezone(tmp_path: Path, written: str, stored: str) -> None:
    tables = plain()
    tables["transaction"] = [{**tables["transaction"][0], "booked_at": written}]
    _, con = check(write_feed(tmp_path / "feed", tables))
    assert con.execute('select cast(booked_at as varchar) from "transaction"').fetchall() == [(stored,)]


def test_f21_nobody_is_born_after_the_business_date_and_nobody_before_1900(tmp_path: Path) -> None:
    tables = plain()
    for row, born in zip(tables["customer"], ("2026-11-21", "1899-12-31", "2026-11-20"), strict=True):
        row["birth_date"] = born
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report)["born_after_business_date", "customer", "birth_date"] == 1
    assert found(report)["out_of_range", "customer", "birth_date"] == 1
    assert con.execute("select customer_id, birth_date from customer order by 1").fetchall() == [
        ("c2", None), ("c3", date(2026, 11, 20)),
    ]  # fmt: skip


def test_a_maturity_before_opening_is_no_maturity(tmp_path: Path) -> None:
    tables = plain()
    for row, matures in zip(tables["account"], ("2019-12-31", "2020-01-01", "2026-12-01"), strict=True):
        row["matures_on"] = matures
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("maturity_before_opening", "account", "matures_on"): 1}
    kept = con.execute("select matures_on from account order by account_id").fetchall()
    assert kept == [(None,), (date(2020, 1, 1),), (date(2026, 12, 1),)]


def test_f22_leading_zeros_stay(tmp_path: Path) -> None:
    tables = plain()
    tables["account"][0]["account_id"] = tables["balance"][0]["account_id"] = "0012003400560078009"
    tables["transaction"][0]["account_id"] = "0012003400560078009"
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert report.checks == ()
    assert con.execute("select min(account_id) from account").fetchall() == [("0012003400560078009",)]


@pytest.mark.parametrize("written", ["6.22E+18", "6.2220001E+18", "6e+18"])
def test_f22_an_identifier_that_passed_through_a_float_is_malformed(tmp_path: Path, written: str) -> None:
    tables = plain()
    tables["account"][0]["account_id"] = written
    tables["transaction"] = [{**row, "counterparty_account": written} for row in tables["transaction"]]
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert found(report)["key_malformed", "account", "account_id"] == 1
    assert found(report)["malformed", "transaction", "counterparty_account"] == 2 + 1


def test_f22_identifiers_in_a_float_column_of_parquet_are_malformed_and_whole_numbers_are_not(
    tmp_path: Path,
) -> None:
    feed = write_feed(tmp_path / "feed", plain(), accept_counts="true")
    _, con = check(feed)
    for name, sql in {
        "account": "select 6222000100020003001 + i as account_id, 'c1' as customer_id, 'current' as kind, "
        "'CNY' as currency, date '2020-01-01' as opened_on from range(2) t(i)",
        "balance": "select (6222000100020003001 + i)::double as account_id, date '2026-11-20' as balance_on, "
        "1.0 as balance from range(2) t(i)",
    }.items():
        (feed / f"{name}.csv").unlink()
        con.execute(f"copy ({sql}) to '{feed}/{name}.parquet'")
    report, con = check(feed)
    assert con.execute("select account_id from account order by 1").fetchall() == [
        ("6222000100020003001",), ("6222000100020003002",),
    ]  # fmt: skip
    assert only(report, "key_malformed").count == 2


@pytest.mark.parametrize(
    ("table", "column", "written", "code"),
    [
        ("customer", "risk_rating", "C6", "unknown_code"), ("customer", "kind", "robot", "unknown_code"),
        ("customer", "deceased", "maybe", "malformed"),
        ("customer", "care_needs", "seat;wings", "unknown_code"),
        ("branch", "latitude", "91", "out_of_range"), ("branch", "kind", "kiosk", "unknown_code"),
        ("transaction", "channel", "pigeon", "unknown_code"),
        ("transaction", "payment_method", "shells", "unknown_code"),
        ("account", "auto_renew", "perhaps", "malformed"), ("account", "credit_limit", "much", "malformed"),
        ("account", "interest_rate", "-150", "out_of_range"),
    ],
)  # fmt: skip
def test_a_wrong_optional_value_becomes_null_and_is_counted(
    tmp_path: Path, table: str, column: str, written: str, code: str
) -> None:
    tables = plain()
    tables[table] = [{**row, column: "" if n else written} for n, row in enumerate(tables[table])]
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {(code, table, column): 1}
    assert [place.row for place in report.checks[0].examples] == [1]


def test_codes_are_taken_in_any_case_and_known_parts_of_a_list_stay(tmp_path: Path) -> None:
    tables = plain()
    tables["customer"] = [
        {**row, "risk_rating": "c2", "care_needs": "Seat; wings ;large_print", "deceased": "TRUE"}
        for row in tables["customer"]
    ]
    _, con = check(write_feed(tmp_path / "feed", tables))
    assert con.execute(
        "select distinct risk_rating, care_needs, deceased, kind from customer"
    ).fetchall() == [("C2", ["seat", "large_print"], True, "person")]
