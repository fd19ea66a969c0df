"""The tables of trust: who is signed in where, who tried in vain, whose look-ups were told of, what left."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
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

export = Table(
    "export",
    metadata,
    Column("export_id", String, primary_key=True),
    Column("what", String, nullable=False),
    Column("name", String, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("branch_id", String),
    Column("device", String, nullable=False),
    Column("is_standing", Boolean, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("export_id", "made_by", name="export_maker"),
    Index("export_by_time", "made_at"),
)

export_answer = Table(
    "export_answer",
    metadata,
    Column("export_id", String, primary_key=True),
    Column("made_by", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("answered_at", UtcTime, nullable=False),
    Column("note", String, nullable=False),
    ForeignKeyConstraint(["export_id", "made_by"], ["export.export_id", "export.made_by"]),
    CheckConstraint(
        "(verdict = 'withdrawn' and staff_id = made_by)"
        " or (verdict in ('checked', 'refused') and staff_id <> made_by)",
        name="export_two_people",
    ),
)

export_taken = Table(
    "export_taken",
    metadata,
    Column("export_id", String, ForeignKey("export.export_id"), primary_key=True),
    Column("taken_at", UtcTime, nullable=False),
)
