"""Slices of customers: a shard builds every table for one slice of its customers, then for the next.

What is made for a slice fits in memory. The slices follow one another in the order of the customers, and so
do the rows they leave.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from lobby.data.build_plan import COPIED
from lobby.data.feed.contract import TABLES

PER_GIB = 25_000  # customers in a slice, for each GiB of the memory limit
EVERYBODY = "true"
OF_ACCOUNTS = "account_id in (select account_id from marts.account)"
BANK_TABLES = frozenset({*COPIED, "organisation", "fx_rate", "account_party"})
OWNED = {table.name: {column.name for column in table.columns} for table in TABLES} | {
    "party_role": {"customer_id"}
}


@dataclass(frozen=True)
class Slice:
    """Slice `number` of `count`: the customers of whose ids `holds` is true."""

    number: int
    count: int
    holds: str


def slices(con: duckdb.DuckDBPyConnection, of_shard: str) -> list[Slice]:
    """The customers of whom `of_shard` is true, in the order of their ids: as many slices as memory asks."""
    everybody = f"from staged.customer where {of_shard}"
    counted = con.execute(f"select count(*) {everybody}").fetchone()
    count = math.ceil((counted[0] if counted else 0) / at_once(con))
    if count < 2:
        return [Slice(0, 1, of_shard)]
    placed = f"select customer_id, ntile({count}) over (order by customer_id) as place {everybody}"
    found = con.execute(
        f"select min(customer_id), max(customer_id) from ({placed}) group by place order by place"  # noqa: S608
    ).fetchall()
    bounds = [[value.replace("'", "''") for value in row] for row in found]
    return [
        Slice(number, count, f"{of_shard} and customer_id between '{first}' and '{last}'")
        for number, (first, last) in enumerate(bounds)
    ]


def at_once(con: duckdb.DuckDBPyConnection) -> int:
    """How many customers the memory limit lets be built together."""
    found = con.execute("select parse_formatted_bytes(current_setting('memory_limit'))").fetchone()
    return max(1, round(PER_GIB * (found[0] if found else 0) / 2**30))


@contextmanager
def opened(con: duckdb.DuckDBPyConnection, part: Slice) -> Iterator[None]:
    """Inside the block `marts`, which lives in memory, shows the rows of the slice under the staged names."""
    con.execute("attach ':memory:' as marts")
    con.execute("use marts")
    by_account = "true"
    if part.holds != EVERYBODY:
        con.execute(f"create table account as from staged.account where {part.holds}")
        by_account = of_accounts(con)
    for name in OWNED.keys() - BANK_TABLES:
        owner = part.holds if "customer_id" in OWNED[name] else by_account
        where = "" if part.holds == EVERYBODY else f"where {owner}"
        con.execute(f'create view if not exists "{name}" as from staged."{name}" {where}')
    yield
    con.execute("use memory")
    con.execute("detach marts")


def of_accounts(con: duckdb.DuckDBPyConnection) -> str:
    """The predicate of a row of the slice's accounts; their bounds let much of a sorted file go unread."""
    found = con.execute("select min(account_id), max(account_id) from marts.account").fetchone()
    first, last = ((value or "").replace("'", "''") for value in found or ("", ""))
    return f"account_id between '{first}' and '{last}' and {OF_ACCOUNTS}"
