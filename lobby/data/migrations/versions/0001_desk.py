"""The audit, the visits, staff added at the desk, and what each person prefers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_audit()
    create_visit()
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("qualifications", sa.JSON, nullable=False),
        sa.Column("login", sa.String, unique=True),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "preference",
        sa.Column("staff_id", sa.String, primary_key=True),
        sa.Column("language", sa.String, nullable=False),
    )


def create_audit() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "audit",
        sa.Column("sequence", number, primary_key=True, autoincrement=True),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("os_user", sa.String),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("result", sa.String, nullable=False),
        sa.Column("customer_id", sa.String),
        sa.Column("visit_id", sa.String),
        sa.Column("reason", sa.String),
        sa.Column("details", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_by_staff", "audit", ["staff_id", "device", "happened_at"])
    op.create_index("audit_by_customer", "audit", ["customer_id", "happened_at"])
    op.create_index("audit_by_visit", "audit", ["visit_id", "action"])


def create_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("visit_id", sa.String, primary_key=True),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
    )
    op.create_index("visit_by_staff", "visit", ["staff_id", "device", "opened_at"])
