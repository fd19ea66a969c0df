"""The risk desk's cases: what was suspected, who is involved, and the steps taken."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk_case",
        sa.Column("case_id", sa.String, primary_key=True),
        sa.Column("flag_code", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("flag", sa.JSON, nullable=False),
    )
    op.create_index("risk_case_by_subject", "risk_case", ["flag_code", "subject"])
    op.create_table(
        "risk_case_customer",
        sa.Column("case_id", sa.String, sa.ForeignKey("risk_case.case_id"), primary_key=True),
        sa.Column("customer_id", sa.String, primary_key=True),
    )
    op.create_index("risk_case_by_customer", "risk_case_customer", ["customer_id"])
    op.create_table(
        "risk_step",
        sa.Column("case_id", sa.String, sa.ForeignKey("risk_case.case_id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("rests_on_staff_id", sa.String),
        sa.CheckConstraint(
            "state <> 'hold_asked' or (rests_on_staff_id is not null and rests_on_staff_id <> staff_id)",
            name="risk_step_second_person",
        ),
    )
