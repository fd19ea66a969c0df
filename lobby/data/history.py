"""What builds before knew: of each customer a month ago, and since when a scenario card holds."""

from __future__ import annotations

import logging
from datetime import date

import duckdb

from lobby.data.home import Home
from lobby.data.manifest import Manifest

log = logging.getLogger("lobby.build")

MONTH_BEFORE = "customer_id varchar, as_of date, address_area varchar, employer varchar"
CARD_BEFORE = "customer_id varchar, scenario_since struct(code varchar, since_on date)[]"


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
