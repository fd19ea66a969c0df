"""Can customers be looked up, and can the desk keep what comes of it? For whoever watches the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lobby.domain.errors import DeskError
from lobby.services.data_page import freshness
from lobby.services.sources import Sources


def readiness(sources: Sources, now: Callable[[], datetime]) -> Mapping[str, Any]:
    """What `/readyz` tells: the portrait, its age, and whether the desk takes a write; no customer data.

    `now` gives the bank's own time, which exists with a portrait only.
    """
    is_writable = is_desk_writable(sources)
    if not sources.has_portrait:
        return {"portrait": None, "is_desk_writable": is_writable}
    fresh = freshness(sources, now())
    return {
        "portrait": sources.portraits.fingerprint,
        "business_date": fresh.business_date.isoformat(),
        "is_stale": fresh.is_stale,
        "has_failed_build": fresh.has_failed_build,
        "is_desk_writable": is_writable,
    }


def is_desk_writable(sources: Sources) -> bool:
    """Does the desk store take a write right now?"""
    try:
        with sources.desk.writing():
            return True
    except DeskError:
        return False
