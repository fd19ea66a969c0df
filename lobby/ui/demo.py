"""Signing in without a password: for a demo feed, and only straight from this machine."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from lobby.services import sessions
from lobby.ui import session, state

DIRECT_HEADER = "x-lobby-direct"  # the guard's mark of a request straight from this machine
DEVICE_HEADER = "x-lobby-device"  # which browser it is
SESSION_HEADER = "x-lobby-session"  # the gate's session, as long as it stands
NO_DEVICE = "no-cookie"  # every browser that keeps no cookie


def sign_in(staff_id: str) -> None:
    """Sign a demo staff member in, in the language chosen here or the person's own."""
    if refusal() is not None:
        return
    chosen = state.language()
    signed_in = sessions.sign_in(session.house().sources, session_id(), staff_id, device())
    state.sign_in(signed_in)
    if chosen:
        session.house().choose_language(signed_in, chosen)
    spoken = chosen or session.house().language(signed_in)
    if spoken:
        state.speak(spoken)


def refusal() -> Literal["no_portrait", "not_demo", "not_direct"] | None:
    """Why there is no demo sign-in here, None where there is."""
    standing = session.house().standing()
    if standing is None:
        return "no_portrait"
    if not standing.is_demo:
        return "not_demo"
    return None if is_direct() else "not_direct"


def device() -> str:
    """This browser, as what is limited and half entered on it is kept by."""
    return st.context.headers.get(DEVICE_HEADER) or NO_DEVICE


def session_id() -> str | None:
    """The session in whose name the gate let this browser in."""
    return st.context.headers.get(SESSION_HEADER)


def is_direct() -> bool:
    """Did the guard mark this browser as one on this very machine?"""
    return st.context.headers.get(DIRECT_HEADER) == "yes"
