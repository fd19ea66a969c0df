"""Not this customer: the visit is over, the ticket is nobody's, and what was recorded counts nowhere."""

from __future__ import annotations

from lobby.data import desk_visits
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import live_arrival
from lobby.services.outcomes import recorded_in, void
from lobby.services.permission import for_viewer
from lobby.services.serving import step
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm


@for_viewer
def close(sources: Sources, viewer: Viewer, visit: Visit) -> None:
    """Take back what stands of this visit, as recorded for the wrong customer, and end it."""
    confirm(sources, viewer, visit)
    for one in recorded_in(sources, viewer, visit):
        if one.may_void:
            void(sources, viewer, one.outcome.outcome_id, "wrong_customer")
    happening = Happening(viewer, "closed", customer_id=visit.customer_id, visit_id=visit.visit_id)
    desk_visits.end(sources.desk, visit.visit_id, happening)
    arrival = live_arrival(sources, viewer, visit.customer_id)
    if arrival is not None and scope.may_take(viewer, arrival.owner_staff_id):
        step(sources, viewer, arrival.arrival_id, "not_customer")
