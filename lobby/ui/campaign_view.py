"""Directed pushes: a new one, those that wait, run or ended, and the lists that go out."""

from __future__ import annotations

import streamlit as st

from lobby.domain.campaigns import CampaignChannel, CampaignState
from lobby.domain.errors import LobbyError
from lobby.services import campaigns, outbound
from lobby.services.campaigns import CampaignLine
from lobby.services.segments import Board
from lobby.ui import campaign_form, finder, session, state
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

COLOURS = {"drafted": "orange", "started": "green", "stopped": "gray", "ended": "gray"}
ICONS = {"drafted": "hourglass_top", "started": "play_arrow", "stopped": "stop", "ended": "event_available"}
CHANNEL_ICONS = {"app": "smartphone", "sms": "sms", "phone": "call"}


def show(t: Words, _: Board) -> None:
    """The form folded, then every campaign."""
    with fold("new_campaign", t("campaign.new.title")) as is_open:
        if is_open:
            campaign_form.show(t)
    finder.show_refusal(t)
    found = campaigns.board(session.house().sources, session.viewer(), session.moment())
    if not found:
        st.markdown(t("campaign.none"))
    for line in found:
        show_campaign(t, line)


def show_campaign(t: Words, line: CampaignLine) -> None:
    """One campaign: what, for whom, by whom, until when, its arms, and what may be done with it."""
    one, plan = line.campaign, line.campaign.plan
    catalog = session.house().sources.catalog
    badge = (
        f":{COLOURS[line.state]}-badge[:material/{ICONS[line.state]}: {t(f'campaign.state.{line.state}')}]"
    )
    place = session.house().branch_names().get(plan.branch_id or "", t("product.everywhere"))
    card = catalog.cards.scenarios.get(plan.scenario_code or "")
    whom = [t.code("segment", plan.segment) if plan.segment else t("campaign.all"), place]
    whom += [card.name[t.language]] if card else []
    people = {"owner": plain(line.owner_name), "maker": plain(line.maker_name)}
    lines = [
        f"**{plain(plan.name)}** {badge} {plain(t.code('product', plan.product_code))}",
        f":gray[{plain(SEPARATOR.join(whom))}]",
        f":gray[{t('campaign.people', **people, day=t.long_day(plan.ends_on))}]",
    ]
    if line.sizes:
        arms = {arm: t.count(line.sizes.get(arm, 0)) for arm in ("treated", "control")}
        lines.append(f":material/balance: {t('campaign.arms', **arms)}")
    with st.container(border=True, gap="small", key=f"campaign_{one.campaign_id}"):
        st.markdown("  \n".join(lines))
        if line.state == "drafted" and "started" not in line.next_states:
            st.caption(t("product.two_people"))
        with st.container(horizontal=True, gap="small"):
            for state_next in line.next_states:
                show_step(t, line, state_next)
            for channel in plan.channels if line.state == "started" else ():
                show_channel(t, one.campaign_id, channel)
        told = state.chosen(f"outbound_{one.campaign_id}")
        if told is not None:
            counts = {"count": t.count(told.count), "left_out": t.count(told.left_out)}
            st.caption(t("campaign.written", file=plain(told.path.name), **counts))


def show_step(t: Words, line: CampaignLine, state_next: CampaignState) -> None:
    number, seen = line.campaign.campaign_id, len(line.campaign.steps)
    st.button(
        t(f"campaign.press.{state_next}"),
        key=f"{state_next}_{number}",
        type="primary" if state_next == "started" else "secondary",
        icon=f":material/{ICONS[state_next]}:",
        on_click=take,
        args=(number, seen, state_next),
    )


def show_channel(t: Words, number: str, channel: CampaignChannel) -> None:
    st.button(
        t("campaign.write", channel=t(f"campaign.channel.{channel}")),
        key=f"outbound_{channel}_{number}",
        icon=f":material/{CHANNEL_ICONS[channel]}:",
        on_click=write,
        args=(number, channel),
    )


def take(number: str, seen: int, state_next: CampaignState) -> None:
    """Start or stop it; whoever was faster is told."""
    try:
        sources, viewer = session.house().sources, session.viewer()
        campaigns.take(sources, viewer, number, seen, state_next, session.moment())
    except LobbyError as refused:
        state.refuse(refused)


def write(number: str, channel: CampaignChannel) -> None:
    """Leave the list for the channel's own system, and say how many it names."""
    try:
        sources, viewer = session.house().sources, session.viewer()
        found = outbound.write_list(sources, viewer, number, channel, session.moment())
    except LobbyError as refused:
        state.refuse(refused)
    else:
        state.put(f"outbound_{number}", found)
