"""References to go on by phone: kept as marks, each redeemed at most once and within its time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_customer import continuation
from lobby.domain.continuing import Continuation, Subject


def make(desk: Desk, mark: str, subject: Subject, expires_at: datetime, happening: Happening) -> None:
    """Write what a reference stands for; `happening` names the customer and the visit."""
    viewer = happening.viewer
    with desk.writing() as connection:
        now = desk.stamp()
        kept = {
            "reference_hash": mark,
            "customer_id": happening.customer_id,
            "visit_id": happening.visit_id,
            "subject_kind": subject.kind,
            "subject_code": subject.code,
            "staff_id": viewer.staff_id,
            "branch_id": viewer.branch_id,
            "made_at": now,
            "expires_at": expires_at,
        }
        connection.execute(insert(continuation).values(kept))
        append(connection, now, happening)


def find(desk: Desk, mark: str) -> Continuation | None:
    """What a reference stands for, whether it still holds or not."""
    with desk.reading() as connection:
        row = connection.execute(select(continuation).filter_by(reference_hash=mark)).mappings().first()
    return None if row is None else continuation_of(row)


def redeem(desk: Desk, mark: str, happening: Happening) -> bool:
    """Use a reference up; False where it was used, revoked or came too late."""
    table = continuation
    with desk.writing() as connection:
        now = desk.stamp()
        holds = update(table).filter_by(reference_hash=mark, ended=None).where(table.c.expires_at > now)
        if connection.execute(holds.values(ended="redeemed", ended_at=now)).rowcount == 0:
            return False
        append(connection, now, happening)
        return True


def revoke(desk: Desk, visit_id: str) -> None:
    """End every reference of a visit that still holds."""
    with desk.writing() as connection:
        open_ones = update(continuation).filter_by(visit_id=visit_id, ended=None)
        connection.execute(open_ones.values(ended="revoked", ended_at=desk.stamp()))


def continuation_of(row: RowMapping) -> Continuation:
    return Continuation(
        customer_id=row["customer_id"],
        visit_id=row["visit_id"],
        subject=Subject(row["subject_kind"], row["subject_code"]),
        branch_id=row["branch_id"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
    )
