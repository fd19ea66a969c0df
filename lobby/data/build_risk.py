"""The risk flags of a build: each file of queries/risk over all the bank, into the one table `risk_flag`."""

from __future__ import annotations

import duckdb

from lobby.data import queries
from lobby.data.build_plan import Terms
from lobby.data.build_shard import OnStep, Stopwatch

RISK_FLAG = (
    "flag_code varchar, subject varchar, customer_id varchar, happened_on date, expires_on date, "
    "amount decimal(18, 2), evidence varchar, involved varchar[], "
    "rows struct(booked_on date, account_id varchar, counterparty varchar, value decimal(18, 2))[]"
)


def raise_flags(con: duckdb.DuckDBPyConnection, asked: Terms, tell: OnStep) -> None:
    """Make `risk_flag` of the staged tables in reach of `con`; `tell` hears of each flag as it stands."""
    con.execute(f"create table risk_flag ({RISK_FLAG})")
    for code, numbers in asked.risk.items():
        watch = Stopwatch()
        query = queries.load(f"risk/{code}")
        values = query.pick({**asked.values, **numbers})
        found = con.execute(f"insert into risk_flag {query.sql}", values).fetchone()
        tell(watch.step(query.name, int(found[0]) if found else 0))
