"""What customers said at desks, for the bank's core: so that the next feed carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256

from lobby.data import desk_consents, desk_erasures
from lobby.data.desk import Happening
from lobby.domain.exports import Export, Release
from lobby.domain.viewer import Viewer
from lobby.services import exports
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows for one file; customers by their numbers, nobody by name."""

    name: str
    columns: Row
    rows: tuple[Row, ...]


@for_viewer
def desk_word(
    sources: Sources, viewer: Viewer, since: date | None, now: datetime, folder: str
) -> tuple[Table, ...]:
    """Consents in the columns of a feed, and requests to be forgotten, since this day; audited first.

    Somebody else of head office releases once that they are written into `folder`; AccessRefused until then.
    """
    release = released(sources, viewer, folder)
    first = None if since is None else datetime.combine(since, time.min, tzinfo=now.tzinfo)
    tables = (consents(sources, first, now), erasures(sources, first, now))
    counts = {table.name: len(table.rows) for table in tables}
    details = {"what": "desk_word", "since": since and since.isoformat(), "release": release.number, **counts}
    sources.desk.record(Happening(viewer, "export", details=details))
    return tables


def released(sources: Sources, viewer: Viewer, folder: str) -> Release:
    """What stands for this person and folder; where nothing does it is asked for."""
    found = exports.own(sources, viewer, "desk_word", folder)
    if found is None:
        digest = sha256(folder.encode(errors="surrogatepass")).hexdigest()
        made = Export("desk_word", folder, 0, digest, None, viewer.device, is_standing=True)
        raise exports.unreleased(exports.ask(sources, viewer, made, None))
    release, state = found
    if state == "waiting":
        raise exports.unreleased(release)
    return release


def consents(sources: Sources, first: datetime | None, now: datetime) -> Table:
    """Every grant and refusal, as a feed has them."""
    found = desk_consents.said_since(sources.desk, first)
    rows = tuple(
        (
            one["customer_id"],
            one["purpose"],
            one["channel"],
            "granted" if one["is_granted"] else "denied",
            f"{one['said_on']} {one['changed_at'].astimezone(now.tzinfo):%H:%M:%S.%f}",
        )
        for one in found
    )
    return Table("consent", ("customer_id", "purpose", "channel", "state", "changed_at"), rows)


def erasures(sources: Sources, first: datetime | None, now: datetime) -> Table:
    """Every step of a request to be forgotten."""
    found = desk_erasures.steps_since(sources.desk, first)
    rows = tuple(
        (
            one.number,
            one.customer_id,
            one.state,
            str(one.received_on),
            str(one.due_on),
            f"{one.happened_at.astimezone(now.tzinfo):%Y-%m-%d %H:%M:%S.%f}",
        )
        for one in found
    )
    return Table("erasure", ("number", "customer_id", "state", "received_on", "due_on", "happened_at"), rows)
