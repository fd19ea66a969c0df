"""The tables of what the customer says at a desk: consents, erasure, faces, and what goes on by phone."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, UniqueConstraint

from lobby.data.desk_schema import UtcTime, metadata

consent_change = Table(
    "consent_change",
    metadata,
    Column("change_id", String, primary_key=True),
    Column("customer_id", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_granted", Boolean, nullable=False),
    Column("wording", String),
    Column("language", String, nullable=False),
    Column("said_on", Date, nullable=False),
    Column("visit_id", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("device", String, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    UniqueConstraint("customer_id", "purpose", "channel", "version", name="consent_change_order"),
    Index("consent_change_by_purpose", "purpose", "channel"),
)

erasure_request = Table(
    "erasure_request",
    metadata,
    Column("step_id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("state", String, nullable=False),
    Column("customer_id", String, nullable=False),
    Column("visit_id", String),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("received_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("happened_at", UtcTime, nullable=False),
    Column("note", String),
    UniqueConstraint("number", "state", name="erasure_request_step"),
    Index("erasure_request_by_customer", "customer_id"),
    Index("erasure_request_by_branch", "branch_id", "due_on"),
)

face = Table(
    "face",
    metadata,
    Column("visit_id", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("product_code", String),
    Column("customer_id", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("answered_on", Date, nullable=False),
    Column("answered_at", UtcTime, nullable=False),
    Index("face_by_day", "answered_on"),
)

continuation = Table(
    "continuation",
    metadata,
    Column("reference_hash", String, primary_key=True),
    Column("customer_id", String, nullable=False),
    Column("visit_id", String, nullable=False),
    Column("subject_kind", String, nullable=False),
    Column("subject_code", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("ended", String),
    Column("ended_at", UtcTime),
    Index("continuation_by_visit", "visit_id"),
)
