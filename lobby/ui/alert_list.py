"""Alerts on the data page: who looked up whom in a way to be asked about, and what came of it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lobby.domain import scope
from lobby.services import alerts
from lobby.services.alerts import AlertLine
from lobby.services.permission import may
from lobby.ui import answering, session, state
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain


def show(t: Words) -> None:
    """What nobody has answered, the newest first, and what was answered lately."""
    sources, viewer = session.house().sources, session.viewer()
    if not may(viewer, "alerts.open_alerts"):
        return
    found = alerts.open_alerts(sources, viewer)
    answering.show_list(t("alert.title"), t("alert.none"), "alerts", found, partial(show_alert, t))
    with fold("alerts_answered", t("alert.list.answered")) as is_open:
        if is_open:
            show_answered(t)


def show_alert(t: Words, line: AlertLine) -> None:
    """One alert, and the press that asks what came of it."""
    alert_id = line.alert.alert_id
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"alert_{alert_id}"):
        st.markdown(said(t, line), width="stretch")
        if line.alert.ends_by_itself:
            return
        words = (t("alert.press"), t("alert.note"), t("alert.note.press"))
        answering.show_press(t, alert_id, words, scope.REASON_LENGTH, partial(answer, alert_id))


def answer(alert_id: str, note: str) -> None:
    """Keep what was found out, under the own name."""
    alerts.answer(session.house().sources, session.viewer(), alert_id, note)


def show_answered(t: Words) -> None:
    """What was answered lately, and how."""
    found = alerts.answered_alerts(session.house().sources, session.viewer())
    if not found:
        st.markdown(t("alert.list.none_answered"))
    for line in found:
        st.markdown(f"{said(t, line)}  \n{plain(line.alert.note or '')}")


def said(t: Words, line: AlertLine) -> str:
    """Who did what; below it with whom, when, on which device, and who answered."""
    one = line.alert
    what = t(f"alert.kind.{one.kind}", count=t.count(one.count))
    branch = session.house().branch_names().get(one.branch_id or "", "")
    answered = t("alert.answered_by", name=line.answered_by) if line.answered_by else ""
    who = line.about
    if one.ends_by_itself:
        who, answered = t("alert.copy"), t("alert.ended") if answered else ""
    about = (one.customer_id or "", t.moment(line.raised_at), branch, one.device, answered)
    below = SEPARATOR.join(part for part in about if part)
    badge = ":red-badge[:material/notification_important:]" if one.answered_by is None else ""
    return f"{badge} **{plain(who)}** {plain(what)}  \n:small[:gray[{plain(below)}]]".strip()


def show_press(t: Words, count: int) -> None:
    """How many wait, on the manager's home; a press turns to them."""
    if count:
        label, icon = t("home.alerts", count=t.count(count)), ":material/notification_important:"
        st.button(label, key="home_alerts", icon=icon, on_click=state.go_to, args=("data",))
