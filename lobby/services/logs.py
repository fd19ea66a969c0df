"""The log: one JSON object a line on stderr, of codes and places alone: nothing of a customer can be in it.

Whoever logs gives a code and, as `extra`, some of `FIELDS`: `log.warning("not_told", extra={"code": code})`.
The text of a package's own message, and of any exception, is left out: it may repeat what somebody typed.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from lobby.domain.errors import place_of

FIELDS = ("error_id", "code", "kind", "place", "path", "status", "table")
CODE = re.compile(r"[a-z][a-z0-9_]*")
NUMBER = re.compile(r"\d{11,}")  # as long as a phone number: no code or place has one
LONGEST = 600
OURS = "lobby"
SPEAKING = "uvicorn.error"  # why a server cannot listen is said in words, and nowhere else


class Lines(logging.Formatter):
    """A record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record in JSON: ASCII alone, so that no sign in it can begin another line."""
        return json.dumps(told_by(record))


class OneHome(logging.Logger):
    """A logger that writes through the root alone, whatever handlers its package gives it."""

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802 the name is logging's
        """Hand the record to the root."""
        self.root.callHandlers(record)


def begin(stream: TextIO) -> None:
    """Let everything that is logged from now on, by any package, be one line of JSON in `stream`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.setLoggerClass(OneHome)
    logging.captureWarnings(True)
    threading.excepthook = of_thread


def fault(log: logging.Logger, error: BaseException, event: str = "fault", **fields: object) -> str:
    """Write where a fault happened, and give the code that names it."""
    code, place = place_of(error)
    log.error(event, extra={"error_id": code, "kind": type(error).__name__, "place": place, **fields})
    return code


def of_thread(told: threading.ExceptHookArgs) -> None:
    """What ended a thread."""
    if told.exc_value is not None:
        fault(logging.getLogger(f"{OURS}.thread"), told.exc_value)


def told_by(record: logging.LogRecord) -> dict[str, object]:
    """What a line says: when, how grave, what happened, who says so, and the fields that are given."""
    told: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": event_of(record),
        "of": record.name,
        **fault_of(record.exc_info),
    }
    if record.name == SPEAKING and not record.exc_info:
        told["said"] = tidy(record.getMessage())
    elif told["event"] == "foreign":
        told.setdefault("place", f"{record.filename}:{record.lineno} {record.funcName}")
    told |= {name: tidy(getattr(record, name)) for name in FIELDS if hasattr(record, name)}
    return told


def event_of(record: logging.LogRecord) -> str:
    """The code of what happened; of what another package says only that it spoke."""
    is_ours = record.name.split(".")[0] == OURS
    return record.msg if is_ours and CODE.fullmatch(str(record.msg)) else "foreign"


def fault_of(
    info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None,
) -> dict[str, object]:
    """Where an exception was raised, without its text."""
    if not info or info[1] is None:
        return {}
    code, place = place_of(info[1])
    return {"error_id": code, "kind": type(info[1]).__name__, "place": tidy(place)}


def tidy(value: object) -> object:
    """A value as it may stand in the log: whole numbers as they are, text short and without long numbers."""
    return value if isinstance(value, int) else NUMBER.sub("*", str(value))[:LONGEST]
