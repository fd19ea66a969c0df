"""On the data page: files that wait for a second person to let them leave, and what leaves by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import streamlit as st

from lobby.domain.exports import Release, last_moment
from lobby.services import exports, staff
from lobby.services.permission import may
from lobby.ui import session
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain

SIGNS = 8  # of a hash that two people can compare
ICONS = {"release": "how_to_reg", "withdraw": "block"}


def show_waiting(t: Words) -> None:
    """Who made each, how many rows, and the press; then what leaves by itself, and how to stop it."""
    sources, viewer = session.house().sources, session.viewer()
    if not may(viewer, "exports.to_release"):
        return
    with calm(t):
        waiting, standing = exports.to_release(sources, viewer), exports.standing(sources, viewer)
        names = staff.names_of_staff(sources) if waiting or standing else {}
        for one in waiting:
            show_row(t, one, names, "release", release)
        for one in standing:
            show_row(t, one, names, "withdraw", withdraw)


def show_row(
    t: Words, one: Release, names: Mapping[str, str], press: str, then: Callable[[Words, str], None]
) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(said(t, one, names), width="stretch")
        label, icon = t(f"export.{press}"), f":material/{ICONS[press]}:"
        kind: Literal["primary", "secondary"] = "primary" if press == "release" else "secondary"
        key, args = f"{press}_{one.number}", (t, one.number)
        st.button(label, key=key, type=kind, icon=icon, on_click=then, args=args)


def said(t: Words, one: Release, names: Mapping[str, str]) -> str:
    """What leaves; below it who asked, where it goes, how much it is, until when, and its content's mark."""
    made, made_by = one.change, names.get(one.made_by, one.made_by)
    stands = one.answer is not None
    much = t("export.standing") if made.is_standing else t("data.count", count=t.count(made.rows))
    sources = session.house().sources
    last = sources.bank_time(last_moment(one, sources.catalog.policy))
    until = t("export.until", day=t.day(last)) if stands else ""
    below = SEPARATOR.join(filter(None, (made_by, made.name, much, until, made.sha256[:SIGNS])))
    title = t(f"export.leaves.{made.what}") if stands else t(f"export.waiting.{made.what}")
    return f"**{title}**  \n:small[:gray[{plain(below)}]]"


def release(t: Words, export_id: str) -> None:
    """Release it, or say why not."""
    with calm(t):
        exports.release(session.house().sources, session.viewer(), export_id)


def withdraw(t: Words, export_id: str) -> None:
    """Stop it, or say why not."""
    with calm(t):
        exports.withdraw(session.house().sources, session.viewer(), export_id)
