"""The faults of the desk store's databases in the words of Lobby: which it is, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from lobby.domain.errors import DeskError

BUSY = frozenset(
    {"55P03", "57014", "40001", "40P01", "53300"}
)  # locked, too slow, retry, too many connections
CUT = ("08", "57P", "25P03")  # connection lost, server going down, left idle
OURS = ("22", "23")  # a value or a rule of a table: for whoever wrote it to answer


@contextmanager
def faults() -> Iterator[None]:
    """Turn a fault of the store into a DeskError that says what to do."""
    try:
        yield
    except PoolTimeoutError as error:
        raise busy() from error
    except DBAPIError as error:
        told = of_server(error) if hasattr(error.orig, "sqlstate") else of_file(error)
        if told is None:
            raise
        raise told from error


def of_file(error: DBAPIError) -> DeskError | None:
    """What SQLite found wrong."""
    if isinstance(error, OperationalError):
        return busy() if "locked" in str(error.orig) or "busy" in str(error.orig) else unwritable()
    return damaged() if type(error) is DatabaseError else None


def of_server(error: DBAPIError) -> DeskError | None:
    """What PostgreSQL, or the way to it, found wrong; a connection that never came to be has no state."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in BUSY:
        return busy()
    if error.connection_invalidated or not state or state.startswith(CUT):
        return unreachable()
    return None if state.startswith(OURS) else unwritable_server()


def busy() -> DeskError:
    return DeskError("desk_busy", "The desk store is busy.", "Wait a few seconds and try again.")


def damaged(backup: Path | None = None) -> DeskError:
    return DeskError(
        "desk_damaged",
        "The desk store's file is damaged.",
        f"Bring back the last backup: lobby restore {backup or 'FILE'}.",
    )


def unreachable() -> DeskError:
    return DeskError(
        "desk_unreachable",
        "The desk store's database cannot be reached, or the connection to it was cut.",
        "Try again: what was saved already is not saved twice. If it stays, see that the database server "
        "runs and that host, database, user and password in LOBBY_DESK_URL are right.",
    )


def unwritable() -> DeskError:
    return DeskError(
        "desk_unwritable",
        "The desk store cannot be written, so nothing can be shown.",
        "Free disk space or make the LOBBY_HOME folder writable, then try again.",
    )


def unwritable_server() -> DeskError:
    return DeskError(
        "desk_unwritable",
        "The desk store cannot be written, so nothing can be shown.",
        "The log of the database server says why: its disk, or the rights of Lobby's user there.",
    )
