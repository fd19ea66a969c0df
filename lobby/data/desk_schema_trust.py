"""The tables of trust: who is signed in where, and who tried in vain."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, String, Table

from lobby.data.desk_schema import UtcTime, metadata

session = Table(
    "session",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("token_digest", String, nullable=False, unique=True),
    Column("device", String),
    Column("staff_id", String),
    Column("rights", JSON, nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Column("touched_at", UtcTime, nullable=False),
    Column("shown_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("ended_why", String),
    Index("session_by_end", "ended_at"),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("failure_id", String, primary_key=True),
    Column("login_digest", String),
    Column("device", String, nullable=False),
    Column("happened_at", UtcTime, nullable=False),
    Index("sign_in_failure_by_login", "login_digest", "happened_at"),
    Index("sign_in_failure_by_device", "device", "happened_at"),
)
