"""Write an invented Chinese retail bank as a feed, with the truths it planted beside it."""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import duckdb
from dirt import TYPED, soil, with_faults
from plan import (
    AFTERWARDS,
    FEED,
    FEED_OF_FLOWS,
    KEPT,
    LISTS,
    PARTS_OF,
    PLANNED,
    STREAM_COLUMNS,
    STREAMS,
)
from talks import read_talks

HERE = Path(__file__).parent
REGULAR_PER_MONTH = 2.8
CHUNK_CUSTOMERS = 20_000
PLANNED_ON = dt.date(2026, 11, 20)
MONTHS_LATER = 6


def main(arguments: list[str] | None = None) -> int:
    """Make the feed that the command line asks for; return the exit code."""
    asked = arguments_of(arguments)
    started = time.perf_counter()
    clear(asked.out)
    with tempfile.TemporaryDirectory(prefix="sample-bank-") as spill, opened(asked, spill) as bank:
        plan_people(bank)
        read_talks(bank, asked.talks)
        plan_afterwards(bank)
        if asked.dirt:
            bank.execute(f"create view written as {statement('customer')}")
            soil(bank, asked.customers)
        write_tables(bank, asked, FEED)
        write_flows(bank, asked)
        write_tables(bank, asked, FEED_OF_FLOWS)
        if asked.talks is not None or asked.as_of > asked.planned_on:
            write_taken_up(bank, asked.out)
        else:
            write_truths(bank, asked)
        if asked.history is not None:
            write_history(bank, asked.history)
    write_description(asked)
    seconds = time.perf_counter() - started
    print(f"{asked.customers:,} customers in {seconds:.1f} s: {asked.out}", file=sys.stderr)
    return 0


