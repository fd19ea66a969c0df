"""The audit chained by hashes, searched by everything it is asked by, and append-only."""

from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from lobby.data.desk_append_only import guard
from lobby.domain.audit_chain import ROOT, link

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

AT_ONCE = 5000
AUDIT = sa.table(
    "audit",
    sa.column("sequence", sa.BigInteger),
    sa.column("happened_at", sa.DateTime),
    sa.column("details", sa.JSON),
    sa.column("hash", sa.String),
    *(
        sa.column(name, sa.String)
        for name in (
            "staff_id", "role", "branch_id", "device", "os_user", "action", "result", "customer_id",
            "visit_id", "reason",
        )
    ),
)  # fmt: skip
CHECKPOINT = sa.table(
    "audit_checkpoint",
    sa.column("through_sequence", sa.BigInteger),
    sa.column("kind", sa.String),
    sa.column("hash", sa.String),
    sa.column("rows", sa.BigInteger),
    sa.column("made_at", sa.DateTime),
)


def upgrade() -> None:
    create_tables()
    op.add_column("audit", sa.Column("hash", sa.String, nullable=False, server_default=""))
    chain(op.get_bind())
    op.drop_index("audit_by_staff", "audit")
    op.create_index("audit_by_staff", "audit", ["staff_id", "happened_at"])
    op.create_index("audit_by_device", "audit", ["device", "happened_at"])
    op.create_index("audit_by_branch", "audit", ["branch_id", "happened_at"])
    op.create_index("audit_by_action", "audit", ["action", "happened_at"])
    op.create_index("audit_by_time", "audit", ["happened_at"])
    guard(op.get_bind())


def create_tables() -> None:
    op.create_table(
        "audit_checkpoint",
        sa.Column("through_sequence", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("staff_id", sa.String),
    )
    op.create_table(
        "audit_shipping",
        sa.Column("sink", sa.String, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("shipped_at", sa.DateTime, nullable=False),
    )


def chain(connection: sa.Connection) -> None:
    """Link the rows there are, and keep up to where the database drew their numbers."""
    sequence, previous, count, last = 0, ROOT, 0, None
    change = sa.update(AUDIT).where(AUDIT.c.sequence == sa.bindparam("of"))
    while rows := page_after(connection, sequence):
        hashes = []
        for row in rows:
            previous = link(previous, row)
            hashes.append({"of": row["sequence"], "hash": previous})
        connection.execute(change.values(hash=sa.bindparam("hash")), hashes)
        sequence, count, last = (
            rows[-1]["sequence"],
            count + len(rows),
            rows[-1]["happened_at"].replace(tzinfo=None),
        )
    if count:
        told = {"through_sequence": sequence, "kind": "chained", "hash": previous, "rows": count}
        connection.execute(sa.insert(CHECKPOINT), {**told, "made_at": last})


def page_after(connection: sa.Connection, sequence: int) -> list[dict[str, Any]]:
    asked = sa.select(AUDIT).where(AUDIT.c.sequence > sequence).order_by(AUDIT.c.sequence).limit(AT_ONCE)
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    return [{**row, "happened_at": row["happened_at"].replace(tzinfo=UTC)} for row in rows]
