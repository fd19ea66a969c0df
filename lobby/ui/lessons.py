"""The mobile-banking checklist under its service line: one button per item, ticked once it was taught."""

from __future__ import annotations

import streamlit as st

from lobby.domain.scope import own_branch
from lobby.domain.teaching import Item
from lobby.services.teaching import checklist, tick
from lobby.services.views import Visit
from lobby.ui import session
from lobby.ui.errors import calm
from lobby.ui.text import Words

USE_ICONS = {"used": "task_alt", "waiting": "hourglass_empty", "not_used": "help"}


def show(t: Words, visit: Visit) -> None:
    """What was taught and what came of it; a tap ticks an item or takes it back."""
    with calm(t):
        found = checklist(session.house().sources, session.viewer(), visit)
        with st.container(horizontal=True, gap="small", key="lessons"):
            for item, taught_on in found.taught_on.items():
                is_taught = taught_on is not None
                name = t(f"lesson.{item}")
                st.button(
                    f"{name} {t.day(taught_on)}" if is_taught else name,
                    key=f"lesson_{item}",
                    type="primary" if is_taught else "secondary",
                    icon=":material/check_box:" if is_taught else ":material/check_box_outline_blank:",
                    disabled=own_branch(session.viewer()) is None,
                    on_click=teach,
                    args=(t, visit, item, not is_taught),
                )
        if found.use is not None:
            st.caption(f":material/{USE_ICONS[found.use]}: {t(f'lesson.use.{found.use}')}")


def teach(t: Words, visit: Visit, item: Item, is_taught: bool) -> None:
    with calm(t):
        tick(session.house().sources, session.viewer(), visit, item, is_taught)
