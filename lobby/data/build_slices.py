"""Slices of customers: a query over many rows is asked a slice at a time, so that its groups fit in memory.

The rows stand in the order of the customers, and DuckDB knows the first and last id of each part of them by 8
letters: slices are cut where these letters change, and a slice then reads its own parts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

GROUPED = 25_000  # customers in a slice of grouped rows
JOINED_PER_GIB = 25_000  # of joined portraits, for each GiB of the memory limit: every slice reads all marts
SLICED = (
    "asset_total", "asset_month", "spent_method", "category_window", "spent_month", "spent_median",
    "flow_month", "destination_list", "active_time", "city_list", "channel_list",
)  # fmt: skip
SLICED_TABLES = ("balance_row", "transaction_row")


@dataclass(frozen=True)
class Slice:
    """The customers from `first` to `last`."""

    first: str
    last: str

    @property
    def holds(self) -> str:
        """The predicate that a row is of one of them."""
        first, last = (value.replace("'", "''") for value in (self.first, self.last))
        return f"customer_id between '{first}' and '{last}'"


def slices(con: duckdb.DuckDBPyConnection, size: int) -> list[Slice]:
    """All customers in the order of their ids, about `size` in each slice."""
    found = con.execute(
        "with counted as (select left(customer_id, 8) as bound, count(*) as customers, "
        "min(customer_id) as first, max(customer_id) as last from customer group by bound), "
        "placed as (select *, sum(customers) over (order by bound) - customers as place from counted) "
        "select min(first), max(last) from placed group by place // $size order by 1",
        {"size": size},
    ).fetchall()
    return [Slice(first, last) for first, last in found]


def tables_cut(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> tuple[int, dict[str, str]]:
    """How many customers a slice of the table `name` has, 0 for all, and the tables its `sql` names."""
    if name in SLICED:
        return GROUPED, {table: f"rows.main.{table}" for table in SLICED_TABLES}
    if name != "portrait":
        return 0, {}
    found = con.execute(
        "select table_name, database_name from duckdb_columns() where column_name = 'customer_id' "
        "and schema_name = 'main' and database_name in ('marts', 'rows', 'sides')"
    ).fetchall()
    named = set(re.findall(r"\w+", sql))
    own = {table: f'{database}.main."{table}"' for table, database in found if table in named}
    return joined_at_once(con), {"customer": "staged.main.customer", **own}


def joined_at_once(con: duckdb.DuckDBPyConnection) -> int:
    """Of how many customers the memory limit lets the portraits be joined together."""
    found = con.execute("select parse_formatted_bytes(current_setting('memory_limit'))").fetchone()
    return max(1, round(JOINED_PER_GIB * (found[0] if found else 0) / 2**30))


def each_slice(con: duckdb.DuckDBPyConnection, name: str, sql: str, path: str) -> Iterator[Slice | None]:
    """Let the query `sql` of the table `name` find one slice of its rows after the other, or all at once."""
    size, tables = tables_cut(con, name, sql)
    parts = slices(con, size) if size else []
    if len(parts) < 2:
        yield None
        return
    con.execute("create schema marts.sliced")
    for part in parts:
        for table, source in tables.items():
            con.execute(f'create or replace view marts.sliced."{table}" as from {source} where {part.holds}')
        con.execute(f"set search_path = 'marts.sliced,{path}'")
        yield part
        con.execute(f"set search_path = '{path}'")
    con.execute("drop schema marts.sliced cascade")
