"""Turning to another page within the run that a tap began."""

from __future__ import annotations

from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx


def to(page: StreamlitPage) -> None:
    """Have the coming `st.navigation` of this run choose `page`.

    `st.switch_page` would begin the run anew, after a wait of its own.
    """
    context = get_script_run_ctx()
    if context is not None:
        context.pages_manager.set_script_intent(page._script_hash, "")
