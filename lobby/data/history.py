"""The month before: what the history, carried from build to build, knew of each customer then."""

from __future__ import annotations

import logging

import duckdb

from lobby.data.home import Home

log = logging.getLogger("lobby.build")

MONTH_BEFORE = "customer_id varchar, as_of date, address_area varchar, employer varchar"


def read_month_before(con: duckdb.DuckDBPyConnection, home: Home, month: str) -> int:
    """Make the table `month_before` of the newest month earlier than `month`, as `2026-11`; its rows.

    Without one, as on the first build, or when it cannot be read, the table is empty: nothing has changed.
    """
    con.execute(f"create table month_before ({MONTH_BEFORE})")
    earlier = [path for path in sorted(home.history.glob("*.parquet")) if path.stem < month]
    if not earlier:
        return 0
    try:
        made = con.execute(
            "insert into month_before "
            "select customer_id, as_of, address_area, employer from read_parquet($path)",
            {"path": str(earlier[-1])},
        ).fetchone()
    except duckdb.Error as unreadable:
        log.warning("the month before is not compared with: %s", unreadable)
        return 0
    return int(made[0]) if made else 0
