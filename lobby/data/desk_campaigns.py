"""Directed pushes in the desk store: a plan stands as drafted, its steps and its members are only added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, insert, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_campaign import campaign, campaign_member, campaign_step
from lobby.data.desk_writes import append_once
from lobby.domain.campaigns import Arm, Campaign, CampaignState, CampaignStep, Plan
from lobby.domain.errors import DeskError

PLAN = tuple(field.name for field in fields(Plan))
Member = tuple[str, str, Arm]  # customer, branch, arm


def draft(desk: Desk, campaign_id: str, plan: Plan, happening: Happening) -> Campaign:
    """Write a plan with its first step and audit row; the same number and content is the same plan."""
    maker = happening.viewer.staff_id
    values = {"campaign_id": campaign_id, **vars(plan), "channels": list(plan.channels), "made_by": maker}
    with desk.writing() as connection:
        now = desk.stamp()
        if append_once(connection, campaign, values, {"made_at": now}).came_of == "written":
            add_step(connection, campaign_id, 0, CampaignStep("drafted", maker, now, ""))
            append(connection, now, happening)
        return require(connection, campaign_id)


def step(
    desk: Desk,
    campaign_id: str,
    seen: int,
    state: CampaignState,
    note: str,
    members: Sequence[Member],
    happening: Happening,
) -> Campaign | None:
    """Add the next step after `seen` of them, with the members a start fixes; None: somebody was faster."""
    with desk.writing() as connection:
        found = require(connection, campaign_id)
        if len(found.steps) != seen:
            return None
        now = desk.stamp()
        add_step(connection, campaign_id, seen, CampaignStep(state, happening.viewer.staff_id, now, note))
        if members:
            rows = [
                {"campaign_id": campaign_id, "customer_id": customer, "branch_id": branch, "arm": arm}
                for customer, branch, arm in members
            ]
            connection.execute(insert(campaign_member), rows)
        append(connection, now, happening)
        return require(connection, campaign_id)


def add_step(connection: Connection, campaign_id: str, place: int, one: CampaignStep) -> None:
    connection.execute(insert(campaign_step).values(campaign_id=campaign_id, place=place, **vars(one)))


def campaigns(desk: Desk) -> tuple[Campaign, ...]:
    """Every campaign, the newest first."""
    with desk.reading() as connection:
        return read(connection)


def find(desk: Desk, campaign_id: str) -> Campaign | None:
    with desk.reading() as connection:
        return next(iter(read(connection, campaign_id)), None)


def sizes(desk: Desk, campaign_id: str) -> Mapping[str, int]:
    """Arm → how many were put into it."""
    asked = (
        select(campaign_member.c.arm, func.count())
        .where(campaign_member.c.campaign_id == campaign_id)
        .group_by(campaign_member.c.arm)
    )
    with desk.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(asked)}


def members(desk: Desk, campaign_id: str, arm: Arm, branch_id: str | None = None) -> tuple[str, ...]:
    """The customers of one arm, in one branch or everywhere, in order."""
    asked = select(campaign_member.c.customer_id).filter_by(campaign_id=campaign_id, arm=arm)
    if branch_id is not None:
        asked = asked.where(campaign_member.c.branch_id == branch_id)
    with desk.reading() as connection:
        return tuple(connection.scalars(asked.order_by(campaign_member.c.customer_id)))


def kept_back(desk: Desk, customer_id: str, today: date) -> frozenset[str]:
    """The products of running campaigns in whose control group this customer is."""
    asked = (
        select(campaign.c.product_code)
        .join(campaign_member, campaign_member.c.campaign_id == campaign.c.campaign_id)
        .where(campaign_member.c.customer_id == customer_id, campaign_member.c.arm == "control")
        .where(campaign.c.ends_on >= today, last_state() == "started")
    )
    with desk.reading(customer_id=customer_id) as connection:
        return frozenset(connection.scalars(asked))


def everybody_kept_back(desk: Desk, product_code: str, today: date) -> frozenset[str]:
    """The customers in the control group of a running campaign of this product."""
    asked = (
        select(campaign_member.c.customer_id)
        .join(campaign, campaign_member.c.campaign_id == campaign.c.campaign_id)
        .where(campaign.c.product_code == product_code, campaign_member.c.arm == "control")
        .where(campaign.c.ends_on >= today, last_state() == "started")
    )
    with desk.reading() as connection:
        return frozenset(connection.scalars(asked))


@cache
def last_state() -> Any:
    """The state of a campaign now, put together once for every statement."""
    later = campaign_step.alias("later")
    newest = select(func.max(later.c.place)).where(later.c.campaign_id == campaign_step.c.campaign_id)
    return (
        select(campaign_step.c.state)
        .where(campaign_step.c.campaign_id == campaign.c.campaign_id)
        .where(campaign_step.c.place == newest.scalar_subquery())
        .scalar_subquery()
    )


def token(desk: Desk) -> str:
    """Another one after every step."""
    with desk.reading() as connection:
        return str(connection.scalar(select(func.count()).select_from(campaign_step)))


def require(connection: Connection, campaign_id: str) -> Campaign:
    found = read(connection, campaign_id)
    if not found:
        raise DeskError("unknown_campaign", "There is no such campaign.", "Look at the list again.")
    return found[0]


def read(connection: Connection, campaign_id: str | None = None) -> tuple[Campaign, ...]:
    plans = select(campaign).order_by(campaign.c.made_at.desc(), campaign.c.campaign_id)
    done = select(campaign_step).order_by(campaign_step.c.place)
    if campaign_id is not None:
        plans = plans.where(campaign.c.campaign_id == campaign_id)
        done = done.where(campaign_step.c.campaign_id == campaign_id)
    steps: dict[str, list[CampaignStep]] = {}
    for row in connection.execute(done).mappings():
        known = {name: row[name] for name in CampaignStep.__annotations__}
        steps.setdefault(row["campaign_id"], []).append(CampaignStep(**known))
    return tuple(
        Campaign(
            campaign_id=row["campaign_id"],
            plan=Plan(**{name: row[name] for name in PLAN} | {"channels": tuple(row["channels"])}),
            made_by=row["made_by"],
            made_at=row["made_at"],
            steps=tuple(steps.get(row["campaign_id"], ())),
        )
        for row in connection.execute(plans).mappings()
    )
