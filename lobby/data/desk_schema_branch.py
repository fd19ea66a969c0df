"""The tables of what staff arrange among themselves: referrals, what is sold, levers, who is to hear."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

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


def of_two_people(name: str, key: str, *content: Column[Any]) -> tuple[Table, Table]:
    """What one person proposes, and the one answer to it: a check or refusal is never the maker's own."""
    made = Table(
        name,
        metadata,
        Column(key, String, primary_key=True),
        *content,
        Column("reason", String, nullable=False),
        Column("made_by", String, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        UniqueConstraint(key, "made_by", name=f"{name}_maker"),
    )
    answer = Table(
        f"{name}_answer",
        metadata,
        Column(key, String, primary_key=True),
        Column("made_by", String, nullable=False),
        Column("verdict", String, nullable=False),
        Column("staff_id", String, nullable=False),
        Column("answered_at", UtcTime, nullable=False),
        Column("note", String, nullable=False),
        ForeignKeyConstraint([key, "made_by"], [f"{name}.{key}", f"{name}.made_by"]),
        CheckConstraint(
            "(verdict = 'withdrawn' and staff_id = made_by)"
            " or (verdict in ('checked', 'refused') and staff_id <> made_by)",
            name=f"{name}_two_people",
        ),
    )
    return made, answer


product_status, product_status_answer = of_two_people(
    "product_status",
    "status_id",
    Column("product_code", String, nullable=False),
    Column("branch_id", String),
    Column("state", String, nullable=False),
    Column("effective_at", UtcTime, nullable=False),
    Column("quota_left_band", String),
    Column("rate_version", String),
)

lever_change, lever_change_answer = of_two_people(
    "lever_change",
    "change_id",
    Column("product_code", String),
    Column("segment", String),
    Column("branch_id", String),
    Column("weight_percent", Integer, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
)

inform = Table(
    "inform",
    metadata,
    Column("status_id", String, ForeignKey("product_status.status_id"), primary_key=True),
    Column("customer_id", String, primary_key=True),
    Column("result", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("branch_id", String, nullable=False),
    Column("answered_at", UtcTime, nullable=False),
    Index("inform_by_branch", "branch_id", "answered_at"),
)

lead_claim = Table(
    "lead_claim",
    metadata,
    Column("branch_id", String, primary_key=True),
    Column("customer_id", String, primary_key=True),
    Column("owner_staff_id", String),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)
