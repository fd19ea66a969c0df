"""Somebody is with the customer: relations and amounts leave the screen until they are gone."""

from __future__ import annotations

import streamlit as st

from lobby.ui import state
from lobby.ui.text import Words


def show_press(t: Words) -> None:
    """One press hides, the next one shows again; in colour while it hides."""
    is_on = state.has_company()
    st.button(
        t("company.on" if is_on else "company.off"),
        key="company",
        type="primary" if is_on else "tertiary",
        icon=":material/group:",
        on_click=state.keep_company,
        args=(not is_on,),
    )
