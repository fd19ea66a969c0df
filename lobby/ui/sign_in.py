"""Before a page: choosing who one is (demo only), the refusal, the curtain, no portrait yet."""

from __future__ import annotations

import time

import streamlit as st

from lobby.ui import admission, demo, menu, notices, session, state
from lobby.ui.text import Words, plain

COLUMNS = [1, 2, 1]


def show(t: Words) -> None:
    """The demo sign-in, or why there is none here."""
    _, middle, _ = st.columns(COLUMNS)
    with middle:
        st.title(t("app.title"), anchor=False)
        st.markdown(f":gray[{t('app.what')}]")
        if admission.is_over():
            return
        with st.container(horizontal=True):
            menu.show_languages(t, "content")
        why_not = demo.refusal()
        if why_not is not None:
            notices.show(t(f"sign_in.{why_not}.title"), t(f"sign_in.{why_not}.hint"), "lock")
            return
        st.info(t("sign_in.demo"), icon=":material/science:")
        choose(t)


def choose(t: Words) -> None:
    """One button per staff member, as many as fit; the others by search in a list."""
    members = session.house().staff()
    if not members:
        notices.show(t("sign_in.nobody.title"), t("sign_in.nobody.hint"), "person_off")
        return
    branches = session.house().branch_names()
    by_id = {member.staff_id: member for member in members}
    staff_id = st.selectbox(
        t("sign_in.who"),
        list(by_id),
        key="staff",
        format_func=lambda code: " · ".join(
            part
            for part in (
                by_id[code].name,
                t.code("role", by_id[code].role),
                branches.get(by_id[code].branch_id or "", ""),
            )
            if part
        ),
    )
    st.button(
        t("sign_in.press"),
        key="sign_in",
        type="primary",
        width="stretch",
        on_click=demo.sign_in,
        args=(staff_id,),
    )


def show_curtain(t: Words) -> None:
    """The covered screen: one tap for the same person, then sign-in."""
    viewer = session.viewer()
    _, middle, _ = st.columns(COLUMNS)
    with middle:
        st.title(t("curtain.title"), anchor=False)
        st.markdown(f":gray[{t('curtain.hint')}]")
        st.button(
            t("curtain.lift", name=plain(viewer.name)),
            key="lift",
            type="primary",
            width="stretch",
            icon=":material/lock_open:",
            on_click=lift,
        )
        st.button(t("curtain.other"), key="other_person", width="stretch", on_click=admission.sign_out)


def lift() -> None:
    """One tap within the time; after it, sign-in again."""
    if state.may_lift(time.monotonic(), session.house().policy.curtain_lift_seconds):
        state.lift_curtain()
    else:
        admission.sign_out()
