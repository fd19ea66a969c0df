"""The live link on the page: heartbeat, "something changed", and the curtain; see live/live.js."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from lobby.services.permission import may
from lobby.ui import admission, offline, session, state
from lobby.ui.text import Words

KEY = "live"
TOPICS = {
    "customer": ("status", "consent", "complaint", "lever"),
    "leads": ("consent", "lead", "referral", "campaign", "duty", "bulletin", "alert"),
    "mine": ("status", "consent", "referral", "lead", "handover", "bulletin"),
    "products": ("status",),
    "segments": ("campaign",),
    "scenarios": ("lever",),
    "data": ("alert",),
}
OF_BRANCH = frozenset({"lead"})  # told to the screens of that branch only
HTML_LANGUAGES = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant", "en": "en"}


@cache
def link() -> ComponentRenderer:
    """The component, registered once Streamlit runs."""
    return st.components.v2.component("lobby.live", js="live.js")


@cache
def boot() -> str:
    """One id per start of the server."""
    return secrets.token_hex(8)


def hear(name: str, topics: Sequence[str], tokens: Mapping[str, str], again: int = 0) -> None:
    """Make the fragment that ends with this anew, and nothing else, when one of `topics` has other news.

    `tokens` are those from before the fragment was read; the server hears when a screen has drawn what was
    new. What grows old by itself, such as a wait, is drawn `again` after so many seconds without news.
    """
    link()(
        key=f"ear_{name}",
        data={
            "ear": name,
            "seen": "/live/seen",
            "tokens": {topic: tokens.get(topic, "") for topic in topics},
            "topics": list(topics),
            "again": again,
        },
        on_changed_change=lambda: None,
    )


def arrivals_topic(branch_id: str | None) -> str:
    """What changes when somebody comes into a branch or is taken care of there."""
    return f"arrival:{branch_id}"


def topics(page: str) -> list[str]:
    """What makes this page anew; a manager is called to complaints on every one."""
    viewer = state.viewer()
    calls = ("complaint",) if viewer is not None and may(viewer, "complaints.calls") else ()
    named = dict.fromkeys(("portrait", *TOPICS.get(page, ()), *calls))
    return [f"{topic}:{own_branch()}" if topic in OF_BRANCH else topic for topic in named]


def own_branch() -> str:
    """The branch of who is signed in, empty where there is none."""
    viewer = state.viewer()
    return (viewer.branch_id if viewer else None) or ""


def show(t: Words, *, page: str, idle_seconds: int, tokens: Mapping[str, str]) -> None:
    """Keep the page linked to the server; after `idle_seconds` without a touch it is covered, 0 is never.

    `tokens` are those from before the page was read, so that no change since then is missed. Another `page`
    than before is shown from its top, and so is what a tap has just recorded.
    """
    viewer, heard = state.viewer(), topics(page)
    link()(
        key=KEY,
        data={
            "boot": boot(),
            "page": f"{page} {state.answer(state.TOLD) or ''}",
            "url": f"/live?{urlencode({'branch': own_branch()})}",
            "health": "/healthz",
            "touch": "/session/touch",
            "renew": "/session/renew",
            "who": viewer.staff_id if viewer else None,
            "over": admission.is_over(),
            "idle": idle_seconds,
            "covered": state.covered_since() is not None,
            "alarm": alarm(),
            "tokens": {topic: token for topic, token in tokens.items() if ":" not in topic or topic in heard},
            "topics": heard,
            "print": state.print_asked(),
            "sheet": offline.sheet(t, session.house().sources.catalog),
            "words": {
                "covered": t("curtain.title"),
                "lost": t("curtain.lost"),
                "over": t("curtain.over"),
                "title": t("app.name"),
                "lang": HTML_LANGUAGES[t.language],
            },
        },
        on_curtain_change=lambda: state.lower_curtain(time.monotonic()),
        on_changed_change=lambda: None,
        on_hide_change=lambda: None,  # drawn anew, without what has run out
        on_expired_change=admission.sign_out,
        on_over_change=lambda: None,
    )


def alarm() -> Mapping[str, Any]:
    """What the page must say by itself after a time: the curtain's is over, the reveal's, or that to undo."""
    covered, visit = state.covered_since(), state.visit()
    if covered is not None:
        return {
            "name": "expired",
            "seconds": session.house().policy.curtain_lift_seconds,
            "id": f"expired-{covered}",
        }
    shown = session.revealed(visit).values() if visit else ()
    if shown:
        first = min(since for since, _ in shown)
        left = first + session.house().policy.reveal_seconds - time.monotonic()
        return {"name": "hide", "seconds": left, "id": f"hide-{first}"}
    recorded = state.answer(state.TOLD)
    if recorded:
        return {"name": "over", "seconds": session.house().policy.undo_seconds, "id": f"over-{recorded}"}
    return {"name": None, "seconds": 0, "id": "none"}
