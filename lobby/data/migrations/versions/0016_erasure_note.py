"""How a request to be forgotten was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasure_request", sa.Column("note", sa.String))
