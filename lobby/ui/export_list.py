"""Files of a colleague that wait to leave, on the data page: a second person looks and releases them."""

from __future__ import annotations

import streamlit as st

from lobby.services import lead_export
from lobby.services.downloads import downloads
from lobby.services.permission import may
from lobby.ui import session
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain


def show_waiting(t: Words) -> None:
    """Who made each, how many rows, and the press; nothing where none waits."""
    sources, viewer = session.house().sources, session.viewer()
    if not downloads().files or not may(viewer, "lead_export.to_release"):
        return
    with calm(t):
        found = lead_export.to_release(sources, viewer, downloads())
        for token, one in found.items():
            with st.container(horizontal=True, vertical_alignment="center", border=True):
                said = SEPARATOR.join((one.made_by, one.name, t("data.count", count=t.count(one.rows))))
                st.markdown(f"**{t('export.waiting')}**  \n{plain(said)}", width="stretch")
                press, icon = t("export.release"), ":material/how_to_reg:"
                key = f"release_{one.sha256[:8]}"
                st.button(press, key=key, type="primary", icon=icon, on_click=release, args=(t, token))


def release(t: Words, token: str) -> None:
    """Release it, or say why not."""
    with calm(t):
        lead_export.release(session.house().sources, session.viewer(), token, downloads())
