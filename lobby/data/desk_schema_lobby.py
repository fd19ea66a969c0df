"""The tables of the lobby today: who came, what happened to them, who takes care of whom, complaints."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from lobby.data.desk_schema import UtcTime, metadata

arrival = Table(
    "arrival",
    metadata,
    Column("arrival_id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("branch_id", String, nullable=False),
    Column("arrived_at", UtcTime, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("ticket", String),
    Column("customer_id", String),
    Column("identified_by", String),
    Column("business_type", String),
    Column("appointment_id", String),
    Column("staff_id", String),
    Column("joined_id", String, ForeignKey("arrival.arrival_id")),
    Column("digest", String, nullable=False),
    Index("arrival_by_branch", "branch_id", "arrived_at"),
    Index("arrival_by_customer", "customer_id", "arrived_at"),
)

arrival_step = Table(
    "arrival_step",
    metadata,
    Column("arrival_id", String, ForeignKey("arrival.arrival_id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("staff_id", String),
    Column("happened_at", UtcTime, nullable=False),
    Column("customer_id", String),
    Column("identified_by", String),
    Column("message_id", String, unique=True),
)

arrival_taking = Table(
    "arrival_taking",
    metadata,
    Column("arrival_id", String, ForeignKey("arrival.arrival_id"), primary_key=True),
    Column("owner_staff_id", String),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

arrival_change = Table(
    "arrival_change",
    metadata,
    Column("branch_id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("announced_version", Integer),
    Column("announced_at", UtcTime),
)

api_nonce = Table(
    "api_nonce",
    metadata,
    Column("key_id", String, primary_key=True),
    Column("nonce", String, primary_key=True),
    Column("used_at", UtcTime, nullable=False),
    Index("api_nonce_by_time", "used_at"),
)

complaint = Table(
    "complaint",
    metadata,
    Column("complaint_id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("branch_id", String, nullable=False),
    Column("made_on", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("arrival_id", String),
    Column("customer_id", String),
    UniqueConstraint("number", name="complaint_number"),
    Index("complaint_by_branch", "branch_id", "made_on"),
)

complaint_answer = Table(
    "complaint_answer",
    metadata,
    Column("complaint_id", String, ForeignKey("complaint.complaint_id"), primary_key=True),
    Column("staff_id", String, nullable=False),
    Column("answered_at", UtcTime, nullable=False),
)
