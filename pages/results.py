"""What offering changed, read from later feeds: for managers and head office."""

import streamlit as st

from lobby.ui import menu, results_view, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{t('results.title')}**", width="stretch")
    menu.show(t)
results_view.show()
