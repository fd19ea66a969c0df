"""What an adviser or manager sees beside the portrait: credit signs, and what partners told."""

from __future__ import annotations

from lobby.domain.credit import CreditBand, credit_band
from lobby.domain.sections import Credit, External, ExternalFact
from lobby.domain.viewer import Viewer
from lobby.services.consents import said_since
from lobby.services.permission import for_viewer
from lobby.services.portraits import open_section, read_portrait, seen_by
from lobby.services.sources import Sources
from lobby.services.views import Visit


@for_viewer
def credit_signs(sources: Sources, viewer: Viewer, visit: Visit) -> CreditBand:
    """The band with its signs, to choose what to talk about; AccessRefused outside the two roles."""
    credit = open_section(sources, viewer, visit, Credit)
    portrait = seen_by(viewer, read_portrait(sources, visit.customer_id))
    return credit_band(portrait, credit, sources.catalog.credit, sources.currency)


@for_viewer
def external_facts(sources: Sources, viewer: Viewer, visit: Visit) -> tuple[ExternalFact, ...] | None:
    """What partners told, by source and attribute; None without the customer's consent at this moment."""
    told = open_section(sources, viewer, visit, External)
    by_feed = read_portrait(sources, visit.customer_id).has_partner_data_consent
    if not said_since(sources, visit.customer_id).get("partner_data", by_feed):
        return None
    return tuple(sorted(told.external_facts, key=lambda fact: (fact["source"], fact["attribute"])))
