"""What waits for the person signed in: customers referred to and by them, and what else is theirs to do."""

import streamlit as st

from lobby.ui import menu, mine, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{t('mine.title')}**", width="stretch")
    menu.show(t)
mine.show()
