"""What changed for one customer after last night's build, gathered from the desk store."""

from __future__ import annotations

from datetime import datetime, timedelta

from lobby.data import desk_campaigns, desk_levers
from lobby.data.desk_outcomes import outcomes_of
from lobby.domain.outcomes import complained_on, questions_of, talks_of
from lobby.domain.since import Since
from lobby.domain.viewer import Viewer
from lobby.services.consents import said_since
from lobby.services.permission import for_viewer
from lobby.services.product_status import in_force
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm


@for_viewer
def since_opened(sources: Sources, viewer: Viewer, visit: Visit, now: datetime) -> Since:
    """What changed for the customer opened in `visit`."""
    confirm(sources, viewer, visit)
    return since(sources, viewer, visit.customer_id, now)


def since(sources: Sources, viewer: Viewer, customer_id: str, now: datetime) -> Since:
    """The desk's own talks, consents, statuses and complaints that hold at `now` where `viewer` stands."""
    outcomes, zone = outcomes_of(sources.desk, customer_id), sources.zone
    question_life = timedelta(days=sources.catalog.policy.question_days)
    lately = [one for one in outcomes if now - one.happened_at <= question_life]
    complained = complained_on(outcomes, zone)
    return Since(
        contacts=talks_of(outcomes, zone),
        questions=questions_of(lately, zone),
        consents=said_since(sources, customer_id),
        complained_on=complained,
        has_complaint_today=complained == now.date(),
        statuses=in_force(sources, viewer),
        kept_back=desk_campaigns.kept_back(sources.desk, customer_id, now.date()),
        levers=desk_levers.changed(sources.desk),
    )
