"""Visits that were closed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_end",
        sa.Column("visit_id", sa.String, primary_key=True),
        sa.Column("ended_at", sa.DateTime, nullable=False),
    )
