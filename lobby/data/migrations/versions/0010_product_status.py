"""What is sold where and when, by a maker and a checker."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_status",
        sa.Column("status_id", sa.String, primary_key=True),
        sa.Column("product_code", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("effective_at", sa.DateTime, nullable=False),
        sa.Column("quota_left_band", sa.String),
        sa.Column("rate_version", sa.String),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("status_id", "made_by", name="product_status_maker"),
    )
    op.create_table(
        "product_status_answer",
        sa.Column("status_id", sa.String, primary_key=True),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.ForeignKeyConstraint(
            ["status_id", "made_by"], ["product_status.status_id", "product_status.made_by"]
        ),
        sa.CheckConstraint(
            "(verdict = 'withdrawn' and staff_id = made_by)"
            " or (verdict in ('checked', 'refused') and staff_id <> made_by)",
            name="product_status_two_people",
        ),
    )
