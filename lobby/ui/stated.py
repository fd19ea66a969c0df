"""Why somebody who works with groups needs people named: typed for each list, asked again after a while."""

from __future__ import annotations

import time

import streamlit as st

from lobby.domain.scope import reason_as_kept
from lobby.services.permission import must_say_why
from lobby.ui import session, state
from lobby.ui.text import Words

STATED = "stated"  # list → the reason, and when it was given


def ask(t: Words, entry: str, of: str) -> str | None:
    """Why this list of the service `entry` is read, "" for who need not say; None while it is asked for."""
    if not must_say_why(session.viewer(), entry):
        return ""
    name, minutes = f"{entry} {of}", session.house().policy.stated_minutes
    reason, at = (state.chosen(STATED) or {}).get(name, (None, 0.0))
    if reason is not None and time.monotonic() - at <= minutes * 60:
        return str(reason)
    key = f"stated_{name}"
    with st.container(border=True, gap="small"):
        st.markdown(f"**{t('stated.title')}**  \n:gray[{t('stated.hint', minutes=minutes)}]")
        st.text_input(t("stated.label"), key=key, autocomplete="off")
        press, icon = t("stated.press"), ":material/groups:"
        st.button(press, key=f"state_{name}", type="primary", icon=icon, on_click=give, args=(name, key))
    return None


def give(name: str, key: str) -> None:
    """Keep what was typed as the reason for this list; nothing typed is no reason."""
    reason = reason_as_kept(state.typed(key))
    if reason is not None:
        state.put(STATED, {**(state.chosen(STATED) or {}), name: (reason, time.monotonic())})
