"""The tables of directed pushes: the plan, who is in it and in which arm, and what was done with it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table

from lobby.data.desk_schema import UtcTime, metadata

campaign = Table(
    "campaign",
    metadata,
    Column("campaign_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("product_code", String, nullable=False),
    Column("scenario_code", String),
    Column("branch_id", String),
    Column("segment", String),
    Column("owner_staff_id", String, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("control_percent", Integer, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", UtcTime, nullable=False),
)

campaign_member = Table(
    "campaign_member",
    metadata,
    Column("campaign_id", String, ForeignKey("campaign.campaign_id"), primary_key=True),
    Column("customer_id", String, primary_key=True),
    Column("branch_id", String, nullable=False),
    Column("arm", String, nullable=False),
    Index("campaign_member_by_customer", "customer_id", "arm"),
    Index("campaign_member_by_branch", "branch_id", "campaign_id", "arm"),
)

campaign_step = Table(
    "campaign_step",
    metadata,
    Column("campaign_id", String, ForeignKey("campaign.campaign_id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("happened_at", UtcTime, nullable=False),
    Column("note", String, nullable=False),
)
