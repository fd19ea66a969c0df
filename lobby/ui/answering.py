"""What somebody is to answer: a list of it, and the press that asks for a line and then writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from lobby.ui.errors import calm
from lobby.ui.text import Words

DONE = ":material/done:"
Item = TypeVar("Item")


def show_list(
    title: str, none: str, key: str, found: Sequence[Item], show_one: Callable[[Item], None]
) -> None:
    """Each of `found` under its title, or that there is none."""
    st.markdown(f"**{title}**")
    if not found:
        st.markdown(none)
        return
    with st.container(border=True, gap="xsmall", key=key):
        for one in found:
            show_one(one)


def show_press(
    t: Words, number: str, words: tuple[str, str, str], most: int, answer: Callable[[str], object]
) -> None:
    """`words`: of the press, of the line (`most` signs) that it asks for, and of the second press."""
    press, line, confirm = words
    asked = st.popover(press, key=f"answer_{number}", icon=DONE, on_change="rerun")
    with asked:
        if not asked.open:
            return
        note = st.text_input(line, key=f"how_{number}", max_chars=most)
        if st.button(confirm, key=f"answered_{number}", type="primary", icon=DONE):
            with calm(t):
                answer(note)
                st.rerun()
