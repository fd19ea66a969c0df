"""Runs one mart, or one piece of the portrait, on a handful of rows of a feed, with the marts it reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb

from lobby.data import queries
from lobby.data.build_plan import terms
from lobby.data.build_shard import FOUND_EVENT
from lobby.data.feed.info import FeedInfo
from tests.built import records
from tests.portraits import AS_OF, CATALOG
from tests.queries.one_event import Rows, feed, marts_of


def rows_of(
    name: str, as_of: date = AS_OF, events: Sequence[Sequence[object]] = (), **rows: Rows
) -> list[dict[str, Any]]:
    """The rows of `marts/<name>`, or of the query at a path, over `rows`: feed table → its rows.

    `events` are what the events found.
    """
    path = name if "/" in name else f"marts/{name}"
    asked = dict(terms(FeedInfo("Ours", as_of, "CNY", "Asia/Shanghai", "CN"), CATALOG).values)
    with duckdb.connect() as con:
        feed(con, rows)
        con.execute(f"create table found_event ({FOUND_EVENT})")
        for event in events:
            con.execute("insert into found_event values (?, ?, ?, ?, ?, ?, ?)", list(event))
        for mart in (*marts_of(path), path):
            query = queries.load(mart)
            table = mart.rpartition("/")[2]
            con.execute(f"create table {table} as {query.sql}", query.pick(asked))
        return records(con, f"from {table} order by all")
