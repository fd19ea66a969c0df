"""Somebody taken whom nobody knows yet: what to say, triage, and whose ticket it turns out to be."""

from __future__ import annotations

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.triage import Business
from lobby.services import serving
from lobby.services.board import BoardLine
from lobby.services.talk import first_line
from lobby.services.views import CustomerView, Visit
from lobby.ui import complaint, leaving, session, state
from lobby.ui.text import SEPARATOR, Words, plain

IN_HAND = "in_hand"  # arrival and ticket of the one who is to be found
SITUATIONS = {
    "complaint": "complaint",
    "proxy": "proxy",
    "inheritance": "proxy",
    "open_account": "new_visitor",
}


def show(t: Words, line: BoardLine) -> None:
    """The sentence to begin with, where it is done, and how the customer is found above."""
    sources = session.house().sources
    state.put(IN_HAND, (line.arrival.arrival_id, line.arrival.ticket))
    place = serving.place_of(sources, line.arrival)
    business = line.business
    code = "new_visitor" if business is None else SITUATIONS.get(business.code, "default")
    code = "self_service" if place.self_service else code
    said = first_line(sources.catalog.first_lines[code], t.language, place, sources.catalog)
    shown = [f":primary[:material/record_voice_over:] **{t('word.quoted', said=plain(said))}**"]
    if business is not None:
        shown.append(triage(t, business))
    shown.append(f":small[:gray[{t('board.find_them')}]]")
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown("  \n".join(shown), width="stretch")
        complaint.show_press_of_arrival(t, line.arrival.arrival_id)


def triage(t: Words, business: Business) -> str:
    """Where it is done, with which papers, how long it takes."""
    return f":material/alt_route: {plain(told(t, business))}"


def told(t: Words, business: Business) -> str:
    """The same as it is, for a screen without Markdown too."""
    where = SEPARATOR.join(t(f"where.{place}") for place in business.where)
    said = [where, papers(t, business)]
    if business.minutes:
        said.append(t("board.takes", minutes=business.minutes))
    return SEPARATOR.join(part for part in said if part)


def named_triage(t: Words, business: Business) -> str:
    """The same after what somebody came for."""
    return f"**{plain(capital(business.name[t.language]))}** {triage(t, business)}"


def papers(t: Words, business: Business) -> str:
    """The papers it needs, in one line."""
    named = t("word.comma").join(words[t.language] for words in business.documents)
    return t("board.papers", papers=named) if named else ""


def show_presses(t: Words, view: CustomerView) -> None:
    """On the page of a customer: it is whom I have in hand, and it is not them."""
    show_bind(t, view)
    leaving.show_press(t, view)


def show_bind(t: Words, view: CustomerView) -> None:
    """While somebody taken is not known, and this customer is not in the branch as far as we know."""
    held = state.chosen(IN_HAND)
    if held is None or view.waiting is not None:
        return
    arrival_id, ticket = held
    label = t("board.bind", ticket=ticket) if ticket else t("board.bind_visitor")
    key, icon = f"bind_{view.visit.visit_id}", ":material/link:"
    st.button(plain(label), key=key, icon=icon, on_click=bind, args=(view.visit, arrival_id))


def bind(visit: Visit, arrival_id: str) -> None:
    """The ticket is this customer's from now on; "not this customer" takes it from them again."""
    try:
        sources, viewer = session.house().sources, session.viewer()
        serving.step(sources, viewer, arrival_id, "identified", visit.customer_id)
    except LobbyError as refused:
        state.refuse(refused)
    state.put(IN_HAND, None)
    state.forget("waiting")


def capital(text: str) -> str:
    """With a capital where a script has them."""
    return f"{text[:1].upper()}{text[1:]}"
