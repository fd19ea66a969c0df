"""A calm box with a title and the next step: empty states, refusals, faults."""

from __future__ import annotations

import streamlit as st

from lobby.ui.text import Words


def show(t: Words, key: str, icon: str, **values: str) -> None:
    """The words of `<key>.title` and `<key>.hint`."""
    st.info(f"**{t(f'{key}.title', **values)}**\n\n{t(f'{key}.hint', **values)}", icon=f":material/{icon}:")
