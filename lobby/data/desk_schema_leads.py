"""The tables of the day's work on leads: who is on duty, and each step of a lead."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table, Time

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
