"""The tables of trust: who is signed in where, who tried in vain, and whose look-ups somebody was told of."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

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

alert = Table(
    "alert",
    metadata,
    Column("alert_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("about_staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("device", String, nullable=False),
    Column("customer_id", String),
    Column("count", Integer, nullable=False),
    Column("raised_at", UtcTime, nullable=False),
    UniqueConstraint("alert_id", "about_staff_id", name="alert_about"),
    Index("alert_by_branch", "branch_id", "raised_at"),
)

alert_answer = Table(
    "alert_answer",
    metadata,
    Column("alert_id", String, primary_key=True),
    Column("about_staff_id", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("note", String, nullable=False),
    Column("answered_at", UtcTime, nullable=False),
    ForeignKeyConstraint(["alert_id", "about_staff_id"], ["alert.alert_id", "alert.about_staff_id"]),
    CheckConstraint("staff_id <> about_staff_id", name="alert_answer_somebody_else"),
)
