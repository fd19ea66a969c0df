"""The sections of the page `mine`: what each holds, who has it, and what shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lobby.domain.viewer import Viewer
from lobby.ui import finder, referral_list, session
from lobby.ui.errors import calm
from lobby.ui.text import Words


@dataclass(frozen=True)
class Section:
    """A part of the page titled `mine.<name>`; `sees` is a rule of `lobby.domain.scope`, None: everybody."""

    name: str
    show: Callable[[Words], None]
    sees: Callable[[Viewer], bool] | None = None


SECTIONS = (Section("referrals", referral_list.show),)


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
