"""Scenario cards that head office switched on or off, beside what the catalogue says."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_switch",
        sa.Column("scenario_code", sa.String, primary_key=True),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("switched_at", sa.DateTime, nullable=False),
    )
