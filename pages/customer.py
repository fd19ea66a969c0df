"""The customer in front of you: what to say first, what to offer and why, what not and why not."""

import streamlit as st

from lobby.ui import (
    asked,
    cards,
    company,
    consent_view,
    customer_side,
    figures,
    finder,
    gate,
    holdings,
    lead_walk,
    menu,
    notices,
    outcome_told,
    parts,
    revealing,
    say_first,
    session,
    state,
    visitor,
)


def show_customer() -> None:
    """Left what to say and offer, right the facts; who it is and what to say come first, the charts last."""
    t = session.words()
    view, decided = session.look(visit)
    figures.show_opened(view.visit)
    heading = st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="heading")
    talk, facts = st.columns([3, 2])
    talk = talk.container(gap="xsmall")
    with heading:
        cards.show_heading(t, revealing.person(view))
    with talk:
        say_first.show(t, *consent_view.opening(t, view), view)
    session.keep_decision(view, decided)  # while it is written, name and sentence are on their way
    with heading:
        consent_view.show_badge(t, view)
        customer_side.show_press(t, view)
        company.show_press(t)
        visitor.show_presses(t, view)
        lead_walk.show(t, view.visit)
        menu.show(t)
    with talk:
        outcome_told.show(t, view)
        cards.show_unfinished(t, view)
        cards.show_suggestions(t, view)
        cards.show_loan_card(t, view.visit, view.loan_card)
        cards.show_services(t, view)
        asked.show(t, view)
        cards.show_withheld(t, view.not_suggested)
    with facts:
        if gate.is_open(t, view):
            if not gate.show_business(t, view):
                holdings.show_assets(t, view)
                holdings.show_recent(t, view)
                holdings.show_habits(t, view)
            parts.show(t, view)


def show_nobody() -> None:
    """Nobody is open: who was, and the next step."""
    t = session.words()
    finder.show_last()
    notices.show(t("customer.nobody.title"), t("customer.nobody.hint"), "person_search")
    press, icon = t("customer.nobody.press"), ":material/search:"
    st.button(press, key="to_board", type="primary", icon=icon, on_click=state.go_to, args=("board",))


visit = state.visit()
if visit is None:
    show_nobody()
elif state.turned() is not None:
    customer_side.show(session.words(), visit)
else:
    show_customer()
