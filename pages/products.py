"""What is sold here and now: changes proposed by one person and checked by another."""

import streamlit as st

from lobby.ui import menu, product_list, session

t = session.words()

with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
    st.markdown(f"**{product_list.title(t)}**", width="stretch")
    menu.show(t)
product_list.show()
