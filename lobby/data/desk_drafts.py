"""What is half entered for a customer, kept until it is recorded: one draft a person, device and customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_writes import replace_version
from lobby.domain.viewer import Viewer


@dataclass(frozen=True)
class Draft:
    """`content` is what the form holds, `version` how often it was written; 0: not yet."""

    customer_id: str
    content: Mapping[str, Any]
    written_at: datetime | None = None
    version: int = 0

    @property
    def is_written(self) -> bool:
        """Is anything said in it, beside what is in hand?"""
        return bool(self.content.get("chips") or self.content.get("note"))


def save_draft(
    desk: Desk, customer_id: str, content: Mapping[str, Any], keep: timedelta, happening: Happening
) -> None:
    """Keep `content` in the place of what stands; the first one stands in the audit.

    Whatever anybody left half entered for longer than `keep` is forgotten.
    """
    key = key_of(happening.viewer, customer_id)
    with desk.writing() as connection:
        now = desk.stamp()
        connection.execute(delete(schema.draft).where(schema.draft.c.written_at < now - keep))
        version = connection.scalar(select(schema.draft.c.version).filter_by(**key)) or 0
        replace_version(
            connection, schema.draft, key, version, {"content": dict(content)}, {"written_at": now}
        )
        if version == 0:
            append(connection, now, happening)


def discard_draft(desk: Desk, customer_id: str, happening: Happening) -> None:
    """Throw a draft away; what is gone already is not told again."""
    with desk.writing() as connection:
        if drop_draft(connection, happening.viewer, customer_id):
            append(connection, desk.stamp(), happening)


def draft_of(desk: Desk, viewer: Viewer, customer_id: str) -> Draft | None:
    draft = schema.draft
    with desk.reading(customer_id=customer_id) as connection:
        row = connection.execute(select(draft).filter_by(**key_of(viewer, customer_id))).mappings().first()
    return None if row is None else told(row)


def drafts_by(desk: Desk, viewer: Viewer, keep: timedelta) -> tuple[Draft, ...]:
    """This person's drafts on this device in which something is said, not older than `keep`, newest first."""
    draft = schema.draft
    own = select(draft).filter_by(staff_id=viewer.staff_id, device=viewer.device)
    kept = own.where(draft.c.written_at >= desk.stamp() - keep)
    ordered = kept.order_by(draft.c.written_at.desc(), draft.c.customer_id)
    with desk.reading() as connection:
        found = [told(row) for row in connection.execute(ordered).mappings()]
    return tuple(one for one in found if one.is_written)


def drop_draft(connection: Connection, viewer: Viewer, customer_id: str) -> bool:
    """Forget a draft; was there one?"""
    return connection.execute(delete(schema.draft).filter_by(**key_of(viewer, customer_id))).rowcount > 0


def key_of(viewer: Viewer, customer_id: str) -> dict[str, str]:
    return {"staff_id": viewer.staff_id, "device": viewer.device, "customer_id": customer_id}


def told(row: Any) -> Draft:
    return Draft(row["customer_id"], row["content"], row["written_at"], row["version"])
