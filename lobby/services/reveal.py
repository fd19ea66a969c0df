"""Lifting the mask from one field of one customer: in the audit first, one row per field."""

from __future__ import annotations

from typing import Literal

from lobby.data.desk import Happening
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

Field = Literal["name", "phone", "amounts"]


@for_viewer
def reveal(sources: Sources, viewer: Viewer, visit: Visit, field: Field) -> str | None:
    """The full name or phone, None where the bank has none; `amounts` gives None: show them exactly."""
    confirm(sources, viewer, visit)
    sources.desk.record(
        Happening(
            viewer, "reveal", customer_id=visit.customer_id, visit_id=visit.visit_id, details={"field": field}
        )
    )
    if field == "amounts":
        return None
    portrait = read_portrait(sources, visit.customer_id)
    return portrait.name if field == "name" else portrait.phone
