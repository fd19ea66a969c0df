"""Today's leads: who, why, by when, and whose."""

import streamlit as st

from lobby.ui import (
    coverage_view,
    huddle_view,
    lead_home,
    lead_list,
    lead_sheet,
    menu,
    referral_list,
    roster_view,
    session,
)

t = session.words()


def show_list() -> None:
    """The morning, the people, and the list."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
        st.markdown(f"**{session.leads_title(t)}**", width="stretch")
        lead_sheet.show_presses(t)
        menu.show(t)
    lead_home.show(t)
    referral_list.show_leads(t)
    huddle_view.show()
    roster_view.show()
    lead_list.show()
    coverage_view.show(t)


if lead_sheet.is_open():
    lead_sheet.show(t)
else:
    show_list()
