"""Directed pushes: their plan, their members and arms, their steps."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("campaign_id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("product_code", sa.String, nullable=False),
        sa.Column("scenario_code", sa.String),
        sa.Column("branch_id", sa.String),
        sa.Column("segment", sa.String),
        sa.Column("owner_staff_id", sa.String, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("control_percent", sa.Integer, nullable=False),
        sa.Column("channels", sa.JSON, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "campaign_member",
        sa.Column("campaign_id", sa.String, sa.ForeignKey("campaign.campaign_id"), primary_key=True),
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("branch_id", sa.String, nullable=False),
        sa.Column("arm", sa.String, nullable=False),
    )
    op.create_index("campaign_member_by_customer", "campaign_member", ["customer_id", "arm"])
    op.create_index("campaign_member_by_branch", "campaign_member", ["branch_id", "campaign_id", "arm"])
    op.create_table(
        "campaign_step",
        sa.Column("campaign_id", sa.String, sa.ForeignKey("campaign.campaign_id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("note", sa.String, nullable=False),
    )
