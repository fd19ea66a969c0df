"""Reports that a datum is wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("report_id", sa.String, primary_key=True),
        sa.Column("reported_at", sa.DateTime, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("visit_id", sa.String, nullable=False),
        sa.Column("figure", sa.String, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("note", sa.String),
        sa.Column("handled_at", sa.DateTime),
        sa.Column("handled_by", sa.String),
    )
    op.create_index("report_by_state", "report", ["handled_at", "branch_id", "reported_at"])
