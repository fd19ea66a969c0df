"""The sections of the page `mine`: what each holds, who has it, and what shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lobby.domain import scope
from lobby.domain.viewer import Viewer
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
    """A part of the page titled `mine.<name>`; `sees` is a rule of `lobby.domain.scope`, None: everybody."""

    name: str
    show: Callable[[Words], None]
    sees: Callable[[Viewer], bool] | None = None


SECTIONS = (
    Section("leads", lead_mine.show, scope.has_leads),
    Section("promises", mine_talks.show_promises, scope.records_talks),
    Section("bulletins", bulletin_list.show),
    Section("drafts", mine_talks.show_drafts, scope.records_talks),
    Section("referrals", referral_list.show),
    Section("inform", inform_list.show),
    Section("talks", mine_talks.show_talks, scope.records_talks),
    Section("late", mine_late.show, scope.records_talks),
    Section("own", team_view.show_own, scope.records_talks),
    Section("branch", mine_talks.show_branch, scope.voids_for_branch),
)


@st.fragment
def show() -> None:
    """Each section this person has, in order; one that fails leaves the others standing."""
    t = session.words()
    finder.show_refusal(t)
    for section in SECTIONS:
        if section.sees is None or section.sees(session.viewer()):
            with st.container(gap="small", key=f"mine_{section.name}"), calm(t):
                st.markdown(f"**{t(f'mine.{section.name}')}**")
                section.show(t)
