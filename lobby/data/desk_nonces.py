"""Which signed messages were taken: a key uses a nonce once, and it is remembered longer than it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from lobby.data.desk import Desk
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_lobby import api_nonce
from lobby.data.desk_writes import append_once

MACHINE = "api"  # the device of what machines do


def use_once(desk: Desk, key_id: str, nonce: str, kept: timedelta) -> bool:
    """Note a nonce; False where the key used it before. Those older than `kept` are forgotten."""
    with desk.writing() as connection:
        now = desk.stamp()
        connection.execute(delete(api_nonce).where(api_nonce.c.used_at < now - kept))
        told = {"key_id": key_id, "nonce": nonce}
        return append_once(connection, api_nonce, told, {"used_at": now}).came_of == "written"


def last_used(desk: Desk, key_ids: Iterable[str]) -> Mapping[str, datetime]:
    """When each of these keys of machines last did something, by its id, as the audit has it."""
    newest = select(func.max(audit.c.happened_at)).where(audit.c.role == "machine")
    with desk.reading() as connection:
        found = {
            key_id: connection.scalar(newest.where(audit.c.staff_id == key_id, audit.c.device == MACHINE))
            for key_id in key_ids
        }
    return {key_id: at for key_id, at in found.items() if at is not None}
