"""Checks a whole feed and leaves its good rows in the connection, as the contract calls and types them."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

import duckdb

from lobby.data import queries
from lobby.data.feed.contract import TABLES
from lobby.data.feed.info import FeedInfo, read_feed_info
from lobby.data.feed.loading import VIEW_ABOVE_ROWS, Loading
from lobby.data.feed.reader import BROKEN, RawTable, open_feed
from lobby.data.feed.report import EXAMPLES, CheckReport, Findings, Place

FELL_BELOW, ROSE_ABOVE = 0.5, 3.0


class AcceptedFeed(Protocol):
    """The last feed that became a portrait: its date and the rows loaded of each table."""

    @property
    def business_date(self) -> date: ...

    @property
    def counts(self) -> Mapping[str, int]: ...


def check_feed(
    con: duckdb.DuckDBPyConnection,
    feed_dir: Path,
    *,
    previous: AcceptedFeed | None,
    today: date,
    view_above_rows: int = VIEW_ABOVE_ROWS,
    on_table: Callable[[str, int], None] = lambda table, rows: None,
) -> CheckReport:
    """Check the feed in `feed_dir` against the contract, the clock's date and the last accepted feed.

    Leaves in `con` every table of the contract (large Parquet ones as views over the files), `set_aside` and
    `feed_check`. Raises FeedError when feed.toml cannot be read; everything else is in the report.
    """
    info = read_feed_info(feed_dir)
    findings = Findings()
    _check_dates(info, previous, today, findings)
    raw = open_feed(con, feed_dir, info.timezone, findings)
    loading = Loading(con, info, findings, view_above_rows)
    counts: dict[str, int] = {}
    for table in TABLES:
        found = raw.get(table.name)
        rows = None if found is None else _load(loading, found)
        if rows is None:
            loading.leave_empty(table)
        else:
            counts[table.name] = rows
            on_table(table.name, rows)
            _check_count(table.name, rows, table.optional, info, previous, findings)
    _check_absent(counts, info, previous, findings)
    _check_together(loading, today)
    for one in raw.values():
        loading.forget(one)
    not_supplied = tuple(table.name for table in TABLES if table.name not in counts)
    report = CheckReport(info, tuple(findings.checks), counts, not_supplied, loading.count_set_aside())
    _write_checks(con, report)
    return report


def _load(loading: Loading, raw: RawTable) -> int | None:
    try:
        return loading.load(raw)
    except BROKEN as fault:
        place = (Place(raw.files.name),)
        loading.findings.add("file_unreadable", raw.table.name, examples=place, detail=type(fault).__name__)
        return None


def _check_dates(info: FeedInfo, previous: AcceptedFeed | None, today: date, findings: Findings) -> None:
    place = (Place("feed.toml"),)
    if previous is not None and info.business_date < previous.business_date:
        detail = f"{info.business_date} is before {previous.business_date}."
        findings.add("date_before_served", "feed", examples=place, detail=detail)
    if info.business_date > today + timedelta(days=1):
        detail = f"{info.business_date} is after {today + timedelta(days=1)}."
        findings.add("date_after_today", "feed", examples=place, detail=detail)


def _check_count(
    name: str, rows: int, optional: bool, info: FeedInfo, previous: AcceptedFeed | None, findings: Findings
) -> None:
    if info.accept_counts:
        return
    before = 0 if previous is None else previous.counts.get(name, 0)
    detail = f"{rows:,} rows; {before:,} in the last accepted feed."
    if before and rows < FELL_BELOW * before:
        findings.add("count_fell", name, max(before - rows, 1), detail=detail)
    elif before and rows > ROSE_ABOVE * before:
        findings.add("count_rose", name, rows - before, detail=detail)
    elif rows == 0 and not optional:
        findings.add("table_empty", name)


def _check_absent(
    counts: Mapping[str, int], info: FeedInfo, previous: AcceptedFeed | None, findings: Findings
) -> None:
    """An optional table that was delivered last time and is gone has lost all its rows."""
    stopped = {check.table for check in findings.checks if check.severity == "stop"}
    for name, before in () if previous is None else previous.counts.items():
        if before and name not in counts and name not in stopped and not info.accept_counts:
            detail = f"0 rows; {before:,} in the last accepted feed."
            findings.add("count_fell", name, before, detail=detail)


def _check_together(loading: Loading, today: date) -> None:
    """The checks that look at more than one row: ratings against today, balances against transactions."""
    con, info = loading.con, loading.info
    if "customer" in loading.loaded:
        query = queries.load("checks/rating_expired")
        found = con.execute(query.sql, {"today": info.rules_date(today)}).fetchall()
        loading.note_by_file("rating_expired", "customer", "risk_rating", found)
    if {"account", "balance", "transaction"} <= loading.loaded:
        query = queries.load("checks/balance_unexplained")
        con.execute(
            f"create or replace temp table unexplained as {query.sql}", {"business_date": info.business_date}
        )
        found = con.execute(
            "select a.source_file, count(*), min(a.source_row) from staged_account as a "
            "semi join unexplained as u on a.account_id = u.account_id group by a.source_file"
        ).fetchall()
        loading.note_by_file("balance_unexplained", "account", None, found)


def _write_checks(con: duckdb.DuckDBPyConnection, report: CheckReport) -> None:
    """Leave the checks as the table `feed_check`, the examples as JSON text."""
    con.execute(
        "create or replace table feed_check (code varchar, severity varchar, table_name varchar, "
        "column_name varchar, count_rows bigint, detail varchar, examples varchar)"
    )
    for check in report.checks:
        told = check.as_json()
        con.execute(
            "insert into feed_check values ($code, $severity, $table, $column, $count, $detail, $examples)",
            told | {"examples": json.dumps(told["examples"][:EXAMPLES], ensure_ascii=False)},
        )
