"""Narrow types for the largest tables: what repeats is sorted, joined and grouped as a number.

A query keeps its text: it finds views named like the tables it reads, in a schema that is searched first.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from lobby.data.feed.contract import TABLES

FEW = 50_000
IDS = {"customer_id": "customer_key", "counterparty_customer_id": "customer_key", "account_id": "account_key"}
CODES = {
    "channel": "channel_key",
    "payment_method": "method_key",
    "method": "method_key",
    "category": "category_key",
    "city": "city_key",
    "counterparty_bank": "bank_key",
    "kind": "kind_key",
    "currency": "currency_key",
}
TEXTS = {
    "customer_key": "select customer_id from staged.customer",
    "account_key": "select account_id from staged.account",
    "city_key": "select city from staged.transaction",
    "bank_key": "select counterparty_bank from staged.transaction",
    "currency_key": "select currency from staged.account",
}
COLUMNS = {(table.name, column.name): column for table in TABLES for column in table.columns}
CONTRACTED = {
    "channel_key": COLUMNS["transaction", "channel"].codes,
    "method_key": (*COLUMNS["transaction", "payment_method"].codes, "other"),
    "category_key": COLUMNS["merchant_category", "category"].codes,
    "kind_key": COLUMNS["account", "kind"].codes,
}
KEYED = {
    "balance_row": ("account_state", "balance"),
    "transaction_row": ("account_state", "transaction"),
}
LAST_KEYED = "transaction_row"


class Keys:
    """The types of one shard, and the views that read a table with them."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        con.execute("create schema marts.keyed")
        for name, codes in CONTRACTED.items():
            listed = ", ".join(f"'{code}'" for code in sorted(codes))
            con.execute(f"create type marts.keyed.{name} as enum ({listed})")
        self.types = {*CONTRACTED, *(name for name, texts in TEXTS.items() if self._make(name, texts))}

    def _make(self, name: str, texts: str) -> bool:
        """Number the texts in their order, unless there are none, or too many for a code."""
        self.con.execute(
            f"create or replace temp table texts as from ({texts}) as texts (value) "
            "select distinct value where value is not null"
        )
        counted = self.con.execute("select count(*) from texts").fetchone()
        count = counted[0] if counted else 0
        if not count or (count > FEW and name not in IDS.values()):
            return False
        self.con.execute(f"create type marts.keyed.{name} as enum (from texts order by value)")
        return True

    def drop(self) -> None:
        """Give back the memory of the types once the tables that need them stand."""
        self.con.execute("drop schema marts.keyed cascade")
        self.con.execute("drop table texts")

    def narrow(self, columns: Iterable[str]) -> str:
        """The select list that turns the texts among `columns` into numbers."""
        typed = {column: {**IDS, **CODES}.get(column) for column in columns}
        return replaced(
            {column: f"marts.keyed.{name}" for column, name in typed.items() if name in self.types}
        )

    def show(self, table: str, source: str) -> None:
        """Let the keyed queries read `source` under the name of `table`."""
        columns = columns_of(self.con, f"from {source}")
        self.con.execute(
            f'create or replace view marts.keyed."{table}" as from {source} select {self.narrow(columns)}'
        )

    def keyed(self, sql: str, values: dict[str, object]) -> str:
        """The query as it is run: rows in the order of the customers, ids as text, codes left as numbers."""
        columns = columns_of(self.con, sql, values)
        in_order = f"from (from ({sql}) select {self.narrow(columns)}) order by customer_id"
        texts = {column: "varchar" for column in columns if column in IDS}
        return f"from ({in_order}) select {replaced(texts)}"


def replaced(types: dict[str, str]) -> str:
    """`*` with some columns cast."""
    casts = ", ".join(f'try_cast("{column}" as {name}) as "{column}"' for column, name in types.items())
    return f"* replace ({casts})" if casts else "*"


def columns_of(
    con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object] | None = None
) -> list[str]:
    """The names of a query's columns, without running it."""
    described = con.execute(f"from ({sql}) limit 0", values).description
    return [column[0] for column in described or ()]
