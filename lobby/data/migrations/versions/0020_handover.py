"""Hand-overs of a shift, and bulletins that each person acknowledges."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("handover_id", sa.String, primary_key=True),
        sa.Column("branch_id", sa.String, nullable=False),
        sa.Column("from_staff_id", sa.String, nullable=False),
        sa.Column("to_staff_id", sa.String, nullable=False),
        sa.Column("leads", sa.JSON, nullable=False),
        sa.Column("promises", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_index("handover_by_branch", "handover", ["branch_id", "made_at"])
    op.create_table(
        "handover_answer",
        sa.Column("handover_id", sa.String, sa.ForeignKey("handover.handover_id"), primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "bulletin",
        sa.Column("bulletin_id", sa.String, primary_key=True),
        sa.Column("branch_id", sa.String),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "bulletin_ack",
        sa.Column("bulletin_id", sa.String, sa.ForeignKey("bulletin.bulletin_id"), primary_key=True),
        sa.Column("staff_id", sa.String, primary_key=True),
        sa.Column("acknowledged_at", sa.DateTime, nullable=False),
    )
