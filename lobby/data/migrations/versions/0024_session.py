"""Who is signed in on which device, and failed sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("session_id", sa.String, primary_key=True),
        sa.Column("token_digest", sa.String, nullable=False, unique=True),
        sa.Column("device", sa.String),
        sa.Column("staff_id", sa.String),
        sa.Column("rights", sa.JSON, nullable=False),
        sa.Column("began_at", sa.DateTime, nullable=False),
        sa.Column("touched_at", sa.DateTime, nullable=False),
        sa.Column("shown_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("ended_why", sa.String),
        sa.Index("session_by_end", "ended_at"),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("failure_id", sa.String, primary_key=True),
        sa.Column("login_digest", sa.String),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Index("sign_in_failure_by_login", "login_digest", "happened_at"),
        sa.Index("sign_in_failure_by_device", "device", "happened_at"),
    )
