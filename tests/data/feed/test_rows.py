"""Duplicates, orphans and references: what hangs on a row set aside is set aside with it, and counted."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.data.feed.feeds import Tables, check, found, only, plain, write_feed


def kept(con: duckdb.DuckDBPyConnection, table: str, key: str) -> list[str]:
    return [row[0] for row in con.execute(f'select {key} from "{table}" order by 1').fetchall()]


def test_f8_identical_copies_are_one_row_and_a_warning(tmp_path: Path) -> None:
    tables = plain()
    tables["transaction"] += [dict(tables["transaction"][0]), dict(tables["transaction"][0])]
    report, con = check(write_feed(tmp_path / "feed", tables, max_set_aside="0.0"))
    assert not report.stopped
    assert found(report) == {("duplicate_identical", "transaction", None): 2}
    assert kept(con, "transaction", "transaction_id") == ["t1", "t2", "t3"]


def test_f8_copies_that_differ_are_all_set_aside(tmp_path: Path) -> None:
    tables = plain()
    tables["customer"].append({**tables["customer"][0], "name": "别人"})
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {
        ("duplicate_differs", "customer", None): 2,
        ("orphan", "account", "customer_id"): 1,
        ("orphan", "balance", "account_id"): 1,
        ("orphan", "transaction", "account_id"): 1,
    }
    assert [place.row for place in only(report, "duplicate_differs").examples] == [1, 4]
    assert kept(con, "customer", "customer_id") == ["c2", "c3"]
    assert kept(con, "transaction", "transaction_id") == ["t2", "t3"]


def test_f8_copies_are_told_by_their_values_not_by_how_they_are_written(tmp_path: Path) -> None:
    tables = plain()
    tables["balance"].append({**tables["balance"][0], "balance": "100.0"})
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("duplicate_identical", "balance", None): 1}


def test_an_optional_reference_to_a_missing_row_becomes_null(tmp_path: Path) -> None:
    tables = plain()
    tables["merchant_category"] = [{"code": "5411", "category": "grocery"}]
    for row, code in zip(tables["transaction"], ("5411", "9999", "9999"), strict=True):
        row["merchant_category"] = code
    tables["customer"][0]["referred_by"] = "c2"
    tables["customer"][1]["referred_by"] = "c9"
    tables["customer"][2]["referred_by"] = ""
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {
        ("reference_missing", "transaction", "merchant_category"): 2,
        ("reference_missing", "customer", "referred_by"): 1,
    }
    categories = con.execute('select merchant_category from "transaction" order by transaction_id').fetchall()
    assert categories == [("5411",), (None,), (None,)]
    assert con.execute("select referred_by from customer order by 1 nulls last").fetchall()[0] == ("c2",)


def test_references_into_a_table_that_was_not_supplied_stay(tmp_path: Path) -> None:
    tables = plain()
    for row in tables["customer"]:
        row["manager_staff_id"] = "s77"
    tables["account_party"] = [{"account_id": "a1", "customer_id": "c2", "role": "joint"}]
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert report.checks == ()
    assert "staff" in report.not_supplied
    assert con.execute("select distinct manager_staff_id from customer").fetchall() == [("s77",)]


def test_customers_of_an_unknown_branch_are_put_under_unknown(tmp_path: Path) -> None:
    tables = plain()
    tables["customer"][0]["home_branch_id"] = "b9"
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("home_branch_unknown", "customer", "home_branch_id"): 1}
    assert kept(con, "branch", "branch_id") == ["b1", "unknown"]
    assert con.execute("select home_branch_id from customer order by customer_id").fetchall()[0] == (
        "unknown",
    )
    assert report.counts["branch"] == 1


def test_no_branch_unknown_where_nobody_needs_it(tmp_path: Path) -> None:
    _, con = check(write_feed(tmp_path / "feed", plain()))
    assert kept(con, "branch", "branch_id") == ["b1"]


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("account", {"kind": "piggy_bank"}, "kind"),
        ("staff", {"role": "wizard"}, "role"),
        ("consent", {"state": "perhaps"}, "state"),
        ("consent", {"purpose": "fun"}, "purpose"),
        ("survey", {"score": "6"}, "score"),
    ],
)
def test_an_unknown_code_in_a_required_column_costs_the_row(
    tmp_path: Path, table: str, row: dict[str, str], column: str
) -> None:
    tables: Tables = plain()
    tables["staff"] = [
        {"staff_id": "s1", "name": "何晓", "branch_id": "b1", "role": "lobby", "login": "s1@b"}
    ]
    tables["consent"] = [
        {"customer_id": "c1", "purpose": "marketing", "channel": "any", "state": "granted",
         "changed_at": "2026-01-01T00:00:00"}
    ]  # fmt: skip
    tables["survey"] = [
        {
            "survey_id": "v1",
            "customer_id": "c1",
            "answered_on": "2026-01-01",
            "aspect": "service",
            "score": "5",
        }
    ]
    tables[table][0] |= row
    report, _ = check(write_feed(tmp_path / "feed", tables))
    code = "key_malformed" if (table, column) == ("consent", "purpose") else "required_malformed"
    assert found(report)[code, table, column] == 1


def test_f18_what_is_set_aside_can_be_read_and_the_report_has_none_of_it(tmp_path: Path) -> None:
    tables = plain()
    tables["customer"][0] |= {"birth_date": "2027-01-01", "name": "绝密先生"}
    report, con = check(write_feed(tmp_path / "feed", tables))
    aside = con.execute(
        "select table_name, code, severity, source_file, source_row, record, column_name from set_aside "
        "where table_name = 'customer'"
    ).fetchall()
    assert [(*row[:5], row[6]) for row in aside] == [
        ("customer", "born_after_business_date", "set_aside", "customer.csv", 1, "birth_date")
    ]
    assert json.loads(aside[0][5])["name"] == "绝密先生"
    assert "绝密" not in json.dumps(report.as_json(), ensure_ascii=False)


def test_a_balance_that_the_transactions_do_not_explain_is_a_warning(tmp_path: Path) -> None:
    tables = plain()
    tables["balance"] += [
        {"account_id": "a1", "balance_on": "2026-10-31", "balance": "110.00"},
        {"account_id": "a2", "balance_on": "2026-10-31", "balance": "999.00"},
    ]
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("balance_unexplained", "account", None): 1}
    assert [place.row for place in only(report, "balance_unexplained").examples] == [2]


@pytest.mark.parametrize(
    ("rated", "expires", "expired"),
    [
        ("2025-11-20", "2026-11-20", 0), ("2025-11-19", "2026-12-31", 1), ("2026-06-01", "2026-11-19", 1),
        ("", "2026-12-31", 1), ("2026-06-01", "", 1), ("2026-06-01", "9999-12-31", 0),
    ],
)  # fmt: skip
def test_a_rating_is_valid_for_365_days_and_to_its_end(
    tmp_path: Path, rated: str, expires: str, expired: int
) -> None:
    tables = plain()
    for row in tables["customer"]:
        row |= {"risk_rating": "", "risk_rated_on": "", "risk_expires_on": ""}
    tables["customer"][0] |= {"risk_rating": "C2", "risk_rated_on": rated, "risk_expires_on": expires}
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert found(report).get(("rating_expired", "customer", "risk_rating"), 0) == expired


def test_rows_after_the_business_date_are_loaded_and_counted(tmp_path: Path) -> None:
    tables = plain()
    tables["transaction"][0]["booked_at"] = "2026-11-21T00:00:00"
    tables["transaction"][1]["booked_at"] = "2026-11-20T23:59:59"
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("after_business_date", "transaction", "booked_at"): 1}
    assert kept(con, "transaction", "transaction_id") == ["t1", "t2", "t3"]


@pytest.mark.parametrize("states", [("granted", "withdrawn"), ("denied", "granted", "withdrawn")])
def test_of_consents_given_and_refused_at_one_moment_the_refusal_holds(
    tmp_path: Path, states: tuple[str, ...]
) -> None:
    tables = plain()
    given = {
        "customer_id": "c1",
        "purpose": "marketing",
        "channel": "any",
        "changed_at": "2026-01-05T09:00:00",
    }
    tables["consent"] = [{**given, "state": state} for state in states]
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("duplicate_differs", "consent", None): len(states) - 1}
    assert kept(con, "consent", "state == 'granted'") == [False]
