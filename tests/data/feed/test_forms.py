"""The same feed in every form gives the same rows; drifting headers never shift values (F16)."""

import gzip
import shutil
from pathlib import Path

import duckdb
import pytest

from lobby.data.feed.contract import TABLES
from tests.data.feed.feeds import TINY, check, csv_text, found, only, plain, write_feed


def rows_of(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {table.name: con.execute(f'from "{table.name}" order by all').fetchall() for table in TABLES}


@pytest.fixture(scope="module")
def as_csv() -> dict[str, list[tuple[object, ...]]]:
    return rows_of(check(TINY)[1])


def tiny_as(folder: Path, form: str) -> Path:
    """The tiny feed in another form; Parquet with the contract's own types, or all text."""
    folder.mkdir()
    shutil.copy(TINY / "feed.toml", folder)
    _, con = check(TINY)
    for table in TABLES:
        if form == "csv.gz":
            (folder / f"{table.name}.csv.gz").write_bytes(
                gzip.compress((TINY / f"{table.name}.csv").read_bytes())
            )
        elif form == "parts":
            (folder / table.name).mkdir()
            for part in (0, 1):
                con.execute(
                    f"copy (select * exclude (n) from (select *, row_number() over () as n "
                    f'from "{table.name}") where n % 2 = {part}) '
                    f"to '{folder}/{table.name}/part-{part}.parquet'"
                )
        else:
            columns = "columns(*)::varchar" if form == "text" else "*"
            source = (
                f"read_csv('{TINY}/{table.name}.csv', all_varchar = true)"
                if form == "text"
                else f'"{table.name}"'
            )
            con.execute(f"copy (select {columns} from {source}) to '{folder}/{table.name}.parquet'")
    return folder


@pytest.mark.parametrize("form", ["csv.gz", "parquet", "text", "parts"])
def test_every_form_gives_the_same_rows(
    tmp_path: Path, as_csv: dict[str, list[tuple[object, ...]]], form: str
) -> None:
    report, con = check(tiny_as(tmp_path / "feed", form))
    assert not report.stopped
    assert rows_of(con) == as_csv


def test_large_parquet_tables_stay_views_and_give_the_same_rows(
    tmp_path: Path, as_csv: dict[str, list[tuple[object, ...]]]
) -> None:
    _, con = check(tiny_as(tmp_path / "feed", "parts"), view_above_rows=0)
    views = {
        row[0] for row in con.execute("select view_name from duckdb_views() where not internal").fetchall()
    }
    assert {"transaction", "balance", "touchpoint"} <= views
    assert "account" not in views
    assert rows_of(con) == as_csv


def test_a_view_leaves_out_what_is_set_aside_and_what_leads_nowhere(tmp_path: Path) -> None:
    tables = plain()
    tables["transaction"] += [
        {**tables["transaction"][0], "transaction_id": "t4", "amount": "much"},
        {**tables["transaction"][0], "transaction_id": "t5", "account_id": "a9"},
    ]
    feed = write_feed(tmp_path / "feed", tables)
    con = duckdb.connect()
    con.execute(
        "copy (select *, 'c9' as counterparty_customer_id "
        f"from read_csv('{feed}/transaction.csv', all_varchar = true)) "
        f"to '{feed}/transaction.parquet'"
    )
    (feed / "transaction.csv").unlink()
    report, con = check(feed, view_above_rows=0)
    assert found(report)["orphan", "transaction", "account_id"] == 1
    assert found(report)["required_malformed", "transaction", "amount"] == 1
    assert found(report)["reference_missing", "transaction", "counterparty_customer_id"] == 5
    kept = con.execute(
        'select transaction_id, counterparty_customer_id from "transaction" order by 1'
    ).fetchall()
    assert kept == [("t1", None), ("t2", None), ("t3", None)]
    assert con.execute("select count(*) from set_aside").fetchall() == [(2,)]


def test_f16_reordered_columns_do_not_shift_values(tmp_path: Path) -> None:
    tables = plain()
    tables["customer"] = [dict(reversed(row.items())) for row in tables["customer"]]
    _, con = check(write_feed(tmp_path / "feed", tables))
    assert con.execute("select customer_id, name, home_branch_id from customer order by 1").fetchall() == [
        ("c1", "客户1", "b1"), ("c2", "客户2", "b1"), ("c3", "客户3", "b1"),
    ]  # fmt: skip


def test_f16_a_missing_required_column_stops_the_feed(tmp_path: Path) -> None:
    tables = plain()
    for row in tables["transaction"]:
        del row["amount"]
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert report.stopped
    assert found(report)["column_missing", "transaction", "amount"] == 1


def test_f16_a_renamed_column_is_missing_and_the_report_names_its_likely_new_name(tmp_path: Path) -> None:
    tables = plain()
    for row in tables["transaction"]:
        row["ammount"] = row.pop("amount")
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert report.stopped
    assert only(report, "column_missing").detail == "Is it ammount?"
    assert only(report, "column_unknown").detail == "ammount"


def test_f16_a_new_column_is_reported_and_ignored(tmp_path: Path) -> None:
    tables = plain()
    for row in tables["customer"]:
        row["favourite_colour"] = "red"
    report, con = check(write_feed(tmp_path / "feed", tables))
    assert not report.stopped
    assert found(report) == {("column_unknown", "customer", None): 1}
    assert con.execute("select count(*) from customer").fetchall() == [(3,)]


def test_f16_a_retyped_column_of_parquet_is_cast_or_malformed(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    con = duckdb.connect()
    con.execute(
        "copy (select 't' || i as transaction_id, 'a1' as account_id, "
        "timestamptz '2026-11-01 02:00:00+00' as booked_at, "
        "[1.005, 'nan'::double, 2.0][i] as amount from range(1, 4) t(i)) "
        f"to '{feed}/transaction.parquet'"
    )
    (feed / "transaction.csv").unlink()
    report, con = check(feed)
    assert found(report) == {("required_malformed", "transaction", "amount"): 1}
    kept = con.execute(
        'select cast(booked_at as varchar), cast(amount as varchar) from "transaction"'
    ).fetchall()
    assert sorted(kept) == [("2026-11-01 10:00:00", "1.00"), ("2026-11-01 10:00:00", "2.00")]


def test_a_column_that_stands_twice_stops_the_feed(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    (feed / "branch.csv").write_text("branch_id,name,name\nb1,x,y\n", encoding="utf-8")
    report, _ = check(feed)
    assert found(report)["column_repeated", "branch", "name"] == 1
    assert report.stopped


@pytest.mark.parametrize(
    "column",
    [
        "password",
        "login_pwd",
        "PIN",
        "card_pin",
        "cvv2",
        "track2_data",
        "fingerprint",
        "face_template",
        "取款密码",
    ],
)
def test_jrt_0171_classes_a_column_that_must_never_leave_its_system_stops_the_feed(
    tmp_path: Path, column: str
) -> None:
    tables = plain()
    for row in tables["customer"]:
        row[column] = "x"
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert only(report, "column_forbidden").table == "customer"
    assert report.stopped


@pytest.mark.parametrize("column", ["spinning", "tracking_area", "surface_area", "shopping_place"])
def test_a_column_whose_name_only_resembles_one_does_not(tmp_path: Path, column: str) -> None:
    tables = plain()
    for row in tables["customer"]:
        row[column] = "x"
    report, _ = check(write_feed(tmp_path / "feed", tables))
    assert found(report) == {("column_unknown", "customer", None): 1}


def test_a_missing_table_an_unknown_one_and_one_in_two_forms(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    (feed / "balance.csv").rename(feed / "balances.csv")
    shutil.copy(feed / "branch.csv", feed / "branch.csv.gz")
    report, con = check(feed)
    assert found(report)["table_missing", "balance", None] == 1
    assert only(report, "file_unknown").detail == "Is it balance?"
    assert found(report)["table_repeated", "branch", None] == 2
    assert report.stopped
    assert con.execute("select count(*) from balance").fetchall() == [(0,)]


@pytest.mark.parametrize("content", [b"", b"PAR1 not a parquet file", b"<html>502 Bad Gateway</html>"])
def test_a_damaged_parquet_file_stops_the_feed(tmp_path: Path, content: bytes) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    (feed / "balance.csv").unlink()
    (feed / "balance.parquet").write_bytes(content)
    report, _ = check(feed)
    assert found(report)["file_unreadable", "balance", None] == 1


def test_a_file_without_a_header_shows_none_of_its_data(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed", plain())
    text = csv_text(plain()["customer"]).partition("\n")[2]
    (feed / "customer.csv").write_text(text, encoding="utf-8")
    report, _ = check(feed)
    assert report.stopped
    assert "客户1" not in str(report.as_json())
