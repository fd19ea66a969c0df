"""Who is on duty, and each step of a lead."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead_step",
        sa.Column("branch_id", sa.String, primary_key=True),
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("owner_staff_id", sa.String),
        sa.Column("until_on", sa.Date),
        sa.Column("happened_at", sa.DateTime, nullable=False),
    )
    op.create_index("lead_step_by_branch", "lead_step", ["branch_id", "happened_at"])
    op.create_table(
        "duty",
        sa.Column("branch_id", sa.String, primary_key=True),
        sa.Column("on_date", sa.Date, primary_key=True),
        sa.Column("staff_id", sa.String, primary_key=True),
        sa.Column("zone", sa.String),
        sa.Column("from_at", sa.Time, nullable=False),
        sa.Column("to_at", sa.Time, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
    )
