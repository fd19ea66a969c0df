"""Runs one event file on a handful of rows of a feed, with the marts it reads and nothing else.

A row names what matters and takes the rest from DEFAULTS: customer `c1` with the current account `a1`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

import duckdb
import sqlglot
from sqlglot import exp

from lobby.data import queries
from lobby.data.build_plan import terms
from lobby.data.build_shard import FOUND_EVENT
from lobby.data.feed.contract import BY_NAME, SQL_TYPES, TABLES
from lobby.data.feed.forms import as_found
from lobby.data.feed.info import FeedInfo
from lobby.data.history import MONTH_BEFORE
from tests.portraits import AS_OF, CATALOG

Rows: TypeAlias = Sequence[Mapping[str, Any]]

LONG_AGO = date(2020, 1, 1)
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "branch": {"branch_id": "b1", "name": "First", "city": "甲市"},
    "customer": {
        "customer_id": "c1", "kind": "person", "home_branch_id": "b1", "birth_date": date(1986, 5, 1),
    },
    "account": {
        "account_id": "a1", "customer_id": "c1", "kind": "current", "currency": "CNY", "opened_on": LONG_AGO,
    },
    "balance": {"account_id": "a1", "balance_on": AS_OF},
    "transaction": {"account_id": "a1", "channel": "mobile", "payment_method": "transfer"},
    "card": {"account_id": "a1", "customer_id": "c1", "kind": "debit", "issued_on": LONG_AGO},
    "touchpoint": {"customer_id": "c1", "channel": "mobile"},
    "loan_schedule": {"account_id": "a1"},
    "month_before": {"customer_id": "c1", "as_of": date(2026, 10, 31)},
    "consent": {"customer_id": "c1", "channel": "any", "purpose": "profiling", "state": "granted"},
}  # fmt: skip
ALWAYS = ("branch", "customer", "account")


@dataclass(frozen=True)
class Happening:
    """One event as the build publishes it, its evidence read."""

    customer_id: str
    code: str
    happened_on: date
    expires_on: date
    amount: Decimal | None
    strength: float
    evidence: Mapping[str, Any]


def ago(days: int) -> date:
    """The day so many days before as_of; negative: after it."""
    return AS_OF - timedelta(days=days)


def at(days: int, hour: int = 10) -> datetime:
    """That day at a full hour, in the feed's own time zone."""
    return datetime.combine(ago(days), time(hour))


def happened(code: str, as_of: date = AS_OF, **rows: Rows) -> list[Happening]:
    """What `queries/events/<code>.sql` finds alive on `as_of` among `rows`: feed table → its rows.

    Who says nothing of consent has granted it.
    """
    with duckdb.connect() as con:
        feed(con, rows)
        con.execute(f"create table found_event ({FOUND_EVENT})")
        info = FeedInfo("Ours", as_of, "CNY", "Asia/Shanghai", "CN", consent_default="granted")
        asked = terms(info, CATALOG)
        for mart in dict.fromkeys((*marts_of(f"events/{code}"), *marts_of("marts/event"))):
            query = queries.load(mart)
            name = mart.removeprefix("marts/")
            con.execute(f"create table {name} as {query.sql}", query.pick(dict(asked.values)))
        query = queries.load(f"events/{code}")
        values = query.pick({**asked.values, **asked.events[code]})
        con.execute(f"create table one_event as {query.sql}", values)
        same_shape(con)
        con.execute("insert into found_event from one_event")
        alive = queries.load("marts/event")
        found = con.execute(f"from ({alive.sql}) order by all", alive.pick(dict(asked.values))).fetchall()
    return [Happening(*row[:-1], json.loads(row[-1], parse_float=Decimal)) for row in found]


def feed(con: duckdb.DuckDBPyConnection, rows: Mapping[str, Rows]) -> None:
    """Every table of the contract and the month before, empty but for `rows` and the default customer."""
    for table in TABLES:
        columns = ", ".join(f"{as_found(one.name)} {SQL_TYPES[one.type]}" for one in table.columns)
        con.execute(f"create table {as_found(table.name)} ({columns})")
    con.execute(f"create table month_before ({MONTH_BEFORE})")
    for name in dict.fromkeys((*ALWAYS, *rows)):
        fill(con, name, rows.get(name, [{}]))


def same_shape(con: duckdb.DuckDBPyConnection) -> None:
    """The event's columns have the names and types all events share, and no two rows are alike."""
    shapes = [
        dict(row[:2] for row in con.execute(f"describe {name}").fetchall())
        for name in ("one_event", "found_event")
    ]
    assert list(shapes[0].items()) == list(shapes[1].items())
    (counted,) = con.execute("select count(*), count(distinct one_event) from one_event").fetchall()
    assert counted[0] == counted[1]


def fill(con: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    """Put rows into a feed table or the month before, numbered by their key where they name none."""
    key = BY_NAME[name].key[0] if name in BY_NAME else "customer_id"
    for number, row in enumerate(rows, start=1):
        named = {key: f"{name[0]}{number}", **DEFAULTS.get(name, {}), **row}
        columns = ", ".join(as_found(column) for column in named)
        marks = ", ".join("?" for _ in named)
        con.execute(f"insert into {as_found(name)} ({columns}) values ({marks})", list(named.values()))


@cache
def marts_of(name: str) -> tuple[str, ...]:
    """The marts a query reads, and those they read, each after what it is made of."""
    return tuple(dict.fromkeys(needed(name)))


def needed(name: str) -> Iterator[str]:
    known = queries.names("marts")
    for table in sqlglot.parse_one(queries.load(name).sql, read="duckdb").find_all(exp.Table):
        mart = f"marts/{table.name}"
        if mart in known and mart != name:
            yield from needed(mart)
            yield mart
