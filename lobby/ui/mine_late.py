"""Entering a talk afterwards, as after an outage: for whom, about what, when, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from lobby.domain.outcomes import HELPED, Subject, offer_results
from lobby.services import my_talks
from lobby.services.my_talks import VisitLine
from lobby.services.outcomes import askable
from lobby.ui import finder, outcome_bar, session, state
from lobby.ui.errors import show as show_error
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words

STEP = timedelta(minutes=5)


def show(t: Words) -> None:
    """One line; unfolded the customer, the subject, the time and the bar."""
    with fold("late", t("mine.late.fold")) as is_open:
        if is_open:
            show_form(t)


def show_form(t: Words) -> None:
    """Each choice opens the next; the bar stands at its end."""
    sources, viewer = session.house().sources, session.viewer()
    opened = my_talks.openings_to_enter(sources, viewer, session.moment())
    if not opened:
        st.caption(t("mine.late.none"))
        return
    line: VisitLine | None = choose(t, "late_visit", opened, lambda one: named(t, one))
    names = askable(sources, t.language)
    code: str | None = choose(t, "late_subject", list(names), lambda one: names[one])
    if line is None or code is None:
        return
    happened_at = choose_time(t, line)
    product = sources.catalog.products.get(code)
    subject = Subject("product" if product else "service", code)
    results = offer_results(product.kind) if product else HELPED
    key = (line.visit.visit_id, subject, len(my_talks.talks_today(sources, viewer, session.moment())))
    number = outcome_bar.number(Subject("asked", "late"), key)
    refused = state.kept("late_refused", (number,), lambda: None)
    if refused is not None:
        show_error(t, refused)
    drawn = outcome_bar.Form(line.visit, subject, number, happened_at=happened_at)
    outcome_bar.show_bar(t, drawn, tuple(one for one in results if one != "referred"), "late")


def choose(t: Words, key: str, options: Any, say: Any) -> Any:
    """A list to choose from, nothing chosen at first."""
    label = t(f"mine.{key}")
    return st.selectbox(
        label, options, index=None, format_func=say, key=key, placeholder=label, label_visibility="collapsed"
    )


def choose_time(t: Words, line: VisitLine) -> datetime:
    """The bank's own time of the talk, at first that of the opening."""
    now = session.moment()
    first = now.date() - timedelta(days=session.house().policy.late_most_days)
    day = max(first, min(now.date(), line.opened_at.date()))
    end = line.visit.visit_id
    with st.container(horizontal=True, gap="small", key="late_time"):
        on = st.date_input(
            t("mine.late.day"), value=day, min_value=first, max_value=now.date(), key=f"late_day_{end}",
            format="YYYY-MM-DD", width=180,
        )  # fmt: skip
        at = st.time_input(
            t("mine.late.at"), value=line.opened_at.time(), key=f"late_at_{end}", step=STEP, width=140
        )
    return datetime.combine(on or day, at or line.opened_at.time(), tzinfo=now.tzinfo)


def named(t: Words, line: VisitLine) -> str:
    """The masked customer, and when the screen was opened."""
    name = finder.name(t, line.customer) if line.customer else t("word.customer")
    return f"{name}{SEPARATOR}{t.moment(line.opened_at)}"
