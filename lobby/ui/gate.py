"""Asked before a customer's details are shown: is the guardian here, and whose matter is it."""

from __future__ import annotations

import streamlit as st

from lobby.domain import scope
from lobby.domain.network import sees_organisations
from lobby.domain.referrals import Subject
from lobby.services.views import CustomerView, ServiceLine, Visit
from lobby.ui import cards, network_view, referral, session, state
from lobby.ui.text import Words, plain

CAPACITIES = (("personal", "person"), ("company", "storefront"))
CORPORATE = Subject("qualification", "corp")


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
    """The company first: what to say, who sees to it, and the way to the person; False: it is not chosen."""
    if state.answer("capacity") != "company" or view.company is None:
        return False
    with st.container(border=True, gap="small", key="business"):
        st.markdown("  \n".join(business_lines(t, view, view.company)))
        with st.container(horizontal=True, gap="small"):
            viewer = session.viewer()
            if scope.own_branch(viewer) is not None and CORPORATE.code not in viewer.qualifications:
                referral.show_press(t, view.visit, CORPORATE)
            press, icon = t("capacity.then_personal"), ":material/person:"
            answered = ("capacity", "personal")
            st.button(press, key="then_personal", icon=icon, on_click=state.keep_answer, args=answered)
    return True


def business_lines(t: Words, view: CustomerView, company: ServiceLine) -> list[str]:
    """The words and the desk, the receipts on the person's own accounts, and the organisations."""
    said = f":material/chat: {plain(company.talk)}{cards.places(t, company.next_places)}"
    lines = [f":primary[:material/storefront:] **{t('capacity.company')}**", said]
    if view.person.business_months:
        lines.append(t("capacity.business_months", count=view.person.business_months))
    return lines + organisation_lines(t, view.visit)


def organisation_lines(t: Words, visit: Visit) -> list[str]:
    """Each organisation and what the customer is in it, for those of corporate banking, nobody else there."""
    if t.is_hidden or not sees_organisations(session.viewer()):
        return []
    return [
        f":material/apartment: **{plain(network_view.name(t, node))}** "
        f"{t.codes('relation', tuple(tie.kind for tie in node.ties))}"
        for node in network_view.read(visit).nodes
        if node.what == "organisation"
    ]
