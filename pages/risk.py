"""Suspicions and their cases: for the risk desk alone."""

import streamlit as st

from lobby.ui import menu, risk_list, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{t('risk.title')}**", width="stretch")
    menu.show(t)
risk_list.show(t)
