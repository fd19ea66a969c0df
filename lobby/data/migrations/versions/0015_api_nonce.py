"""Signed messages that were taken, each once; when a branch heard last that somebody came."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_nonce",
        sa.Column("key_id", sa.String, primary_key=True),
        sa.Column("nonce", sa.String, primary_key=True),
        sa.Column("used_at", sa.DateTime, nullable=False),
    )
    op.create_index("api_nonce_by_time", "api_nonce", ["used_at"])
    op.add_column("arrival_change", sa.Column("announced_version", sa.Integer))
    op.add_column("arrival_change", sa.Column("announced_at", sa.DateTime))
