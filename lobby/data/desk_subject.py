"""What the desk store holds of one customer: read for the customer, and erased, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from lobby.data import desk_consents
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_consents import Said
from lobby.data.desk_schema import metadata, outcome
from lobby.data.desk_schema_rights import erased, restriction
from lobby.data.desk_tables import every_table
from lobby.domain.erasure import Erasure, Fate
from lobby.domain.errors import CatalogError

Rows = list[dict[str, Any]]


def held(desk: Desk, plan: Erasure, customer_id: str) -> dict[str, Rows]:
    """Every row about the customer that may be handed to them, by table."""
    with desk.reading(customer_id=customer_id) as connection:
        found = {
            table.name: rows_of(connection, table, fate, customer_id)
            for table in every_table()
            if (fate := fate_of(plan, table)).kind != "nobody" and not fate.is_withheld
        }
    return {name: rows for name, rows in found.items() if rows}


def erase(
    desk: Desk,
    plan: Erasure,
    refusals: Mapping[str, tuple[Said, Happening]],
    reason: str,
    happening: Happening,
) -> Mapping[str, int]:
    """Do with every table what the plan says, refuse what is refused, keep that it was done; rows by table.

    Done again it does the same again: what came since goes too.
    """
    customer_id = happening.customer_id or ""
    with desk.writing() as connection:
        now = desk.stamp()
        gone: dict[str, int] = {}
        connection.execute(delete(erased).where(erased.c.customer_id == customer_id))
        staff_id = happening.viewer.staff_id
        connection.execute(
            insert(erased).values(customer_id=customer_id, erased_at=now, staff_id=staff_id, reason=reason)
        )
        for change_id, (said, audited) in refusals.items():
            desk_consents.write(connection, desk, change_id, said, audited)
        connection.execute(delete(restriction).where(restriction.c.customer_id == customer_id))
        strip_lists(connection, plan, customer_id)
        for table in reversed(every_table()):
            fate = fate_of(plan, table)
            mine = about(table, fate, customer_id)
            if fate.kind == "delete":
                gone[table.name] = connection.execute(delete(table).where(mine)).rowcount
            elif fate.kind == "clear":
                emptied = dict.fromkeys(fate.columns)
                gone[table.name] = connection.execute(update(table).where(mine).values(emptied)).rowcount
            elif fate.kind == "keep":
                rows = connection.scalar(select(func.count()).select_from(table).where(mine)) or 0
                told = {"table_name": table.name, "rows": rows, "because": fate.because, "restricted_at": now}
                connection.execute(insert(restriction).values(customer_id=customer_id, **told))
        append(connection, now, happening)
    return {name: count for name, count in gone.items() if count}


def strip_lists(connection: Connection, plan: Erasure, customer_id: str) -> None:
    """Take the customer, and what came of talks with them, out of lists of several customers."""
    of_customer = select(outcome.c.outcome_id).where(outcome.c.customer_id == customer_id)
    mine = {customer_id, *connection.scalars(of_customer)}
    for name, fate in plan.desk.items():
        if fate.kind != "strip":
            continue
        table = metadata.tables[name]
        (key,) = table.primary_key.columns
        for row in connection.execute(select(table)).mappings().all():
            left = {column: without(row[column], mine) for column in fate.columns}
            if any(left[column] != row[column] for column in fate.columns):
                connection.execute(update(table).where(key == row[key.name]).values(left))


def without(listed: list[Any], mine: set[str]) -> list[Any]:
    """The entries that are not the customer's; an entry is a number, or begins with one."""
    return [one for one in listed if (one[0] if isinstance(one, list) else one) not in mine]


def is_erased(desk: Desk) -> frozenset[str]:
    """Every customer who was erased."""
    with desk.reading() as connection:
        return frozenset(connection.scalars(select(erased.c.customer_id)))


def restrictions(desk: Desk, customer_id: str) -> Rows:
    """What is kept of an erased customer, why and since when."""
    asked = select(restriction).where(restriction.c.customer_id == customer_id, restriction.c.rows > 0)
    with desk.reading(customer_id=customer_id) as connection:
        found = connection.execute(asked.order_by(restriction.c.table_name)).mappings()
        return [dict(row) for row in found]


def fate_of(plan: Erasure, table: Table) -> Fate:
    """What becomes of a table; one that nobody decided about stops everything."""
    fate = plan.desk.get(table.name)
    if fate is None:
        raise CatalogError("catalog_value", f"erasure.toml: nothing is said of the table {table.name}.")
    return fate


def about(table: Table, fate: Fate, customer_id: str) -> ColumnElement[bool]:
    """The rows of a table that are about the customer."""
    if fate.kind in ("nobody", "strip"):
        return table.primary_key.columns.values()[0].is_(None)
    if fate.through is None:
        return table.c.customer_id == customer_id
    name, column = fate.through
    other = metadata.tables[name]
    return table.c[column].in_(select(other.c[column]).where(other.c.customer_id == customer_id))


def rows_of(connection: Connection, table: Table, fate: Fate, customer_id: str) -> Rows:
    """Rows of the customer, in the order of their keys."""
    if fate.kind == "strip":
        return []
    asked = select(table).where(about(table, fate, customer_id)).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(asked).mappings()]
