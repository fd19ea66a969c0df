"""Letting go of audit rows older than the bank keeps them; a checkpoint keeps where the rest goes on from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_audit import head_of
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_audit import audit_checkpoint, audit_listed
from lobby.data.desk_shipping import sent_until
from lobby.domain.audit_chain import KEPT_DAYS, Head
from lobby.domain.errors import DeskError


@dataclass(frozen=True)
class Pruned:
    """How many rows went, and the number and hash of the last, which the first one left goes on from."""

    rows: int
    through: Head


def prune(desk: Desk, kept_days: int, sink: str | None, happening: Happening) -> Pruned:
    """Delete the rows before the first one that is kept; told in the audit, and by a checkpoint.

    Nothing younger than 180 days goes, and nothing that waits to be sent to `sink`.
    """
    if kept_days < KEPT_DAYS:
        raise DeskError(
            "audit_too_young",
            f"The audit is kept for {KEPT_DAYS} days at least.",
            "Set audit_days in the policy to so many or more.",
        )
    with desk.writing() as connection:
        now = desk.stamp()
        through = last_to_go(connection, now - timedelta(days=kept_days), sink)
        if through is None:
            return Pruned(0, Head())
        old = audit.c.sequence <= through.sequence
        rows = connection.scalar(select(func.count()).select_from(audit).where(old)) or 0
        told = {"through_sequence": through.sequence, "hash": through.hash, "rows": rows}
        staff_id = happening.viewer.staff_id
        connection.execute(
            insert(audit_checkpoint).values(**told, kind="pruned", made_at=now, staff_id=staff_id)
        )
        append(connection, now, replace(happening, details=told))
        connection.execute(delete(audit_listed).where(audit_listed.c.sequence <= through.sequence))
        connection.execute(delete(audit).where(old))
        return Pruned(rows, through)


def last_to_go(connection: Connection, before: datetime, sink: str | None) -> Head | None:
    """The last of the oldest rows that are all too old and were all sent."""
    kept = select(audit.c.sequence).where(audit.c.happened_at > before)
    first_kept = connection.scalar(kept.order_by(audit.c.sequence).limit(1))
    last = head_of(connection).sequence if first_kept is None else first_kept - 1
    if sink is not None:
        last = min(last, sent_until(connection, sink))
    asked = select(audit.c.sequence, audit.c.hash).where(audit.c.sequence <= last)
    found = connection.execute(asked.order_by(audit.c.sequence.desc()).limit(1)).first()
    return None if found is None else Head(*found)
