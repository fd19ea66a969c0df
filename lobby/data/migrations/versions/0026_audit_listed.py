"""Whom the lists named that somebody saw."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_listed",
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    )
    op.create_index("audit_listed_by_row", "audit_listed", ["sequence"])
