"""Scenario cards by worth, and tags by reach: for head office."""

import streamlit as st

from lobby.ui import menu, scenario_list, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{t('scenarios.title')}**", width="stretch")
    menu.show(t)
scenario_list.show()
