"""Turning to another page within the run that a tap began."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.util import calc_hash

from lobby.domain.viewer import Viewer
from lobby.services.permission import turn_away
from lobby.ui import session
from lobby.ui.text import Words

Page = TypeVar("Page")
MOST_IN_A_ROW = 6  # on a tablet held upright, in the longest language


def menu(t: Words, pages: Sequence[Page]) -> dict[str, Sequence[Page]]:
    """The pages in a row; where that has no room for all, the last of them under one word."""
    first = MOST_IN_A_ROW - (len(pages) > MOST_IN_A_ROW)
    return {"": pages[:first], t("page.more"): pages[first:]}


def keep_out(viewer: Viewer, others: Iterable[str]) -> None:
    """Write down where the browser asks, by name or by mark, for a page that is not this person's."""
    context = get_script_run_ctx()
    if context is None:
        return
    wanted = {context.pages_manager.intended_page_name, context.pages_manager.intended_page_script_hash}
    for name in others:
        if {name, calc_hash(name)} & wanted:  # the mark of a page is made of its name
            turn_away(session.house().sources, viewer, name)


def to(page: StreamlitPage) -> None:
    """Have the coming `st.navigation` of this run choose `page`.

    `st.switch_page` would begin the run anew, after a wait of its own.
    """
    context = get_script_run_ctx()
    if context is not None:
        context.pages_manager.set_script_intent(page._script_hash, "")
