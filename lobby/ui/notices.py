"""A calm box with a title and the next step: empty states, refusals, faults."""

from __future__ import annotations

import streamlit as st


def show(title: str, hint: str, icon: str) -> None:
    """A title in bold and one sentence that says what to do."""
    st.info(f"**{title}**\n\n{hint}", icon=f":material/{icon}:")
