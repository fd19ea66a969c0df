"""Words to all staff, each with a press that says one has read it; managers and head office write them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.services import bulletins
from lobby.services.bulletins import BulletinLine
from lobby.services.permission import may
from lobby.ui import session, state
from lobby.ui.text import SEPARATOR, Words, plain

TEXT = "bulletin_text"


def show_board(t: Words) -> None:
    """What holds now, and the field to write one for who may."""
    nothing = show(t)
    if nothing:
        st.caption(nothing)
    show_writing(t)


def show(t: Words) -> str | None:
    """What holds now, the unread first."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    found = bulletins.bulletins(sources, viewer, now)
    for line in found:
        show_line(t, line)
    return None if found else t("bulletin.none")


def show_writing(t: Words) -> None:
    if not may(session.viewer(), "bulletins.publish"):
        return
    most = session.house().sources.catalog.policy.bulletin_length
    st.text_input(
        t("bulletin.write"), key=TEXT, max_chars=most, placeholder=t("bulletin.write"),
        label_visibility="collapsed",
    )  # fmt: skip
    press, icon = t("bulletin.publish"), ":material/campaign:"
    st.button(press, key="publish_bulletin", icon=icon, on_click=publish)


def show_line(t: Words, line: BulletinLine) -> None:
    """What is said, by whom, and how many have read it."""
    one = line.bulletin
    read = t("bulletin.read", count=line.count_read, people=line.count_people)
    about = plain(SEPARATOR.join((line.author, t.moment(line.made_at), read)))
    key = f"bulletin_{one.bulletin_id}"
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
        st.markdown(f"{plain(one.text)}  \n:small[:gray[{about}]]", width="stretch")
        if not line.is_read:
            st.button(
                t("bulletin.acknowledge"),
                key=f"ack_{one.bulletin_id}",
                icon=":material/done:",
                type="primary",
                on_click=acknowledge,
                args=(one.bulletin_id,),
            )


def acknowledge(bulletin_id: str) -> None:
    """This person has read it."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    attempt(lambda: bulletins.acknowledge(sources, viewer, bulletin_id, now))


def publish() -> None:
    """Say it, and empty the field."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    text = state.typed(TEXT)
    key = state.idempotency_key("bulletin", (viewer.staff_id, text))
    if attempt(lambda: bulletins.publish(sources, viewer, text, key, now)):
        state.put(TEXT, "")
        state.forget("bulletin")


def attempt(change: Callable[[], object]) -> bool:
    """Keep why not."""
    try:
        change()
    except LobbyError as refused:
        state.refuse(refused)
        return False
    return True
