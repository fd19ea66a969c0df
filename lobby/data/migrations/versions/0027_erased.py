"""Customers who were erased, and what is restricted of them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased",
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("erased_at", sa.DateTime, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_table(
        "restriction",
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("table_name", sa.String, primary_key=True),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("because", sa.String, nullable=False),
        sa.Column("restricted_at", sa.DateTime, nullable=False),
    )
