"""Not this customer: the visit is over, and what was recorded in it counts nowhere."""

from __future__ import annotations

from lobby.data import desk_visits
from lobby.data.desk import Happening
from lobby.domain.viewer import Viewer
from lobby.services.outcomes import recorded_in, void
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm


def close(sources: Sources, viewer: Viewer, visit: Visit) -> None:
    """Take back what stands of this visit, as recorded for the wrong customer, and end it."""
    confirm(sources, viewer, visit)
    for one in recorded_in(sources, viewer, visit):
        if one.may_void:
            void(sources, viewer, one.outcome.outcome_id, "wrong_customer")
    happening = Happening(viewer, "closed", customer_id=visit.customer_id, visit_id=visit.visit_id)
    desk_visits.end(sources.desk, visit.visit_id, happening)
