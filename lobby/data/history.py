"""What builds before knew: of each customer a month and a quarter ago, and since when a card holds."""

from __future__ import annotations

import logging
from datetime import date

import duckdb

from lobby.data.home import Home
from lobby.data.manifest import Manifest

log = logging.getLogger("lobby.build")

MONTH_BEFORE = "customer_id varchar, as_of date, address_area varchar, employer varchar"
SEGMENT_BEFORE = "customer_id varchar, as_of date, segment varchar"
CARD_BEFORE = "customer_id varchar, scenario_since struct(code varchar, since_on date)[]"


def read_month_before(con: duckdb.DuckDBPyConnection, home: Home, month: str) -> int:
    """Make the table `month_before` of the newest month earlier than `month`, as `2026-11`; its rows.

    Without one, as on the first build, or when it cannot be read, the table is empty: nothing has changed.
    """
    return read_line(con, home, month, "month_before", MONTH_BEFORE)


def read_segment_before(con: duckdb.DuckDBPyConnection, home: Home, month: str) -> int:
    """Make the table `segment_before` of the newest month before the quarter of `month`; its rows.

    Empty like `month_before`: nobody is known to have moved.
    """
    return read_line(con, home, quarter_begun(month), "segment_before", SEGMENT_BEFORE)


def quarter_begun(month: str) -> str:
    """The first month of the quarter that `month`, as `2026-11`, lies in."""
    year, _, number = month.partition("-")
    return f"{year}-{int(number) - (int(number) - 1) % 3:02}"


def read_line(con: duckdb.DuckDBPyConnection, home: Home, until: str, table: str, columns: str) -> int:
    """Make `table` of these columns of the newest month earlier than `until`; its rows."""
    con.execute(f"create table {table} ({columns})")
    earlier = [path for path in sorted(home.history.glob("*.parquet")) if path.stem < until]
    if not earlier:
        return 0
    names = ", ".join(column.split()[0] for column in columns.split(", "))
    try:
        made = con.execute(
            f"insert into {table} select {names} from read_parquet($path)",  # noqa: S608 fixed names
            {"path": str(earlier[-1])},
        ).fetchone()
    except duckdb.Error as unreadable:
        log.warning("not_compared", extra={"table": table, "kind": type(unreadable).__name__})
        return 0
    return int(made[0]) if made else 0


def read_cards_before(
    con: duckdb.DuckDBPyConnection, home: Home, served: Manifest | None, business_date: date
) -> int:
    """Make the table `card_before` of the portrait being `served`, unless it is of a later day; its rows."""
    con.execute(f"create table card_before ({CARD_BEFORE})")
    if served is None or served.business_date > business_date:
        return 0
    con.execute(
        f"attach '{str(home.portrait(served.version)).replace(chr(39), chr(39) * 2)}' as before (read_only)"
    )
    made = con.execute(
        "insert into card_before select customer_id, scenario_since from before.portrait "
        "where scenario_since <> []"
    ).fetchone()
    con.execute("detach before")
    return int(made[0]) if made else 0
