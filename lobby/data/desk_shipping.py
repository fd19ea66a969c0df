"""Sending the audit outside: at least once and in order, with a cursor in the desk store itself.

The cursor moves only once the rows have arrived, so a kill, a restart and a sink that is down lose nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select

from lobby.data.audit_sink import Send
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_audit import head_of
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_audit import audit_shipping as shipping
from lobby.data.desk_schema_trust import alert, alert_answer
from lobby.domain.access import HOUSE
from lobby.domain.errors import DeskError

AT_ONCE = 500
COPY = "audit_copy"  # whom an alert about the copy is about


@dataclass(frozen=True)
class Lag:
    """How many rows wait to be sent to a sink, and since when the first of them does (None: none wait)."""

    rows: int
    since: datetime | None


def ship(desk: Desk, sink: str, send: Send) -> int:
    """Send some of what waits and move the cursor; how many rows. OSError: they may not have arrived.

    Of two servers that send the same rows at once both have sent them, and one moves the cursor.
    """
    with desk.reading() as connection:
        sent = sent_until(connection, sink)
        rows = rows_after(connection, sent, AT_ONCE)
    if not rows:
        return 0
    send(rows)
    last = rows[-1]
    with desk.writing(is_shipping=True) as connection:
        if sent_until(connection, sink) == sent:
            connection.execute(delete(shipping).where(shipping.c.sink == sink))
            told = {"sequence": last["sequence"], "hash": last["hash"], "shipped_at": desk.stamp()}
            connection.execute(insert(shipping).values(sink=sink, **told))
    return len(rows)


def lag(desk: Desk, sink: str) -> Lag:
    """What waits to be sent."""
    with desk.reading() as connection:
        sent, last = sent_until(connection, sink), head_of(connection).sequence
        first = rows_after(connection, sent, 1)
    return Lag(last - sent, first[0]["happened_at"]) if first else Lag(0, None)


def tell_down(desk: Desk, sink: str) -> None:
    """Write the alert that the copy is down, once for each row at which it stopped, whoever finds it so."""
    with desk.writing(is_shipping=True) as connection:
        sent, last = sent_until(connection, sink), head_of(connection).sequence
        number = sha256(f"copy_down\0{sink}\0{sent}".encode()).hexdigest()[:32]
        if connection.scalar(select(alert.c.alert_id).filter_by(alert_id=number)) is not None:
            return
        row = {"alert_id": number, "kind": "copy_down", "about_staff_id": COPY, "device": ""}
        connection.execute(insert(alert).values(**row, count=last - sent, raised_at=desk.stamp()))
        append(connection, desk.stamp(), Happening(HOUSE, "alert", "copy_down", details={"alert": number}))


def tell_back(desk: Desk) -> None:
    """End every alert that the copy is down: it is not."""
    if not is_down(desk):
        return
    with desk.writing(is_shipping=True) as connection:
        for number in connection.scalars(standing_alerts()).all():
            row = {"alert_id": number, "about_staff_id": COPY, "staff_id": HOUSE.staff_id, "note": ""}
            connection.execute(insert(alert_answer).values(**row, answered_at=desk.stamp()))
            append(
                connection, desk.stamp(), Happening(HOUSE, "alert", "copy_back", details={"alert": number})
            )


def is_down(desk: Desk) -> bool:
    """Did the last attempt to send anything fail?"""
    with desk.reading() as connection:
        return connection.scalar(standing_alerts()) is not None


def standing_alerts() -> Select[tuple[str]]:
    answered = select(alert_answer.c.alert_id)
    return select(alert.c.alert_id).where(alert.c.kind == "copy_down", alert.c.alert_id.not_in(answered))


def require_sent(desk: Desk, sink: str, within: timedelta) -> None:
    """Refuse every further write while a row waits longer to be sent than the bank lets it."""
    since = lag(desk, sink).since
    if since is not None and desk.stamp() - since > within:
        raise DeskError(
            "audit_sink_behind",
            "The audit's copy outside is behind, so nothing can be shown.",
            "Bring back the place that LOBBY_AUDIT_SINK names; what waits is sent by itself.",
        )


def sent_until(connection: Connection, sink: str) -> int:
    return connection.scalar(select(shipping.c.sequence).where(shipping.c.sink == sink)) or 0


def rows_after(connection: Connection, sequence: int, at_most: int) -> list[Mapping[str, Any]]:
    asked = select(audit).where(audit.c.sequence > sequence).order_by(audit.c.sequence).limit(at_most)
    return [dict(row) for row in connection.execute(asked).mappings()]
