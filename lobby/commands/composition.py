"""What the commands that answer questions share: their sources, who asks, and the JSON they print."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from lobby.data.settings import Settings
from lobby.domain.as_json import Json
from lobby.domain.viewer import Viewer
from lobby.services.audit_copy import Shipping
from lobby.services.sources import Sources, open_sources
from lobby.services.staff import viewer

DEVICE = "cli"


def wall_clock() -> datetime:
    return datetime.now(UTC)


@contextmanager
def opened() -> Iterator[Sources]:
    """The sources of LOBBY_HOME, closed again afterwards, once the audit was sent outside."""
    sources = open_sources(Settings(), wall_clock, is_verified=False)
    try:
        yield sources
    finally:
        Shipping(sources).go_on()
        sources.close()


def caller(sources: Sources, staff_id: str) -> Viewer:
    """The staff member in whose name the command runs, with the operating system's user beside it."""
    return viewer(sources, staff_id, DEVICE, os_user())


def os_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def answer(value: Json, as_json: bool) -> None:
    """Print the answer on stdout: JSON on one line, or indented for a reader."""
    print(json.dumps(value, ensure_ascii=False, indent=None if as_json else 2))
