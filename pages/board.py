"""Find the customer in front of you."""

import streamlit as st

from lobby.ui import finder, menu, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{t('board.title')}**", width="stretch")
    menu.show(t)
finder.show_search()
