"""The tables beside the audit: from where its chain is kept, and how far it was sent outside."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from lobby.data.desk_schema import UtcTime, metadata

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
