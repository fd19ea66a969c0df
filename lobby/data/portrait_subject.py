"""What the portrait and its rows hold of one customer, whatever tables they are made of."""

from __future__ import annotations

from typing import Any

from lobby.data.queries import Query
from lobby.data.warehouse import Warehouse


def held(portraits: Warehouse, customer_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every row about the customer, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in portraits.rows("subject_tables"):
        name = ".".join(f'"{row[part]}"' for part in ("database_name", "schema_name", "table_name"))
        sql = f"from {name} where customer_id = $customer_id order by all"
        query = Query(
            f"subject/{row['table_name']}", sql, "One row per row", ("customer_id",), "customer", "customer"
        )
        if rows := portraits.judged(query, customer_id=customer_id):
            found[row["table_name"]] = rows
    return found
