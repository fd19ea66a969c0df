"""What the customer says at a desk: consents, erasure, faces, and what goes on by phone."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_consent_change()
    create_erasure_request()
    create_face()
    create_continuation()


def create_consent_change() -> None:
    op.create_table(
        "consent_change",
        sa.Column("change_id", sa.String, primary_key=True),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_granted", sa.Boolean, nullable=False),
        sa.Column("wording", sa.String),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("visit_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("customer_id", "purpose", "channel", "version", name="consent_change_order"),
    )
    op.create_index("consent_change_by_purpose", "consent_change", ["purpose", "channel"])


def create_erasure_request() -> None:
    op.create_table(
        "erasure_request",
        sa.Column("step_id", sa.String, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("visit_id", sa.String),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("number", "state", name="erasure_request_step"),
    )
    op.create_index("erasure_request_by_customer", "erasure_request", ["customer_id"])
    op.create_index("erasure_request_by_branch", "erasure_request", ["branch_id", "due_on"])


def create_face() -> None:
    op.create_table(
        "face",
        sa.Column("visit_id", sa.String, primary_key=True),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("product_code", sa.String),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("answered_on", sa.Date, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
    )
    op.create_index("face_by_day", "face", ["answered_on"])


def create_continuation() -> None:
    op.create_table(
        "continuation",
        sa.Column("reference_hash", sa.String, primary_key=True),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("visit_id", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject_code", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("branch_id", sa.String),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("ended", sa.String),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_index("continuation_by_visit", "continuation", ["visit_id"])
