"""Those to inform, on the page `mine`: who, of what, what to say, and whether by phone."""

from __future__ import annotations

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.services import informing
from lobby.services.informing import RESULTS, InformLine, Result
from lobby.ui import finder, session, state
from lobby.ui.text import SEPARATOR, Words, plain

COLOURS = {"sold_out": "red", "paused": "orange", "rate_changed": "blue", "back_on_sale": "green"}
ICONS = {"sold_out": "block", "paused": "pause_circle", "rate_changed": "percent", "back_on_sale": "sell"}
RESULT_ICONS = {"told": "check", "not_needed": "close"}
SHOWN = 30


def show(t: Words) -> str | None:
    """One row per customer and change, the newest change first."""
    sources, viewer = session.house().sources, session.viewer()
    found = informing.to_inform(sources, viewer, session.moment(), t.language)
    for line in found[:SHOWN]:
        show_line(t, line)
    if len(found) > SHOWN:
        st.caption(t("inform.more", count=len(found) - SHOWN))
    return None if found else t("inform.none")


def show_line(t: Words, line: InformLine) -> None:
    """What changed for whom, the sentence, how they may be reached, and what came of it."""
    customer_id, status_id = line.customer.customer_id, line.status_id
    key = f"{customer_id}_{status_id}"
    with st.container(border=True, gap="xsmall", key=f"inform_{key}"):
        st.markdown(said(t, line))
        with st.container(horizontal=True, gap="small"):
            opened, icon = (customer_id, None), ":material/person:"
            st.button(
                t("search.open"), key=f"open_{key}", icon=icon, on_click=finder.open_customer, args=opened
            )
            for result in RESULTS:
                show_result(t, result, customer_id, status_id)


def said(t: Words, line: InformLine) -> str:
    """Why, who and which product; the sentence; then how, since when and who talked with them."""
    badge = f":{COLOURS[line.why]}-badge[:material/{ICONS[line.why]}: {t(f'inform.why.{line.why}')}]"
    how = "call" if line.may_call else "in_person"
    talked = t("inform.talked_by", name=line.talked_by)
    below = SEPARATOR.join((t(f"inform.how.{how}"), t.moment(line.at), talked))
    first = f"{badge} **{plain(finder.name(t, line.customer))}** {plain(line.product_name)}"
    return f"{first}  \n:material/chat: {plain(line.sentence)}  \n:small[:gray[{plain(below)}]]"


def show_result(t: Words, result: Result, customer_id: str, status_id: str) -> None:
    label, icon = t(f"inform.press.{result}"), f":material/{RESULT_ICONS[result]}:"
    asked = (status_id, customer_id, result)
    st.button(label, key=f"{result}_{customer_id}_{status_id}", icon=icon, on_click=settle, args=asked)


def settle(status_id: str, customer_id: str, result: Result) -> None:
    """Write what came of it."""
    try:
        sources, viewer = session.house().sources, session.viewer()
        informing.settle(sources, viewer, status_id, customer_id, result, session.moment())
    except LobbyError as refused:
        state.refuse(refused)
