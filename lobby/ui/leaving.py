"""Not this customer: one press, and a second one where something recorded would be taken back."""

from __future__ import annotations

import streamlit as st

from lobby.services.views import CustomerView, Visit
from lobby.ui import session, sheets, state
from lobby.ui.errors import calm
from lobby.ui.text import Words


def show_press(t: Words, view: CustomerView) -> None:
    """Closes the visit; with talks recorded it says first what happens to them."""
    label, end = t("customer.not_this_one"), view.visit.visit_id
    count = sum(one.outcome.voided_by is None for one in view.talks)
    if not count:
        st.button(label, key=f"not_this_one_{end}", type="tertiary", on_click=leave, args=(t, view.visit))
        return
    asked = st.popover(label, key=f"not_this_one_{end}", type="tertiary", on_change="rerun")
    with asked:
        if asked.open:
            st.markdown(t("leaving.taken_back", count=count))
            key, icon = f"leave_{end}", ":material/block:"
            st.button(t("leaving.press"), key=key, icon=icon, on_click=leave, args=(t, view.visit))


def leave(t: Words, visit: Visit) -> None:
    """Not this customer: close the visit and go back to the board."""
    with calm(t):
        session.house().close(session.viewer(), visit)
        sheets.end_links(visit)
        state.end()
        state.go_to("board")
