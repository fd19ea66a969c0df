"""Five minutes in the morning: what changed overnight, what all must know, who comes, three things to do."""

from __future__ import annotations

import streamlit as st

from lobby.domain import scope
from lobby.services import huddle
from lobby.services.huddle import Change
from lobby.ui import bulletin_list, finder, lead_home, lead_list, session
from lobby.ui.errors import calm
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

ICONS = {"status": "sync", "new": "fiber_new", "withdrawn": "remove_circle"}


@st.fragment
def show() -> None:
    """One fold away; read when it is opened."""
    t = session.words()
    with fold("huddle", t("huddle.title")) as is_open, calm(t):
        if not is_open:
            return
        sources, viewer, now = session.house().sources, session.viewer(), session.moment()
        leads = session.house().leads(viewer, t.language)
        found = huddle.huddle(sources, viewer, leads, now, t.language)
        finder.show_refusal(t)
        st.markdown(f"**{t('huddle.changes')}**")
        for change in found.changes:
            st.markdown(said(t, change))
        if not found.changes:
            st.caption(t("huddle.changes.none"))
        st.markdown(f"**{t('huddle.bulletins')}**")
        bulletin_list.show_board(t)
        if found.expected and not scope.assigns_leads(viewer):  # for the manager it stands above
            who = SEPARATOR.join(lead_home.said(t, one) for one in found.expected)
            st.markdown(t("home.visits.who", who=who))
        st.markdown(f"**{t('huddle.things')}**")
        for place, lead in enumerate(found.things, start=1):
            with st.container(border=True, key=f"thing_{place}"):
                st.markdown(lead_list.said(t, lead))


def said(t: Words, change: Change) -> str:
    """A product, what is otherwise, and since when."""
    name = plain(t.code("product", change.product))
    what = t(f"huddle.change.{change.kind}")
    if change.state is not None:
        what = t(f"sale_state.{change.state}")
    rate = t("huddle.rate", version=plain(change.rate_version)) if change.rate_version else ""
    parts = (f"**{name}**", what, rate, f":gray[{t.day(change.on)}]")
    return f":material/{ICONS[change.kind]}: {SEPARATOR.join(part for part in parts if part)}"
