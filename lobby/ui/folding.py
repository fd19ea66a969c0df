"""An expander whose content is made only when it is opened."""

from __future__ import annotations

import streamlit as st


class fold:  # noqa: N801 used as a statement: `with fold(…) as is_open`
    """An expander whose content is made only when it is opened."""

    def __init__(self, key: str, label: str) -> None:
        self.expander = st.expander(label, key=f"fold_{key}", on_change="rerun")

    def __enter__(self) -> bool:
        self.expander.__enter__()
        return bool(self.expander.open)

    def __exit__(self, *failure: object) -> None:
        self.expander.__exit__(None, None, None)
