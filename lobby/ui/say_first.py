"""What to say first, and how to go on: 30 seconds, 2 minutes, and what the customer may answer."""

from __future__ import annotations

import streamlit as st

from lobby.domain.first_line import Waiting
from lobby.domain.talks import LENGTHS, Length, Part, is_crowded
from lobby.domain.triage import business_of
from lobby.services.views import Conversation, CustomerView, Line
from lobby.ui import complaint, session, state, visitor
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

CARE: dict[Part, str] = {"safety": "shield", "service": "volunteer_activism"}


@st.fragment
def show(t: Words, line: Line, talk: Conversation | None, view: CustomerView) -> None:
    """The one sentence to begin with, only what the queue may hear; the rest is a tap away.

    At the peak there is only this, and where the business is done.
    """
    waiting = view.waiting
    is_peak = waiting is not None and is_crowded(waiting, session.house().policy)
    talk = None if is_peak else talk
    lengths = [one for one in LENGTHS if one == "first" or (talk is not None and one in talk.said)]
    chosen = state.talk_length() or (talk.begin_with if talk else "first")
    chosen = chosen if chosen in lengths else "first"
    with st.container(border=True, gap="xsmall", key="say_first"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            heading = f":primary[:material/record_voice_over:] **{t('customer.say_first')}**"
            st.markdown(heading, width="stretch")
            complaint.show_press(t, view.visit)
            for length in lengths if len(lengths) > 1 else ():
                show_press(t, length, length == chosen)
        if talk is None or chosen == "first":
            st.markdown("  \n".join([quoted(t, line, is_strong=True), *triage(t, waiting, is_peak)]))
        else:
            st.markdown("  \n".join([*triage(t, waiting, is_peak), seated(t, talk, chosen)]))
            show_objections(t, talk)


def triage(t: Words, waiting: Waiting | None, is_peak: bool) -> list[str]:
    """Where today's business is done, with which papers, how long it takes; nothing where nobody said."""
    if waiting is None:
        return []
    business = business_of(session.house().sources.catalog.business, waiting.business_type)
    peak = [f":orange-badge[:material/groups: {t('board.peak')}]"] if is_peak else []
    told = [] if business is None else [visitor.named_triage(t, business)]
    return [" ".join([*peak, *told])] if peak or told else []


def show_press(t: Words, length: Length, is_chosen: bool) -> None:
    """One of the three lengths; the one on the screen carries a sign beside its colour."""
    st.button(
        t(f"talk.{length}"),
        key=f"talk_{length}",
        type="primary" if is_chosen else "secondary",
        on_click=state.choose_talk,
        args=(length,),
    )


def seated(t: Words, talk: Conversation, length: Length) -> str:
    """What is said to a person who sits and has been checked: the question first, at length all of it."""
    about = f"**{plain(talk.about)}**{SEPARATOR}" if talk.about else ""
    told = [f":gray[:material/event_seat: {about}{t('talk.seated')}]"]
    if "question" in talk.said:
        told.append(f":material/help: **{t('talk.ask')}** {quoted(t, talk.said['question'])}")
    told.append(quoted(t, talk.said[length]))
    for part, icon in CARE.items() if length == "long" else ():
        if part in talk.said:
            told.append(f":material/{icon}: {quoted(t, talk.said[part])}")
    if "next" in talk.said:
        told.append(f":material/arrow_forward: **{t('talk.next')}** {plain(meant(talk.said['next']))}")
    if talk.notices:
        told.append(f":small[:gray[{' '.join(plain(notice) for notice in talk.notices)}]]")
    return "  \n".join(told)


def show_objections(t: Words, talk: Conversation) -> None:
    """What the customer may say, each with its answer, one fold away."""
    if not talk.objections:
        return
    with fold("objections", f"**{t('talk.objections')}**") as is_open:
        if is_open:
            pairs = (f"**{quoted(t, says)}**  \n{quoted(t, answer)}" for says, answer in talk.objections)
            st.markdown("\n\n".join(pairs))


def quoted(t: Words, line: Line, is_strong: bool = False) -> str:
    """A sentence to say; in grey what it means where it is in another language."""
    said = t("word.quoted", said=plain(line.text))
    meaning = f"  \n:gray[{plain(line.meaning)}]" if line.meaning else ""
    return f"**{said}**{meaning}" if is_strong else said + meaning


def meant(line: Line) -> str:
    """What is for staff to do, in the screen's language."""
    return line.meaning or line.text
