"""A complaint with one tap: the number to tell the customer, and the call on the manager's screens."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lobby.domain.complaints import Complaint
from lobby.domain.errors import LobbyError
from lobby.services import complaints
from lobby.services.complaints import Call
from lobby.services.permission import may
from lobby.services.views import Visit
from lobby.ui import session, state
from lobby.ui.text import SEPARATOR, Words, plain

NUMBER = "complaint_number"


def show_press(t: Words, visit: Visit) -> None:
    """On the customer's page, for who serves in a branch; once it is taken, its number stands there."""
    if not may(session.viewer(), "complaints.of_visit"):
        return
    number = state.answer(NUMBER)
    if number:
        show_number(t, number)
        return
    press, icon, key = t("complaint.press"), ":material/hearing:", f"complain_{visit.visit_id}"
    st.button(press, key=key, type="tertiary", icon=icon, on_click=take, args=(visit,))


def show_press_of_arrival(t: Words, arrival_id: str) -> None:
    """On the board, for somebody of whom nobody knows who it is."""
    number = state.chosen(f"{NUMBER}_{arrival_id}")
    if number:
        show_number(t, number)
        return
    press, icon = t("complaint.press"), ":material/hearing:"
    key, asked = f"complain_{arrival_id}", (arrival_id,)
    st.button(press, key=key, type="tertiary", icon=icon, on_click=take_of_arrival, args=asked)


def show_number(t: Words, number: str) -> None:
    """What the customer is told."""
    said = plain(t("complaint.number", number=number))
    st.markdown(f":red-badge[:material/hearing: {said}]", width="content")


def take(visit: Visit) -> None:
    """Write it: nothing is offered to this customer today, and the manager is called."""
    complaint_id = state.idempotency_key("complain", (visit.visit_id,))
    house, viewer, now = session.house(), session.viewer(), session.moment()
    made = tried(lambda: complaints.of_visit(house.sources, viewer, visit, complaint_id, now))
    if made is not None:
        state.keep_answer(NUMBER, made.number)
        st.rerun()  # all of the page says so, not this part alone


def take_of_arrival(arrival_id: str) -> None:
    """The same of somebody who is not known."""
    complaint_id = state.idempotency_key("complain", (arrival_id,))
    sources, viewer = session.house().sources, session.viewer()
    made = tried(lambda: complaints.of_arrival(sources, viewer, arrival_id, complaint_id))
    if made is not None:
        state.put(f"{NUMBER}_{arrival_id}", made.number)


def tried(change: Callable[[], Complaint]) -> Complaint | None:
    try:
        return change()
    except LobbyError as refused:
        state.refuse(refused)
        return None


def show_calls(t: Words) -> None:
    """On every page of a manager: what they are called to, until one of them comes."""
    house, viewer = session.house(), session.viewer()
    if not may(viewer, "complaints.calls"):
        return
    for call in complaints.calls(house.sources, viewer, session.moment()):
        key = f"call_{call.complaint.complaint_id}"
        with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
            said = f":red[:material/hearing:] **{t('complaint.call')}** {plain(told(t, call))}"
            st.markdown(said, width="stretch")
            press, icon = t("complaint.come"), ":material/directions_walk:"
            asked = (call.complaint.complaint_id,)
            st.button(press, key=f"come_{key}", type="primary", icon=icon, on_click=come, args=asked)


def told(t: Words, call: Call) -> str:
    """The number, since when, who it is as the lobby may read it, and who took it."""
    who = t.masked(call.who.name_masked, call.who.customer_id) if call.who else t("board.new_visitor")
    said = (call.complaint.number, t.clock(call.at), call.ticket or "", who, call.told_by)
    return SEPARATOR.join(part for part in said if part)


def come(complaint_id: str) -> None:
    """The manager comes."""
    try:
        complaints.answer(session.house().sources, session.viewer(), complaint_id)
    except LobbyError as refused:
        state.refuse(refused)
