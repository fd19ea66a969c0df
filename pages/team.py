"""The talks of a branch by person, for its manager; never a ranking."""

import streamlit as st

from lobby.ui import menu, session, team_view

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{t('team.title')}**", width="stretch")
    menu.show(t)
team_view.show(t)
