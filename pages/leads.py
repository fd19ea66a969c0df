"""Today's leads: who, why, by when, and whose."""

import streamlit as st

from lobby.ui import coverage_view, lead_list, menu, roster_view, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{session.leads_title(t)}**", width="stretch")
    menu.show(t)
roster_view.show()
lead_list.show()
coverage_view.show(t)
