"""The tables of the day's work on leads: who is on duty, each step of a lead, hand-overs and bulletins."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, Time

from lobby.data.desk_schema import UtcTime, metadata

lead_step = Table(
    "lead_step",
    metadata,
    Column("branch_id", String, primary_key=True),
    Column("customer_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("owner_staff_id", String),
    Column("until_on", Date),
    Column("happened_at", UtcTime, nullable=False),
    Index("lead_step_by_branch", "branch_id", "happened_at"),
)

duty = Table(
    "duty",
    metadata,
    Column("branch_id", String, primary_key=True),
    Column("on_date", Date, primary_key=True),
    Column("staff_id", String, primary_key=True),
    Column("zone", String),
    Column("from_at", Time, nullable=False),
    Column("to_at", Time, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("changed_by", String, nullable=False),
)

handover = Table(
    "handover",
    metadata,
    Column("handover_id", String, primary_key=True),
    Column("branch_id", String, nullable=False),
    Column("from_staff_id", String, nullable=False),
    Column("to_staff_id", String, nullable=False),
    Column("leads", JSON, nullable=False),
    Column("promises", JSON, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Index("handover_by_branch", "branch_id", "made_at"),
)

handover_answer = Table(
    "handover_answer",
    metadata,
    Column("handover_id", String, ForeignKey("handover.handover_id"), primary_key=True),
    Column("state", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("answered_at", UtcTime, nullable=False),
)

bulletin = Table(
    "bulletin",
    metadata,
    Column("bulletin_id", String, primary_key=True),
    Column("branch_id", String),
    Column("text", String, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", UtcTime, nullable=False),
)

bulletin_ack = Table(
    "bulletin_ack",
    metadata,
    Column("bulletin_id", String, ForeignKey("bulletin.bulletin_id"), primary_key=True),
    Column("staff_id", String, primary_key=True),
    Column("acknowledged_at", UtcTime, nullable=False),
)
