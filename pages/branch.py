"""One branch: who comes, when and for what; surroundings, machines, and what partners give that fits."""

import streamlit as st

from lobby.ui import branch_view, menu, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{t('branch.title')}**", width="stretch")
    menu.show(t)
branch_view.show(t)
