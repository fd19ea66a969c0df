"""Mobile banking taught at the desk, item by item, every change as a row."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("item", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("is_taught", sa.Boolean, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("visit_id", sa.String),
        sa.Column("taught_at", sa.DateTime, nullable=False),
    )
    op.create_index("lesson_by_branch", "lesson", ["branch_id", "taught_at"])
