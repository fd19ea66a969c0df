"""The least a Streamlit page can do: one input, one line."""

import streamlit as st

asked = st.text_input("ask", key="asked")
if asked:
    with st.container(key="answer"):
        st.write(f"answer {asked}")
