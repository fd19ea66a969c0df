"""Which signed messages were taken: a key uses a nonce once, and it is remembered longer than it holds."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from lobby.data.desk import Desk
from lobby.data.desk_schema_lobby import api_nonce
from lobby.data.desk_writes import append_once


def use_once(desk: Desk, key_id: str, nonce: str, kept: timedelta) -> bool:
    """Note a nonce; False where the key used it before. Those older than `kept` are forgotten."""
    with desk.writing() as connection:
        now = desk.stamp()
        connection.execute(delete(api_nonce).where(api_nonce.c.used_at < now - kept))
        told = {"key_id": key_id, "nonce": nonce}
        return append_once(connection, api_nonce, told, {"used_at": now}).came_of == "written"
