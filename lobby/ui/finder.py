"""The search box and what it found: rows to tap, never a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.services.views import Findings, Hit, Visit
from lobby.services.visits import go_on
from lobby.ui import notices, session, state
from lobby.ui.errors import calm, show
from lobby.ui.text import SEPARATOR, Words, plain

PAUSE = "250ms"
LONGEST = 60


@st.fragment
def show_search() -> None:
    """One box; typing searches after a pause, a row opens the customer."""
    t = session.words()
    with calm(t):
        text = st.text_input(
            t("search.label"),
            key="search",
            type="search",
            live=PAUSE,
            placeholder=t("search.placeholder"),
            label_visibility="collapsed",
            autocomplete="off",
        )
        if text and text.strip():
            show_found(t, text.strip()[:LONGEST])
            show_refusal(t)


def show_found(t: Words, text: str) -> None:
    reason = state.typed("reason").strip() or None
    house, viewer = session.house(), session.viewer()
    found: Findings = state.kept("found", (text, reason), lambda: house.find(viewer, text, reason))
    if found.state == "found":
        show_rows(t, found.hits, reason)
    elif found.state == "reason_needed":
        ask_reason(t)
    elif found.state == "type_more":
        st.caption(t("search.type_more"))
    else:
        notices.show(t("search.none.title"), t("search.none.hint"), "search_off")
        if reason:
            ask_reason(t)


def ask_reason(t: Words) -> None:
    """Other branches: a reason first, then the search."""
    with st.container(border=True):
        st.markdown(f"**{t('search.reason.title')}**  \n:gray[{t('search.reason.hint')}]")
        st.text_input(t("search.reason.label"), key="reason", autocomplete="off")
        st.button(t("search.reason.press"), key="give_reason", type="primary", icon=":material/search:")


@st.fragment
def show_recent(*, is_alone: bool) -> None:
    """Whom this person opened lately; before the first, the next step where nothing else says it."""
    t = session.words()
    with calm(t):
        recent = session.house().recently_opened(session.viewer())
        if not recent and is_alone:
            notices.show(t("board.empty.title"), t("board.empty.hint"), "person_search")
        if not recent:
            return
        st.markdown(f"**{t('board.recent')}**")
        show_rows(t, recent, None)
        show_refusal(t)


@st.fragment
def show_last() -> None:
    """The customer who was on the screen before a reload or a restart, to go on with."""
    t = session.words()
    with calm(t):
        last = [hit for hit in session.house().recently_opened(session.viewer()) if hit.visit is not None]
        show_rows(t, last, None)
        show_refusal(t)


def show_rows(t: Words, hits: Sequence[Hit], reason: str | None) -> None:
    """A row per customer: masked name, branch, age band, tails, and one button."""
    branches = session.house().branch_names()
    for hit in hits:
        key = f"row_{hit.customer_id}"
        with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
            facts = [branches.get(hit.branch_id, hit.branch_id), age(t, hit), tails(t, hit)]
            said = SEPARATOR.join(fact for fact in facts if fact)
            draft = f" :orange-badge[:material/edit_note: {t('search.draft')}]" if hit.has_draft else ""
            st.markdown(f"**{plain(name(t, hit))}** :gray[{plain(said)}]{draft}", width="stretch")
            if hit.visit is not None:
                show_going_on(t, hit.visit)
                continue
            st.button(
                t("search.open"),
                key=f"open_{hit.customer_id}",
                icon=":material/person:",
                on_click=open_customer,
                args=(hit.customer_id, reason),
            )


def show_going_on(t: Words, visit: Visit) -> None:
    """The customer who was on the screen before a reload: one press, and it counts as no new opening."""
    st.button(
        t("search.go_on"),
        key=f"go_on_{visit.customer_id}",
        type="primary",
        icon=":material/restore_page:",
        on_click=turn_to,
        args=(lambda: go_on(session.house().sources, session.viewer(), visit),),
    )


def name(t: Words, hit: Hit) -> str:
    return t.masked(hit.name_masked, hit.customer_id)


def age(t: Words, hit: Hit) -> str:
    return t("search.age", band=hit.age_band) if hit.age_band else ""


def tails(t: Words, hit: Hit) -> str:
    return t("search.tails", tails=" ".join(hit.tails)) if hit.tails else ""


def open_customer(customer_id: str, reason: str | None) -> None:
    """Open one customer: in the audit before the page turns."""
    turn_to(lambda: session.house().open(session.viewer(), customer_id, reason))


def turn_to(opened: Callable[[], Visit]) -> None:
    """Turn to the customer that `opened` gives, or keep why not; the old page is not drawn once more."""
    try:
        state.begin(opened())
    except LobbyError as refused:
        state.refuse(refused)
    else:
        st.rerun()


def show_refusal(t: Words) -> None:
    refused = state.refusal()
    if refused is not None:
        show(t, refused)
