"""Who is signed in on this page, as the gate's session has it; and leaving, which ends that session."""

from __future__ import annotations

import time

from lobby.domain.sessions import End
from lobby.domain.viewer import Viewer
from lobby.services import sessions, staff
from lobby.ui import demo, session, state

OVER = "over"


def viewer() -> Viewer | None:
    """Who is signed in. A page that is loaded anew in mid-session begins behind the curtain."""
    held, session_id = state.viewer(), demo.session_id()
    if held is not None or session_id is None:
        return held
    sources = session.house().sources
    found = sessions.person(sources, session_id)
    if found is None:
        return None
    signed_in, is_first = found
    state.sign_in(signed_in)
    spoken = staff.language(sources, signed_in.staff_id)
    if spoken:
        state.speak(spoken)
    if not is_first:
        state.lower_curtain(time.monotonic())
    return signed_in


def sign_out(why: End = "signed_out") -> None:
    """End the session on the server, and forget everything here; the browser begins anew."""
    session_id = demo.session_id()
    if session_id is not None:
        sessions.sign_out(session.house().sources, session_id, why)
    state.sign_out()
    state.keep(OVER, (), True)


def is_over() -> bool:
    """Has this page's session ended, so that the browser must begin anew?"""
    return state.kept(OVER, (), lambda: False)
