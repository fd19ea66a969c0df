"""Referrals: who passed which customer on for what and to whom, and the steps taken."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("referral_id", sa.String, primary_key=True),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("visit_id", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject_code", sa.String, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("receiver_kind", sa.String, nullable=False),
        sa.Column("receiver_code", sa.String, nullable=False),
        sa.Column("branch_id", sa.String, nullable=False),
        sa.Column("speakers", sa.JSON, nullable=False),
        sa.Column("chips", sa.JSON, nullable=False),
        sa.UniqueConstraint(
            "customer_id", "subject_kind", "subject_code", "turn", name="referral_one_at_a_time"
        ),
    )
    op.create_index("referral_by_branch", "referral", ["branch_id"])
    op.create_table(
        "referral_step",
        sa.Column("referral_id", sa.String, sa.ForeignKey("referral.referral_id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.String),
    )
    op.create_index("referral_step_by_staff", "referral_step", ["staff_id", "happened_at"])
