"""Asked before a customer's details are shown: is the guardian here, and whose matter is it."""

from __future__ import annotations

import streamlit as st

from lobby.services.views import CustomerView
from lobby.ui import state
from lobby.ui.text import Words

CAPACITIES = (("personal", "person"), ("company", "storefront"))


def is_open(t: Words, view: CustomerView) -> bool:
    """Asks the next question; True once there is none left."""
    if view.person.needs_guardian and state.answer("guardian") is None:
        ask_guardian(t)
        return False
    if view.person.is_owner and state.answer("capacity") is None:
        ask_capacity(t)
        return False
    return True


def ask_guardian(t: Words) -> None:
    """Somebody who acts with a guardian only: services, and nothing else before the guardian is here."""
    with st.container(border=True, gap="small", key="guardian"):
        st.markdown(f":violet[:material/family_restroom:] **{t('guardian.title')}**  \n{t('guardian.hint')}")
        press, icon = t("guardian.present"), ":material/check:"
        answered = ("guardian", "present")
        st.button(press, key="guardian_present", icon=icon, on_click=state.keep_answer, args=answered)


def ask_capacity(t: Words) -> None:
    """Both a person and an owner: whose matter comes first."""
    with st.container(border=True, gap="small", key="capacity"):
        st.markdown(f":primary[:material/alt_route:] **{t('capacity.title')}**  \n{t('capacity.hint')}")
        with st.container(horizontal=True, gap="small"):
            for capacity, icon in CAPACITIES:
                st.button(
                    t(f"capacity.{capacity}"),
                    key=f"capacity_{capacity}",
                    icon=f":material/{icon}:",
                    on_click=state.keep_answer,
                    args=("capacity", capacity),
                )


def show_business(t: Words, view: CustomerView) -> bool:
    """The company first: what its receipts say, and the way to the person; False when it is not chosen."""
    if state.answer("capacity") != "company":
        return False
    with st.container(border=True, gap="small", key="business"):
        said = t("capacity.business_months", count=view.person.business_months)
        st.markdown(f":primary[:material/storefront:] **{t('capacity.company')}**  \n{said}")
        press, icon = t("capacity.then_personal"), ":material/person:"
        answered = ("capacity", "personal")
        st.button(press, key="then_personal", icon=icon, on_click=state.keep_answer, args=answered)
    return True
