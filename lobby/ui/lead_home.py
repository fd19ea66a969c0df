"""The top of the manager's leads: today in one screen."""

from __future__ import annotations

import streamlit as st

from lobby.services import lead_home
from lobby.services.lead_home import Expected, Home
from lobby.services.permission import may
from lobby.ui import alert_list, session
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain


def show(t: Words) -> None:
    """The figures side by side, then who is expected; nothing for who is no manager."""
    if may(session.viewer(), "lead_home.home"):
        with calm(t):
            show_home(t)


def show_home(t: Words) -> None:
    viewer = session.viewer()
    leads = session.house().leads(viewer, t.language)
    found = lead_home.home(session.house().sources, viewer, leads, session.moment(), t.language)
    with st.container(horizontal=True, gap="medium", key="lead_home"):
        for name, count in figures(found):
            st.metric(t(f"home.{name}"), t.count(count), width="content")
    st.caption(SEPARATOR.join(part for part in (results(t, found), freshness(t, found), speed(t)) if part))
    alert_list.show_press(t, found.alerts)
    if found.expected:
        st.markdown(t("home.visits.who", who=SEPARATOR.join(said(t, one) for one in found.expected)))


def figures(found: Home) -> tuple[tuple[str, int], ...]:
    return (
        ("visits", len(found.expected)),
        ("due_today", found.due_today),
        ("overdue", found.overdue),
        ("escalated", found.escalated),
        ("handoffs", found.handoffs),
        ("nobodys", found.nobodys),
        ("talks", found.talks),
    )


def results(t: Words, found: Home) -> str:
    """What came of yesterday's talks."""
    if not found.yesterday:
        return t("home.results.none")
    told = t("word.comma").join(f"{t.code('outcome', one)} {count}" for one, count in found.yesterday.items())
    return t("home.results", results=plain(told))


def freshness(t: Words, found: Home) -> str:
    """Of which day the figures are."""
    fresh = session.house().freshness()
    return t("home.stale" if fresh.is_stale else "home.fresh", day=t.day(found.business_date))


def speed(t: Words) -> str:
    """How fast an arrival was on the tablets of the branch."""
    branch_id = session.viewer().branch_id
    measured = session.house().watching.speed.figures(session.house().sources.clock(), branch_id)
    if measured is None:
        return ""
    return t("home.speed", seconds=f"{measured.p95:.1f}", count=t.count(measured.count))


def said(t: Words, one: Expected) -> str:
    """When, who, and what for."""
    name = t.masked(one.customer.name_masked, one.customer.customer_id)
    return plain(" ".join(part for part in (t.clock(one.starts_at), name, one.business) if part))
