"""The faces tapped at the desk, put among the answered surveys of a build; the desk store is only read."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import duckdb
from sqlalchemy import select

from lobby.data.desk_engine import DESK_FILE, make_engine
from lobby.data.desk_faults import faults
from lobby.data.desk_migrations import is_current
from lobby.data.desk_opening import BUSY_SECONDS
from lobby.data.desk_schema_customer import face
from lobby.domain.errors import LobbyError
from lobby.domain.faces import Face

log = logging.getLogger("lobby.build")

TRIGGER = "lobby_face"
SURVEY = (
    "insert into survey (survey_id, customer_id, answered_on, aspect, score, product_code, trigger) "
    "from (select unnest(?), unnest(?) as customer_id, unnest(?), unnest(?), unnest(?), unnest(?), ?) "
    "where customer_id in (select customer_id from customer)"
)


def read_faces(home: Path, address: str | None, until: date) -> tuple[Face, ...]:
    """Every face of the days up to `until`; none where there is no desk store, or one that cannot be read.

    Whoever waits for the portrait waits for no desk: what could not be read now is read the next night.
    """
    if address is None and not (home / DESK_FILE).exists():
        return ()
    columns = [face.c[name] for name in Face.__annotations__]
    asked = select(*columns).where(face.c.answered_on <= until).order_by(face.c.visit_id, face.c.subject)
    try:
        engine = make_engine(home, address, BUSY_SECONDS)
        try:
            with faults(), engine.connect() as connection:
                rows = connection.execute(asked).mappings().all() if is_current(engine) else []
        finally:
            engine.dispose()
    except LobbyError as unreadable:
        log.warning("faces_not_counted", extra={"code": unreadable.code})
        return ()
    return tuple(Face(**row) for row in rows)


def add_faces(con: duckdb.DuckDBPyConnection, found: tuple[Face, ...]) -> int:
    """Put the faces beside the feed's answers; of customers the feed does not know none. Rows added."""
    if not found:
        return 0
    columns: list[object] = [
        [f"{TRIGGER}:{one.visit_id}:{one.subject}" for one in found],
        [one.customer_id for one in found],
        [one.answered_on for one in found],
        [one.subject for one in found],
        [one.score for one in found],
        [one.product_code for one in found],
        TRIGGER,
    ]
    added = con.execute(SURVEY, columns).fetchone()
    return int(added[0]) if added else 0
