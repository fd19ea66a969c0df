"""What is half entered for a customer: kept as it is typed, found again after a reload or a restart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lobby.data import desk_drafts
from lobby.data.desk import Happening
from lobby.data.desk_drafts import Draft
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

EMPTY: Mapping[str, Any] = {}


def draft(sources: Sources, viewer: Viewer, visit: Visit) -> Draft:
    """What this person entered on this device for the customer in a confirmed `visit`, or nothing."""
    return desk_drafts.draft_of(sources.desk, viewer, visit.customer_id) or Draft(visit.customer_id, EMPTY)


@for_viewer
def keep_draft(sources: Sources, viewer: Viewer, visit: Visit, content: Mapping[str, Any]) -> None:
    """Keep what the form holds now; of two tabs of one person, what was entered last stands."""
    confirm(sources, viewer, visit)
    if draft(sources, viewer, visit).content == content:
        return
    happening = Happening(viewer, "draft", customer_id=visit.customer_id, visit_id=visit.visit_id)
    keep = timedelta(days=sources.catalog.policy.draft_days)
    desk_drafts.save_draft(sources.desk, visit.customer_id, content, keep, happening)


@for_viewer
def discard_draft(sources: Sources, viewer: Viewer, customer_id: str) -> None:
    """Throw the own draft of this customer away."""
    happening = Happening(viewer, "draft", "discarded", customer_id)
    desk_drafts.discard_draft(sources.desk, customer_id, happening)


def drafts(sources: Sources, viewer: Viewer) -> tuple[Draft, ...]:
    """This person's drafts on this device that are not too old, the newest first."""
    return desk_drafts.drafts_by(sources.desk, viewer, timedelta(days=sources.catalog.policy.draft_days))
