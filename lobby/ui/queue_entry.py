"""A ticket entered by hand, and since when the queue machine has been silent."""

from __future__ import annotations

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.services import serving
from lobby.services.board import Board
from lobby.ui import errors, session, state
from lobby.ui.text import Words

TICKET, BUSINESS = "new_ticket", "new_business"


def show_press(t: Words) -> None:
    """The form, made when it is opened."""
    asked = st.popover(
        t("board.enter"), icon=":material/confirmation_number:", key="enter_ticket", on_change="rerun"
    )
    with asked:
        if not asked.open:
            return
        refused = state.refusal()
        if refused is not None:
            errors.show(t, refused)
        names = {one.code: one.name[t.language] for one in session.house().sources.catalog.business.values()}
        st.text_input(t("board.ticket"), key=TICKET, autocomplete="off", placeholder="A037")
        st.selectbox(
            t("board.business"),
            list(names),
            index=None,
            key=BUSINESS,
            format_func=lambda code: names[code],
            placeholder=t("board.not_said"),
        )
        press, icon = t("board.enter_press"), ":material/add:"
        st.button(press, key="enter_press", type="primary", width="stretch", icon=icon, on_click=enter)


def enter() -> None:
    """Write down who came; the form is empty again for the next one."""
    ticket, business = state.typed(TICKET), state.chosen(BUSINESS)
    entry_id = state.idempotency_key("enter", (ticket, business))
    try:
        serving.enter(session.house().sources, session.viewer(), ticket, business, entry_id)
    except LobbyError as refused:
        state.refuse(refused)
        return
    state.forget("enter")
    state.put(TICKET, "")
    state.put(BUSINESS, None)


def show_silence(t: Words, found: Board) -> None:
    """While the queue machine says nothing it is told since when, and that tickets are entered by hand."""
    if found.is_silent:
        since = found.heard_at
        said = t("board.silent", at=t.clock(since)) if since else t("board.silent_today")
        st.caption(f":material/sensors_off: {said}")
