"""The tables of customers who were erased: who, why and when, and what a law makes the bank keep of them."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from lobby.data.desk_schema import UtcTime, metadata

erased = Table(
    "erased",
    metadata,
    Column("customer_id", String, primary_key=True),
    Column("erased_at", UtcTime, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("reason", String, nullable=False),
)

restriction = Table(
    "restriction",
    metadata,
    Column("customer_id", String, primary_key=True),
    Column("table_name", String, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("because", String, nullable=False),
    Column("restricted_at", UtcTime, nullable=False),
)
