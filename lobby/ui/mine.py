"""The sections of the page `mine`: what each holds, who has it, and what shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lobby.services.permission import may
from lobby.ui import (
    bulletin_list,
    finder,
    inform_list,
    lead_mine,
    mine_late,
    mine_talks,
    referral_list,
    session,
    team_view,
)
from lobby.ui.errors import calm
from lobby.ui.text import Words


@dataclass(frozen=True)
class Section:
    """A part of the page titled `mine.<name>`; it is there for whom `entry` is, a service.

    What `show` answers stands beside the title: that nothing waits, or how much.
    """

    name: str
    show: Callable[[Words], str | None]
    entry: str


SECTIONS = (
    Section("leads", lead_mine.show, "handovers.my_leads"),
    Section("promises", mine_talks.show_promises, "my_talks.promised"),
    Section("bulletins", bulletin_list.show, "bulletins.bulletins"),
    Section("drafts", mine_talks.show_drafts, "my_talks.half_entered"),
    Section("referrals", referral_list.show, "referrals.referrals"),
    Section("inform", inform_list.show, "informing.to_inform"),
    Section("talks", mine_talks.show_talks, "my_talks.talks_today"),
    Section("late", mine_late.show, "my_talks.openings_to_enter"),
    Section("own", team_view.show_own, "team.own_talks"),
    Section("branch", mine_talks.show_branch, "my_talks.talks_of_others"),
)


@st.fragment
def show() -> None:
    """Each section this person has, in order; one that fails leaves the others standing."""
    t = session.words()
    finder.show_refusal(t)
    for section in SECTIONS:
        if may(session.viewer(), section.entry):
            with st.container(gap="small", key=f"mine_{section.name}"), calm(t):
                heading, title = st.empty(), f"**{t(f'mine.{section.name}')}**"
                heading.markdown(title)
                beside = section.show(t)
                if beside:
                    heading.markdown(f"{title} :gray[{beside}]")
