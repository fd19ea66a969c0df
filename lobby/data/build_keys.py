"""Narrow types for the largest tables: what repeats is sorted, joined and grouped as a number.

A query keeps its text: it finds views named like the tables it reads, in a schema that is searched first.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from lobby.data.feed.contract import TABLES

FEW = 50_000
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


class Keys:
    """The types of one shard, and the views that read a table with them."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        for name, codes in CONTRACTED.items():
            listed = ", ".join(f"'{code}'" for code in sorted(codes))
            con.execute(f"create type memory.main.{name} as enum ({listed})")
        self.types = {*CONTRACTED, *(name for name, texts in TEXTS.items() if self._make(name, texts))}

    def _make(self, name: str, texts: str) -> bool:
        """Number the texts in their order, unless there are none, or too many for a code."""
        found = self.con.execute(
            f"from ({texts}) as texts (value) select distinct value where value is not null "
            f"order by value limit {FEW + 1}"
        ).fetchall()
        if not 0 < len(found) <= FEW:
            return False
        listed = ", ".join("'{}'".format(text.replace("'", "''")) for (text,) in found)
        self.con.execute(f"create type memory.main.{name} as enum ({listed})")
        return True

    def narrow(self, columns: Iterable[str]) -> str:
        """The select list that turns the texts among `columns` into numbers."""
        casts = ", ".join(
            f'try_cast("{column}" as memory.main.{CODES[column]}) as "{column}"'
            for column in columns
            if CODES.get(column) in self.types
        )
        return f"* replace ({casts})" if casts else "*"

    def show(self, table: str) -> None:
        """Let the keyed queries read narrow types under the name of `table`."""
        self.con.execute("create schema if not exists marts.keyed")
        source = f'marts.main."{table}"'
        narrow = self.narrow(columns_of(self.con, f"from {source}"))
        self.con.execute(f'create or replace view marts.keyed."{table}" as from {source} select {narrow}')

    def keyed(self, sql: str, values: dict[str, object]) -> str:
        """The query as it is run: codes as numbers, rows in the order of the customers."""
        columns = columns_of(self.con, sql, values)
        return f"from (from ({sql}) select {self.narrow(columns)}) order by customer_id"


def columns_of(
    con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object] | None = None
) -> list[str]:
    """The names of a query's columns, without running it."""
    described = con.execute(f"from ({sql}) limit 0", values).description
    return [column[0] for column in described or ()]
