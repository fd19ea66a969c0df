"""Complaints taken in the lobby, and the manager who came."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("complaint_id", sa.String, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("branch_id", sa.String, nullable=False),
        sa.Column("made_on", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("arrival_id", sa.String),
        sa.Column("customer_id", sa.String),
        sa.UniqueConstraint("number", name="complaint_number"),
    )
    op.create_index("complaint_by_branch", "complaint", ["branch_id", "made_on"])
    op.create_table(
        "complaint_answer",
        sa.Column("complaint_id", sa.String, sa.ForeignKey("complaint.complaint_id"), primary_key=True),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
    )
