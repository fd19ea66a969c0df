"""Customers who were erased stay so: nothing derived of them is published, whatever the feed still has."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
from sqlalchemy import inspect, select

from lobby.data.catalog_erasure import load_erasure
from lobby.data.desk_engine import DESK_FILE, make_engine
from lobby.data.desk_faults import faults
from lobby.data.desk_opening import BUSY_SECONDS
from lobby.data.desk_schema_rights import erased
from lobby.data.home import Home
from lobby.domain.erasure import empty
from lobby.domain.sections import kinds_of_columns

TABLES = """
select distinct table_name from duckdb_columns() where database_name = ? and column_name = 'customer_id'
"""


def read_erased(home: Home, address: str | None) -> tuple[str, ...]:
    """Every customer who was erased; a desk store that cannot be read stops the build, for it knows them.

    One of a Lobby that knew of no erasures names nobody.
    """
    if address is None and not (home.path / DESK_FILE).exists():
        return ()
    engine = make_engine(home.path, address, BUSY_SECONDS)
    try:
        with faults(), engine.connect() as connection:
            if not inspect(connection).has_table(erased.name):
                return ()
            return tuple(connection.scalars(select(erased.c.customer_id).order_by(erased.c.customer_id)))
    finally:
        engine.dispose()


def forget(con: duckdb.DuckDBPyConnection, database: str, customers: Sequence[str]) -> None:
    """Take out of every table of an attached portrait or rows file what is not kept of these customers."""
    if not customers:
        return
    kept = load_erasure()
    found = con.execute(TABLES, [database]).fetchall()
    these = "customer_id in (select unnest($customers))"
    for (table,) in found:
        if table not in kept.tables:
            con.execute(f"delete from {database}.{table} where {these}", {"customers": list(customers)})  # noqa: S608
    if database == "final":
        kinds = kinds_of_columns().items()
        emptied = ", ".join(
            f"{name} = {written(empty(kind))}" for name, kind in kinds if name not in kept.columns
        )
        update = f"update final.portrait set {emptied} where {these}"  # noqa: S608 columns of the portrait
        con.execute(update, {"customers": list(customers)})


def written(value: object) -> str:
    """A value that says nothing, as SQL."""
    if value is None or isinstance(value, str):
        return "null" if value is None else f"'{value}'"
    return str(value).lower()
