"""What was offered, and what the control group alone kept from being offered."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer",
        sa.Column("decision_id", sa.String, sa.ForeignKey("decision.decision_id"), primary_key=True),
        sa.Column("product_code", sa.String, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("is_control", sa.Boolean, nullable=False),
        sa.Column("card", sa.String),
        sa.Column("triggers", sa.JSON, nullable=False),
        sa.Column("segment", sa.String, nullable=False),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("offered_on", sa.Date, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_index("offer_by_day", "offer", ["offered_on", "branch_id"])