def arguments_of(arguments: list[str] | None) -> argparse.Namespace:
    """The command line, checked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=PLANNED_ON)
    parser.add_argument("--planned-on", type=dt.date.fromisoformat, help="the --as-of it goes on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--branches", type=int, default=6, choices=range(1, 19), metavar="1-18")
    parser.add_argument("--months", type=int, default=24, choices=range(7, 25), metavar="7-24")
    parser.add_argument("--transactions-per-customer", type=float, default=120.0)
    parser.add_argument("--dirt", action="store_true", help="add faulty rows of each kind")
    parser.add_argument("--history", type=Path, help="keep what earlier builds would have kept here")
    parser.add_argument("--clock", choices=("business_date", "wall"), default="business_date")
    parser.add_argument("--talks", type=Path, help="CSV or Parquet of talks held, for an --as-of after them")
    parser.add_argument("--base-rate", type=float, default=0.08, help="of a product's taking up unasked")
    parser.add_argument("--lift", type=float, default=0.12, help="what a talk adds to it")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="3GB", help="DuckDB's memory limit")
    asked = parser.parse_args(arguments)
    asked.planned_on = min(asked.as_of, asked.planned_on or (PLANNED_ON if asked.talks else asked.as_of))
    last = months_on(asked.planned_on, MONTHS_LATER)
    if asked.as_of > last:
        parser.error(f"--as-of: the bank goes on until {last}")
    return asked


def clear(out: Path) -> None:
    """Make `out` an empty folder; only an earlier feed is removed for it."""
    if out.exists() and any(out.iterdir()):
        if not any(out.glob("branch.*")):
            sys.exit(f"{out} is neither empty nor a feed: choose another folder for --out")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)


def opened(asked: argparse.Namespace, spill: str) -> duckdb.DuckDBPyConnection:
    """A connection that knows the seed, the dates, the drawing macros and the word lists."""
    bank = duckdb.connect(config={"threads": asked.threads, "memory_limit": asked.memory})
    bank.execute("set temp_directory = $spill", {"spill": spill})
    history_from = months_on(asked.planned_on.replace(day=1), 1 - asked.months)
    horizon = months_on(asked.planned_on, MONTHS_LATER)
    spend_rate = 0.96
    regular = REGULAR_PER_MONTH * asked.months
    variables = {
        "seed": str(asked.seed),
        "customers": asked.customers,
        "branches": asked.branches,
        "months": asked.months,
        "as_of": asked.planned_on,
        "until": asked.as_of,
        "horizon": horizon if asked.as_of > asked.planned_on else asked.as_of,
        "base_rate": asked.base_rate,
        "lift": asked.lift,
        "history_from": history_from,
        "spend_mean": max(4.0, (asked.transactions_per_customer - regular) / spend_rate),
    }
    for name, value in variables.items():
        bank.execute(f"set variable {name} = $value", {"value": value})
    for name in LISTS:
        source = str(HERE / "lists" / f"{name}.csv")
        bank.execute(f"create table {name} as from read_csv($source)", {"source": source})
    words = bank.execute("from read_csv($source)", {"source": str(HERE / "lists" / "words.csv")})
    for name, values in words.fetchall():
        bank.execute(f"set variable words_{name} = $value", {"value": values.split(";")})
    bank.execute((HERE / "sql" / "macros.sql").read_text(encoding="utf-8"))
    return bank


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months on, or back; its last day where it is shorter."""
    month = day.year * 12 + day.month - 1 + months
    last = calendar.monthrange(month // 12, month % 12 + 1)[1]
    return dt.date(month // 12, month % 12 + 1, min(day.day, last))


def statement(name: str) -> str:
    """The SELECT kept in sql/<name>.sql."""
    return (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def plan_people(bank: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that say who everybody is and what is planted on them."""
    for name in PLANNED:
        first, *others = PARTS_OF.get(name, (name,))
        bank.execute(f"create table {name} as {statement(first)}")
        for other in others:
            bank.execute(f"insert into {name} by name {statement(other)}")


def plan_afterwards(bank: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that say what happens after the day the bank is planned for; none up to it."""
    for name in AFTERWARDS:
        bank.execute(f"create table {name} as {statement(name)}")
    bank.execute(f"create table account_then as {statement('account_later')}")
    bank.execute("drop table plan_account; alter table account_then rename to plan_account")


def write_tables(
    bank: duckdb.DuckDBPyConnection, asked: argparse.Namespace, tables: Mapping[str, str]
) -> None:
    """Write these tables of the feed, each made by its statement."""
    for table, name in tables.items():
        select = with_faults(statement(name), table) if asked.dirt else statement(name)
        write(bank, select, asked.out / f"{table}.{asked.format}")


def write_flows(bank: duckdb.DuckDBPyConnection, asked: argparse.Namespace) -> None:
    """Write transactions and balances, a range of customers at a time."""
    for name, columns in KEPT.items():
        bank.execute(f"create table {name} ({columns})")
    size = asked.customers if asked.format == "csv" else CHUNK_CUSTOMERS
    for part, first in enumerate(range(1, asked.customers + 1, size)):
        bank.execute(f"set variable first_i = {first}")
        bank.execute(f"set variable last_i = {first + size - 1}")
        make_stream(bank)
        if asked.as_of > asked.planned_on:
            go_on(bank)
        bank.execute(f"insert into stream by name {statement('opening_deposit')}")
        is_last = first + size > asked.customers
        for table in TYPED:
            select = with_faults(statement(table), table) if asked.dirt and is_last else statement(table)
            write(bank, select, part_path(asked, table, part))


def part_path(asked: argparse.Namespace, table: str, part: int) -> Path:
    """Where a part of a large table goes; CSV has one file."""
    if asked.format == "csv":
        return Path(asked.out / f"{table}.csv")
    folder = asked.out / table
    folder.mkdir(exist_ok=True)
    return Path(folder / f"part-{part:04}.parquet")


def make_stream(bank: duckdb.DuckDBPyConnection) -> None:
    """Make the transactions of one range of customers, and their sums by month."""
    bank.execute(f"create or replace temp table crowd as {statement('crowd')}")
    bank.execute(f"create or replace temp view purchase as {statement('purchase')}")
    bank.execute(f"create or replace temp table stream ({STREAM_COLUMNS})")
    for name in (*STREAMS, "stream_again", "card_repayment"):
        bank.execute(f"insert into stream by name {statement(name)}")
    bank.execute(f"delete from stream where (i, n) in ({statement('hushed')})")
    bank.execute(f"insert into stream by name {statement('stream_taken')}")
    bank.execute("create or replace temp table stream_after as from stream where booked_at >= as_of() + 1")
    bank.execute("delete from stream where booked_at >= as_of() + 1")
    for name in ("flow", "opening"):
        bank.execute(f"create or replace temp table {name} as {statement(name)}")
    for name in KEPT:
        bank.execute(f"insert into {name} by name {statement(name)}")


def go_on(bank: duckdb.DuckDBPyConnection) -> None:
    """Add to the stream what comes after the day the bank was planned for, up to the business date."""
    bank.execute(f"insert into stream_after by name {statement('stream_brought')}")
    bank.execute("insert into stream by name from stream_after where booked_at < until() + 1")
    bank.execute(f"create or replace temp table flow as {statement('flow')}")


def write_taken_up(bank: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Write what came of the talks; the other truths are those of the day the bank was planned for."""
    (out / "truth").mkdir()
    write(bank, statement("taken_up"), out / "truth" / "taken_up.csv")


def write_truths(bank: duckdb.DuckDBPyConnection, asked: argparse.Namespace) -> None:
    """Write what was planted, for tests only."""
    folder = asked.out / "truth"
    folder.mkdir()
    for part in ("churn", "event", "risk"):
        (folder / part).mkdir()
    for path in sorted((HERE / "sql" / "truth").rglob("*.sql")):
        place = path.relative_to(HERE / "sql" / "truth").with_suffix(".csv")
        write(bank, path.read_text(encoding="utf-8"), folder / place)
    if asked.dirt:
        write(bank, "from dirt order by all", folder / "dirt.csv")


def write_history(bank: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the month and the quarter before as the builds of their last days would have kept them."""
    folder.mkdir(parents=True, exist_ok=True)
    days = "select month_start(0) - 1, cast(date_trunc('quarter', as_of()) as date) - 1"
    month, quarter = bank.execute(days).fetchall()[0]
    before, stages = statement("truth/month_before"), statement("truth/quarter_before")
    if month == quarter:
        before = f"from ({before}) inner join ({stages}) using (customer_id, as_of) order by customer_id"
    else:
        write(bank, stages, folder / f"{quarter:%Y-%m}.parquet")
    write(bank, before, folder / f"{month:%Y-%m}.parquet")


def write(bank: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    """Write the rows of a SELECT to one file, in its order."""
    kind = "csv, header" if path.suffix == ".csv" else "parquet, compression zstd"
    bank.execute(f"copy ({select}) to '{path}' (format {kind})")


def write_description(asked: argparse.Namespace) -> None:
    """Write feed.toml, last, so that a half-made feed is not taken for a whole one."""
    (asked.out / "feed.toml").write_text(
        'bank = "示例银行"\n'
        f"business_date = {asked.as_of.isoformat()}\n"
        'currency = "CNY"\n'
        'timezone = "Asia/Shanghai"\n'
        'country = "CN"\n'
        "demo = true\n"
        "\n[options]\n"
        f'clock = "{asked.clock}"\n'
        'consent_default = "not_granted"\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
