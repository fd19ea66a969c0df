"""What the customer asked about: apart from what was recommended, and heard by the suggestions."""

from __future__ import annotations

import streamlit as st

from lobby.domain.outcomes import Subject
from lobby.services.outcomes import askable
from lobby.services.views import CustomerView, Recorded
from lobby.ui import outcome_bar, session
from lobby.ui.folding import fold
from lobby.ui.text import Words, plain


def show(t: Words, view: CustomerView) -> None:
    """One line; unfolded a list to choose from, and one press that keeps it."""
    if not outcome_bar.may_record():
        return
    with fold("asked", f"**{t('asked.title')}** :gray[{t('asked.hint')}]") as is_open:
        if is_open:
            show_choice(t, view)


def show_choice(t: Words, view: CustomerView) -> None:
    """A product or a service; what was asked before in this visit stands above."""
    about = [one.outcome.subject.code for one in view.talks if is_question(one)]
    if about:
        named = plain(t("word.comma").join(t.code("product", code) for code in about))
        st.markdown(f":green[:material/check_circle:] {named}")
    names = askable(session.house().sources, t.language)
    chosen = st.selectbox(
        t("asked.choose"), list(names), index=None, format_func=lambda code: names[code],
        key=f"asked_{len(about)}_{view.visit.visit_id}", placeholder=t("asked.choose"),
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen is not None:
        drawn = outcome_bar.form(view, Subject("asked", chosen))
        label, key = t("asked.press", product=plain(names[chosen])), f"ask_{chosen}_{view.visit.visit_id}"
        st.button(label, key=key, icon=":material/help:", on_click=outcome_bar.tap, args=(drawn, "asked"))


def is_question(one: Recorded) -> bool:
    return one.outcome.subject.kind == "asked" and one.outcome.voided_by is None
