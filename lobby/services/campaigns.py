"""Directed pushes: whom a product fits and where others leave; drafted by one person, started by another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from lobby.data import desk_campaigns
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.campaigns import Campaign, CampaignState, Plan, arm_of, next_states, plan_refusal
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.refusal import Stage
from lobby.domain.viewer import Viewer
from lobby.learn.power import needed
from lobby.services import staff
from lobby.services.fitting import Judged, fitting
from lobby.services.permission import for_house, for_viewer
from lobby.services.sources import Sources

OWNERS = frozenset({"manager", "adviser", "head_office"})


@dataclass(frozen=True)
class Preview:
    """Of `asked` customers, how many leave at each stage, and the two arms of those whom the product fits.

    `needed`: how many it takes, both arms together, to see the lift asked about.
    """

    asked: int
    left: Mapping[Stage, int]
    treated: int
    control: int
    needed: int

    @property
    def fitting(self) -> int:
        return self.treated + self.control


@dataclass(frozen=True)
class CampaignLine:
    """One campaign as it stands today: people by name, arms by size, what the viewer may make of it."""

    campaign: Campaign
    state: CampaignState
    owner_name: str
    maker_name: str
    sizes: Mapping[str, int]
    next_states: tuple[CampaignState, ...]


@for_viewer
def preview(
    sources: Sources, viewer: Viewer, plan: Plan, campaign_id: str, lift: Decimal, now: datetime
) -> Preview:
    """What would come of a plan if it started now: nobody is named, and nothing is written but the audit."""
    admit(sources, viewer, plan.branch_id, "preview", product=plan.product_code)
    of = judged(sources, plan, now)
    left: Counter[Stage] = Counter(one.stage for one in of if one.stage is not None)
    arms = Counter(arm for _, _, arm in split(sources, plan, campaign_id, of))
    policy, share = sources.catalog.policy, Decimal(plan.control_percent) / 100
    return Preview(
        asked=len(of),
        left=left,
        treated=arms["treated"],
        control=arms["control"],
        needed=needed(policy.campaign_base, lift, policy.campaign_power, share),
    )


def judged(sources: Sources, plan: Plan, now: datetime) -> list[Judged]:
    """Everybody whom the plan asks about, each with where the product leaves."""
    card = None
    if plan.scenario_code is not None:
        rows = sources.portraits.rows("campaign_card", code=plan.scenario_code)
        card = {row["customer_id"] for row in rows}
    return [
        one
        for one in fitting(sources, plan.product_code, now)
        if plan.branch_id in (None, one.branch_id)
        and plan.segment in (None, one.segment)
        and (card is None or one.customer_id in card)
    ]


def split(sources: Sources, plan: Plan, campaign_id: str, of: list[Judged]) -> list[desk_campaigns.Member]:
    """Those whom the product fits, each in the arm that is fixed for this campaign."""
    salt, percent = sources.catalog.policy.control_salt, plan.control_percent
    return [
        (one.customer_id, one.branch_id, arm_of(salt, campaign_id, one.customer_id, percent))
        for one in of
        if one.stage is None
    ]


@for_viewer
def board(sources: Sources, viewer: Viewer, now: datetime) -> tuple[CampaignLine, ...]:
    """The campaigns of the viewer's branch and of the whole bank, for head office all; the newest first."""
    names = staff.names_of_staff(sources)
    today, policy = now.date(), sources.catalog.policy
    return tuple(
        CampaignLine(
            campaign=one,
            state=one.state(today),
            owner_name=names.get(one.plan.owner_staff_id, one.plan.owner_staff_id),
            maker_name=names.get(one.made_by, one.made_by),
            sizes=desk_campaigns.sizes(sources.desk, one.campaign_id),
            next_states=next_states(one, viewer.staff_id, today, policy)
            if scope.runs_campaigns(viewer, one.plan.branch_id)
            else (),
        )
        for one in desk_campaigns.campaigns(sources.desk)
        if concerns(viewer, one)
    )


def concerns(viewer: Viewer, one: Campaign) -> bool:
    """Is it of the viewer's branch or of the whole bank?"""
    return viewer.role == "head_office" or one.plan.branch_id in (None, viewer.branch_id)


@for_house
def owners(sources: Sources, branch_id: str | None) -> Mapping[str, str]:
    """Who may answer for a campaign there: staff number → name."""
    return {
        one.staff_id: one.name
        for one in staff.members(sources)
        if one.is_active and one.role in OWNERS and branch_id in (None, one.branch_id)
    }


@for_viewer
def draft(sources: Sources, viewer: Viewer, plan: Plan, campaign_id: str, now: datetime) -> Campaign:
    """Write a plan down; nothing is offered to anybody yet. EntryRefused says what it lacks."""
    plan = replace(plan, name=scope.reason_as_kept(plan.name) or "")
    known = sources.catalog.products.get(plan.product_code)
    if known is None or known.is_private:
        raise EntryRefused("unknown_subject", "The catalogue has no such product.", "Open the page again.")
    admit_to(viewer, plan.branch_id)
    refuse(sources, plan, now)
    return desk_campaigns.draft(sources.desk, campaign_id, plan, told(viewer, campaign_id, "drafted"))


def refuse(sources: Sources, plan: Plan, now: datetime) -> None:
    found = plan_refusal(plan, list(owners(sources, plan.branch_id)), now.date(), sources.catalog.policy)
    if found is not None:
        raise EntryRefused(found, "This campaign lacks something that it must have.", "Complete the form.")


@for_viewer
def take(
    sources: Sources, viewer: Viewer, campaign_id: str, seen: int, state: CampaignState, now: datetime
) -> Campaign:
    """Start or stop a campaign after its `seen` steps; a start fixes who is in it and in which arm."""
    found = desk_campaigns.find(sources.desk, campaign_id)
    if found is None or not concerns(viewer, found):
        raise AccessRefused("unknown_campaign", "There is no such campaign.", "Look at the list again.")
    admit_to(viewer, found.plan.branch_id)
    allowed = next_states(found, viewer.staff_id, now.date(), sources.catalog.policy)
    if len(found.steps) == seen and state not in allowed:
        raise AccessRefused(
            "two_people_needed", "A campaign is started by somebody else than its maker.", "Ask a colleague."
        )
    members: list[desk_campaigns.Member] = []
    if state == "started" and state in allowed:
        refuse(sources, found.plan, now)
        members = split(sources, found.plan, campaign_id, judged(sources, found.plan, now))
    happening = told(viewer, campaign_id, state, members=len(members))
    taken = desk_campaigns.step(sources.desk, campaign_id, seen, state, "", members, happening)
    if taken is None:
        raise AccessRefused("campaign_moved_on", "Somebody was faster.", "Look at the list again.")
    return taken


def told(viewer: Viewer, campaign_id: str, state: str, **details: object) -> Happening:
    return Happening(viewer, "campaign", state, details={"campaign": campaign_id, **details})


def admit_to(viewer: Viewer, branch_id: str | None) -> None:
    """Refuse whoever runs no campaign there."""
    if not scope.runs_campaigns(viewer, branch_id):
        raise AccessRefused("not_for_role", "Campaigns of this branch are another's.", "Ask head office.")


def admit(sources: Sources, viewer: Viewer, branch_id: str | None, asked: str, **details: object) -> None:
    """As `admit_to`; that it was asked is in the audit too."""
    admit_to(viewer, branch_id)
    asked_for = {"asked": f"campaign_{asked}", **details}
    sources.desk.record(Happening(viewer, "campaign", "looked", details=asked_for))
