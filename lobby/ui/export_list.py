"""Files of a colleague that wait to leave, on the data page: a second person looks and releases them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lobby.domain.exports import Release
from lobby.services import exports, staff
from lobby.services.permission import may
from lobby.ui import session
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain

SIGNS = 8  # of a hash that two people can compare


def show_waiting(t: Words) -> None:
    """Who made each, how many rows, and the press; nothing where none waits."""
    sources, viewer = session.house().sources, session.viewer()
    if not may(viewer, "exports.to_release"):
        return
    with calm(t):
        waiting = exports.to_release(sources, viewer)
        names = staff.names_of_staff(sources) if waiting else {}
        for one in waiting:
            with st.container(horizontal=True, vertical_alignment="center", border=True):
                st.markdown(said(t, one, names), width="stretch")
                press, icon = t("export.release"), ":material/how_to_reg:"
                args, key = (t, one.number), f"release_{one.number}"
                st.button(press, key=key, type="primary", icon=icon, on_click=release, args=args)


def said(t: Words, one: Release, names: Mapping[str, str]) -> str:
    """What waits; below it who asked, where it goes, how much it is, and what its content is known by."""
    made, made_by = one.change, names.get(one.made_by, one.made_by)
    much = t("export.standing") if made.is_standing else t("data.count", count=t.count(made.rows))
    below = SEPARATOR.join((made_by, made.name, much, made.sha256[:SIGNS]))
    return f"**{t(f'export.waiting.{made.what}')}**  \n:small[:gray[{plain(below)}]]"


def release(t: Words, export_id: str) -> None:
    """Release it, or say why not."""
    with calm(t):
        exports.release(session.house().sources, session.viewer(), export_id)
