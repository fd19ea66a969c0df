"""The customers of running campaigns as leads of their branch: the treated arm alone, until the last day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from lobby.data import desk_campaigns
from lobby.domain.campaigns import Campaign
from lobby.services.sources import Sources


def campaign_rows(sources: Sources, branch_id: str, today: date) -> list[Mapping[str, Any]]:
    """One row per customer and campaign, in the columns of `reads/leads_today`."""
    return [
        row
        for one in desk_campaigns.campaigns(sources.desk)
        if one.state(today) == "started"
        for row in rows_of(sources, one, branch_id)
    ]


def rows_of(sources: Sources, campaign: Campaign, branch_id: str) -> list[Mapping[str, Any]]:
    plan = campaign.plan
    treated = desk_campaigns.members(sources.desk, campaign.campaign_id, "treated", branch_id)
    facts = json.dumps({"product_code": plan.product_code, "campaign": plan.name})
    told = {
        "source": "campaign",
        "code": "campaign",
        "source_id": campaign.campaign_id,
        "due_on": plan.ends_on,
        "happened_on": None,
        "amount": None,
        "facts": facts,
    }
    found = sources.portraits.rows("leads_campaign", customer_ids=list(treated))
    return [{**row, **told} for row in found]
