"""Who is signed in: language, lock and sign-out, one press away on every page."""

from __future__ import annotations

import time
from typing import Literal

import streamlit as st

from lobby.domain.viewer import LANGUAGES, Language
from lobby.ui import admission, session, state
from lobby.ui.text import Words, plain


def show(t: Words) -> None:
    """The person's own menu; its content is made when it is opened."""
    viewer = session.viewer()
    name, icon = plain(viewer.name), ":material/account_circle:"
    menu = st.popover(name, icon=icon, type="tertiary", key="menu", on_change="rerun")
    with menu:
        if not menu.open:
            return
        st.caption(plain(f"{t.code('role', viewer.role)} {viewer.staff_id}"))
        show_languages(t, "stretch")
        st.button(t("menu.lock"), key="lock", width="stretch", icon=":material/lock:", on_click=lock)
        leave, icon = t("menu.sign_out"), ":material/logout:"
        st.button(leave, key="sign_out", width="stretch", icon=icon, on_click=admission.sign_out)


def show_languages(t: Words, width: Literal["stretch", "content"]) -> None:
    """One button per language, the one spoken now in colour."""
    for language in LANGUAGES:
        st.button(
            t(f"language.{language}"),
            key=f"language_{language}",
            width=width,
            type="primary" if language == t.language else "secondary",
            on_click=choose,
            args=(language,),
        )


def choose(language: Language) -> None:
    """Speak this language now and at the next sign-in."""
    state.speak(language)
    viewer = state.viewer()
    if viewer is not None:
        session.house().choose_language(viewer, language)


def lock() -> None:
    """Lower the curtain by hand."""
    state.lower_curtain(time.monotonic())
