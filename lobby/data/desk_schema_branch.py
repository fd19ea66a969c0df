"""The tables of what staff arrange among themselves: customers they refer to one another."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from lobby.data.desk_schema import UtcTime, metadata

referral = Table(
    "referral",
    metadata,
    Column("referral_id", String, primary_key=True),
    Column("customer_id", String, nullable=False),
    Column("visit_id", String, nullable=False),
    Column("subject_kind", String, nullable=False),
    Column("subject_code", String, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("receiver_kind", String, nullable=False),
    Column("receiver_code", String, nullable=False),
    Column("branch_id", String, nullable=False),
    Column("speakers", JSON, nullable=False),
    Column("chips", JSON, nullable=False),
    UniqueConstraint("customer_id", "subject_kind", "subject_code", "turn", name="referral_one_at_a_time"),
    Index("referral_by_branch", "branch_id"),
)

referral_step = Table(
    "referral_step",
    metadata,
    Column("referral_id", String, ForeignKey("referral.referral_id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("happened_at", UtcTime, nullable=False),
    Column("reason", String),
    Index("referral_step_by_staff", "staff_id", "happened_at"),
)
