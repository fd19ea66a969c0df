"""A directed push: one product for those it fits, with an owner, an end and a control group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Literal

from lobby.domain.policy import Policy

Arm = Literal["treated", "control"]
CampaignState = Literal["drafted", "started", "stopped", "ended"]
CampaignChannel = Literal["app", "sms", "phone"]
CHANNELS: tuple[CampaignChannel, ...] = ("app", "sms", "phone")
PlanRefusal = Literal[
    "campaign_name", "campaign_owner", "campaign_end", "campaign_too_long", "campaign_control"
]


@dataclass(frozen=True)
class Plan:
    """What is to be offered, to whom and until when; `branch_id` and `segment` None: to all.

    `control_percent` of those it fits are left without it; `channels` are those a list goes out to.
    """

    name: str
    product_code: str
    scenario_code: str | None
    branch_id: str | None
    segment: str | None
    owner_staff_id: str
    ends_on: date
    control_percent: int
    channels: tuple[CampaignChannel, ...] = ()


@dataclass(frozen=True)
class CampaignStep:
    """What one person did with a campaign, and when."""

    state: CampaignState
    staff_id: str
    happened_at: datetime
    note: str


@dataclass(frozen=True)
class Campaign:
    """A plan as drafted by somebody, and its steps in order; the first is the draft."""

    campaign_id: str
    plan: Plan
    made_by: str
    made_at: datetime
    steps: tuple[CampaignStep, ...]

    def state(self, today: date) -> CampaignState:
        """How far it is; a started one ends by itself after its last day."""
        last = self.steps[-1].state
        return "ended" if last == "started" and today > self.plan.ends_on else last


def plan_refusal(plan: Plan, owners: Sequence[str], today: date, policy: Policy) -> PlanRefusal | None:
    """Why nothing may start on this plan: no name, owner or end, or a control group too large."""
    if not plan.name:
        return "campaign_name"
    if plan.owner_staff_id not in owners:
        return "campaign_owner"
    if plan.ends_on <= today:
        return "campaign_end"
    if plan.ends_on > today + timedelta(days=policy.campaign_most_days):
        return "campaign_too_long"
    if not 0 < plan.control_percent <= policy.control_share * 100:
        return "campaign_control"
    return None


def arm_of(salt: str, campaign_id: str, customer_id: str, control_percent: int) -> Arm:
    """The arm of a customer: the same whenever it is asked, drawn anew for each campaign."""
    digits = sha256(f"{salt}{campaign_id}{customer_id}".encode()).hexdigest()[:8]
    return "control" if int(digits, 16) % 10_000 < control_percent * 100 else "treated"


def next_states(campaign: Campaign, staff_id: str, today: date, policy: Policy) -> tuple[CampaignState, ...]:
    """What this person may take it to: where two people are asked for, the maker does not start it."""
    state = campaign.state(today)
    if state == "started":
        return ("stopped",)
    if state != "drafted":
        return ()
    is_second = campaign.made_by != staff_id or not policy.campaign_second_person
    return ("started", "stopped") if is_second and campaign.plan.ends_on > today else ("stopped",)
