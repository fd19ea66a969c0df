"""A list of a running campaign for another channel: those whom it may still reach there, in one file.

The file is left in `LOBBY_HOME/outbound` for the channel's own system, readable by Lobby's user alone.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from lobby.data import desk_campaigns, desk_consents
from lobby.data.desk import Happening
from lobby.data.table_file import as_text
from lobby.domain import consent
from lobby.domain.campaigns import Campaign, CampaignChannel
from lobby.domain.consent import Statement
from lobby.domain.errors import AccessRefused
from lobby.domain.masking import mask_name
from lobby.domain.viewer import Viewer
from lobby.services.campaigns import admit_to, concerns, judged
from lobby.services.consents import is_granted_by_default
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

COLUMNS = (
    "campaign_id", "channel", "customer_id", "name_masked", "branch_id", "product_code", "until", "made_by",
)  # fmt: skip


@dataclass(frozen=True)
class Outbound:
    """The file that was written, how many it names, and how many of the arm it leaves out."""

    path: Path
    count: int
    left_out: int


@for_viewer
def write_list(
    sources: Sources, viewer: Viewer, campaign_id: str, channel: CampaignChannel, now: datetime
) -> Outbound:
    """Write the list of one channel: treated, still fitting by the funnel, and consenting to that channel."""
    found = desk_campaigns.find(sources.desk, campaign_id)
    if found is None or not concerns(viewer, found):
        raise AccessRefused("unknown_campaign", "There is no such campaign.", "Look at the list again.")
    admit_to(viewer, found.plan.branch_id)
    if found.state(now.date()) != "started" or channel not in found.plan.channels:
        raise AccessRefused("campaign_not_running", "This campaign does not run there.", "Look at its state.")
    treated = desk_campaigns.members(sources.desk, campaign_id, "treated")
    rows = list(reachable(sources, found, treated, channel, now))
    made_by = f"{viewer.staff_id} {viewer.device} {now:%Y-%m-%d %H:%M}"
    text = as_csv([listed(found, channel, row, made_by) for row in rows])
    details = {"campaign": campaign_id, "channel": channel, "rows": len(rows)}
    details |= {"drafted_by": found.made_by, "started_by": found.steps[-1].staff_id}
    digest = sha256(text.encode()).hexdigest()
    sources.desk.record(Happening(viewer, "export", "outbound", details={**details, "sha256": digest}))
    folder = sources.settings.home / "outbound"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{campaign_id}-{channel}-{now:%Y%m%d-%H%M%S}.csv"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8-sig") as file:
        file.write(text)
    return Outbound(path, len(rows), len(treated) - len(rows))


def reachable(
    sources: Sources, campaign: Campaign, treated: Iterable[str], channel: CampaignChannel, now: datetime
) -> Iterable[Mapping[str, Any]]:
    """Of the treated those whom the product still fits today and who let marketing come over this channel."""
    still = {one.customer_id for one in judged(sources, campaign.plan, now) if one.stage is None}
    spoken = desk_consents.newest_by_customer(sources.desk)
    default = is_granted_by_default(sources)
    wanted = [customer_id for customer_id in treated if customer_id in still]
    for row in sources.portraits.rows("campaign_people", customer_ids=wanted):
        customer_id = row["customer_id"]
        feed = [
            Statement(one["purpose"], one["channel"], one["is_granted"], one["changed_on"])
            for one in row["consents"]
        ]
        desk = spoken.get(customer_id, ())
        if consent.standing("marketing", channel, feed, desk, default).is_granted:
            yield row


def listed(
    campaign: Campaign, channel: CampaignChannel, row: Mapping[str, Any], made_by: str
) -> tuple[str, ...]:
    """One line of the file, the name masked, marked with who made it, where and when."""
    return (
        campaign.campaign_id,
        channel,
        row["customer_id"],
        mask_name(row["name"], row["kind"]) or "",
        row["home_branch_id"],
        campaign.plan.product_code,
        campaign.plan.ends_on.isoformat(),
        made_by,
    )


def as_csv(rows: Iterable[tuple[str, ...]]) -> str:
    """CSV with every cell quoted, and none that a spreadsheet takes for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([tuple(as_text(cell) for cell in row) for row in rows])
    return written.getvalue()
