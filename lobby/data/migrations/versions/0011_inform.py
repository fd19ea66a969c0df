"""Who was told of a change of what is sold, or need not be."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inform",
        sa.Column("status_id", sa.String, sa.ForeignKey("product_status.status_id"), primary_key=True),
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("result", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
    )
    op.create_index("inform_by_branch", "inform", ["branch_id", "answered_at"])
