"""Small feeds written on the spot: three customers, three accounts, a few balances and transactions."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lobby.data.feed.checking import AcceptedFeed, check_feed
from lobby.data.feed.report import Check, CheckReport

TINY = Path(__file__).parents[1] / "tiny"
TODAY = date(2026, 11, 20)
Row = dict[str, str]
Tables = dict[str, list[Row]]

SETTINGS: Mapping[str, object] = {
    "bank": '"示例银行"',
    "business_date": "2026-11-20",
    "currency": '"CNY"',
    "timezone": '"Asia/Shanghai"',
    "country": '"CN"',
}


def plain() -> Tables:
    """The five tables that every feed has, without a fault."""
    return {
        "branch": [{"branch_id": "b1", "name": "城东支行"}],
        "customer": [
            {"customer_id": f"c{n}", "name": f"客户{n}", "home_branch_id": "b1", "birth_date": "1990-01-01"}
            for n in (1, 2, 3)
        ],
        "account": [
            {"account_id": f"a{n}", "customer_id": f"c{n}", "kind": "current", "currency": "CNY",
             "opened_on": "2020-01-01", "matures_on": ""}
            for n in (1, 2, 3)
        ],
        "balance": [
            {"account_id": f"a{n}", "balance_on": "2026-11-20", "balance": "100.00"} for n in (1, 2, 3)
        ],
        "transaction": [
            {"transaction_id": f"t{n}", "account_id": f"a{n}", "booked_at": "2026-11-01T10:00:00",
             "amount": "-10.00", "memo": "早餐"}
            for n in (1, 2, 3)
        ],
    }  # fmt: skip


def write_feed(
    folder: Path,
    tables: Tables,
    settings: Mapping[str, object] | None = None,
    encoding: str = "utf-8",
    **options: Any,
) -> Path:
    """Write a feed of CSV files; rows set aside do not stop it unless `max_set_aside` says so."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(csv_text(rows), encoding=encoding, newline="")
    lines = [f"{key} = {value}" for key, value in {**SETTINGS, **(settings or {})}.items()]
    chosen = {"max_set_aside": "1.0", **options}
    lines += ["[options]", *(f"{key} = {value}" for key, value in chosen.items())]
    (folder / "feed.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def csv_text(rows: Sequence[Row]) -> str:
    """The rows as CSV with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def check(
    folder: Path, previous: AcceptedFeed | None = None, today: date = TODAY, **more: Any
) -> tuple[CheckReport, duckdb.DuckDBPyConnection]:
    """The report of a feed, and the connection that holds its tables."""
    con = duckdb.connect(config={"threads": 1})
    return check_feed(con, folder, previous=previous, today=today, **more), con


def found(report: CheckReport) -> dict[tuple[str, str, str | None], int]:
    """What was found: (code, table, column) → count."""
    return {(one.code, one.table, one.column): one.count for one in report.checks}


def only(report: CheckReport, code: str) -> Check:
    """The one check of this code."""
    (one,) = [one for one in report.checks if one.code == code]
    return one
