"""What came of a talk, what was added to it and taken back, and what is half entered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_outcome()
    create_beside_it()


def create_outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("outcome_id", sa.String, primary_key=True),
        sa.Column("visit_id", sa.String, nullable=False),
        sa.Column("decision_id", sa.String),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject_code", sa.String, nullable=False),
        sa.Column("result", sa.String, nullable=False),
        sa.Column("next_on", sa.Date),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("chips", sa.JSON, nullable=False),
        sa.Column("note", sa.String),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("is_late", sa.Boolean, nullable=False),
    )
    op.create_index("outcome_by_customer", "outcome", ["customer_id", "happened_at"])
    op.create_index("outcome_by_staff", "outcome", ["staff_id", "recorded_at"])
    op.create_index("outcome_by_branch", "outcome", ["branch_id", "recorded_at"])
    subject = ["subject_kind", "subject_code", "branch_id", "happened_at"]
    op.create_index("outcome_by_subject", "outcome", subject)


def create_beside_it() -> None:
    op.create_table(
        "outcome_addition",
        sa.Column("outcome_id", sa.String, sa.ForeignKey("outcome.outcome_id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("chips", sa.JSON, nullable=False),
        sa.Column("note", sa.String),
        sa.Column("written_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "outcome_void",
        sa.Column("outcome_id", sa.String, sa.ForeignKey("outcome.outcome_id"), primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("voided_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("staff_id", sa.String, primary_key=True),
        sa.Column("device", sa.String, primary_key=True),
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
