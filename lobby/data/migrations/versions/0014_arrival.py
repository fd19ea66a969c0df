"""Who came into the branch, what happened to them, who took them, and what they were opened for."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_arrivals()
    add_what_follows()


def add_arrivals() -> None:
    op.create_table(
        "arrival",
        sa.Column("arrival_id", sa.String, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("branch_id", sa.String, nullable=False),
        sa.Column("arrived_at", sa.DateTime, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("ticket", sa.String),
        sa.Column("customer_id", sa.String),
        sa.Column("identified_by", sa.String),
        sa.Column("business_type", sa.String),
        sa.Column("appointment_id", sa.String),
        sa.Column("staff_id", sa.String),
        sa.Column("joined_id", sa.String, sa.ForeignKey("arrival.arrival_id")),
        sa.Column("digest", sa.String, nullable=False),
    )
    op.create_index("arrival_by_branch", "arrival", ["branch_id", "arrived_at"])
    op.create_index("arrival_by_customer", "arrival", ["customer_id", "arrived_at"])


def add_what_follows() -> None:
    op.create_table(
        "arrival_step",
        sa.Column("arrival_id", sa.String, sa.ForeignKey("arrival.arrival_id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("staff_id", sa.String),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("customer_id", sa.String),
        sa.Column("identified_by", sa.String),
        sa.Column("message_id", sa.String, unique=True),
    )
    op.create_table(
        "arrival_taking",
        sa.Column("arrival_id", sa.String, sa.ForeignKey("arrival.arrival_id"), primary_key=True),
        sa.Column("owner_staff_id", sa.String),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "arrival_change",
        sa.Column("branch_id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.add_column("visit", sa.Column("arrival_id", sa.String))
