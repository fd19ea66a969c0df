"""From one lead to the next, without going back to the list it was opened from."""

from __future__ import annotations

import streamlit as st

from lobby.services.views import Visit
from lobby.ui import finder, state
from lobby.ui.text import Words

KEPT = "lead_walk"


def open_from(customer_ids: tuple[str, ...], customer_id: str) -> None:
    """Open a lead, and remember the list it stands in as it was narrowed and ordered."""
    state.put(KEPT, customer_ids)
    finder.open_customer(customer_id, None)


@st.fragment
def show(t: Words, visit: Visit) -> None:
    """Where in the list the customer stands, and the one before and after; nothing for who was not in it."""
    customer_ids: tuple[str, ...] = state.chosen(KEPT) or ()
    if visit.customer_id not in customer_ids:
        return
    place = customer_ids.index(visit.customer_id)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="lead_walk_presses"):
        for name, icon, to in (("before", "chevron_left", place - 1), ("after", "chevron_right", place + 1)):
            is_there = 0 <= to < len(customer_ids)
            st.button(
                t(f"leads.walk.{name}"),
                key=f"lead_{name}",
                icon=f":material/{icon}:",
                disabled=not is_there,
                on_click=open_from,
                args=(customer_ids, customer_ids[to] if is_there else ""),
            )
        st.caption(t("leads.walk.place", place=place + 1, count=len(customer_ids)), width="content")
        finder.show_refusal(t)
