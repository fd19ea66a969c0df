"""Files of many customers that leave by two people: asked for, answered, fetched."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TWO_PEOPLE = (
    "(verdict = 'withdrawn' and staff_id = made_by)"
    " or (verdict in ('checked', 'refused') and staff_id <> made_by)"
)


def upgrade() -> None:
    op.create_table(
        "export",
        sa.Column("export_id", sa.String, primary_key=True),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("is_standing", sa.Boolean, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("export_id", "made_by", name="export_maker"),
    )
    op.create_index("export_by_time", "export", ["made_at"])
    op.create_table(
        "export_answer",
        sa.Column("export_id", sa.String, primary_key=True),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["export_id", "made_by"], ["export.export_id", "export.made_by"]),
        sa.CheckConstraint(TWO_PEOPLE, name="export_two_people"),
    )
    op.create_table(
        "export_taken",
        sa.Column("export_id", sa.String, sa.ForeignKey("export.export_id"), primary_key=True),
        sa.Column("taken_at", sa.DateTime, nullable=False),
    )
