"""Life stages side by side: what they are, hold, lack, and where they moved; for managers and head office."""

import streamlit as st

from lobby.ui import menu, segment_view, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{segment_view.title(t)}**", width="stretch")
    menu.show(t)
segment_view.show(t)
