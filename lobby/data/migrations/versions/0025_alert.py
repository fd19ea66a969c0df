"""Alerts about what people look up, each answered by somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("alert_id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("about_staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("customer_id", sa.String),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("raised_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("alert_id", "about_staff_id", name="alert_about"),
    )
    op.create_index("alert_by_branch", "alert", ["branch_id", "raised_at"])
    op.create_table(
        "alert_answer",
        sa.Column("alert_id", sa.String, primary_key=True),
        sa.Column("about_staff_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["alert_id", "about_staff_id"], ["alert.alert_id", "alert.about_staff_id"]),
        sa.CheckConstraint("staff_id <> about_staff_id", name="alert_answer_somebody_else"),
    )
