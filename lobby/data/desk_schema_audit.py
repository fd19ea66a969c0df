"""The tables beside the audit: whom lists named, from where the chain is kept, how far it was sent."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, Table

from lobby.data.desk_schema import UtcTime, metadata

audit_listed = Table(
    "audit_listed",
    metadata,
    Column("customer_id", String, primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Index("audit_listed_by_row", "sequence"),
)

audit_checkpoint = Table(
    "audit_checkpoint",
    metadata,
    Column("through_sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String, primary_key=True),
    Column("hash", String, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("staff_id", String),
)

audit_shipping = Table(
    "audit_shipping",
    metadata,
    Column("sink", String, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
    Column("shipped_at", UtcTime, nullable=False),
)
