"""Decisions as they were made."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.String, primary_key=True),
        sa.Column("visit_id", sa.String, nullable=False),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("inputs_hash", sa.String, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("shown", sa.JSON, nullable=False),
        sa.Column("withheld", sa.JSON, nullable=False),
    )
    op.create_index("decision_by_visit", "decision", ["visit_id", "inputs_hash"], unique=True)
    op.create_index("decision_by_customer", "decision", ["customer_id", "made_at"])
