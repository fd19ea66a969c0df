"""Changes of levers, each by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TWO_PEOPLE = (
    "(verdict = 'withdrawn' and staff_id = made_by)"
    " or (verdict in ('checked', 'refused') and staff_id <> made_by)"
)


def upgrade() -> None:
    op.create_table(
        "lever_change",
        sa.Column("change_id", sa.String, primary_key=True),
        sa.Column("product_code", sa.String),
        sa.Column("segment", sa.String),
        sa.Column("branch_id", sa.String),
        sa.Column("weight_percent", sa.Integer, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("change_id", "made_by", name="lever_change_maker"),
    )
    op.create_table(
        "lever_change_answer",
        sa.Column("change_id", sa.String, primary_key=True),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["change_id", "made_by"], ["lever_change.change_id", "lever_change.made_by"]),
        sa.CheckConstraint(TWO_PEOPLE, name="lever_change_two_people"),
    )
