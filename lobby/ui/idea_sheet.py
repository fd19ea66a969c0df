"""A product idea on one sheet: for whom, why, how many, and what they use elsewhere; it prints."""

from __future__ import annotations

import time

import streamlit as st

from lobby.services import segments
from lobby.services.segments import Board
from lobby.ui import condition_words, segment_words, session, state
from lobby.ui.text import SEPARATOR, Words, plain


def press(t: Words, segment: str, product: str) -> None:
    """A button that opens the sheet."""
    st.button(
        t("segments.idea"),
        key=f"idea_{segment}_{product}",
        icon=":material/lightbulb:",
        on_click=state.put,
        args=("segment_idea", (segment, product)),
    )


def is_asked() -> bool:
    """Is a sheet to be shown in place of the views?"""
    return state.chosen("segment_idea") is not None


def show(t: Words, found: Board) -> None:
    """The sheet, and the way back; audited once."""
    segment, product = state.chosen("segment_idea")
    sources, viewer = session.house().sources, session.viewer()
    key = (sources.portraits.fingerprint, segment, product)
    gap = state.kept("idea", key, lambda: segments.idea(sources, viewer, found, segment, product))
    item = sources.catalog.products[product]
    with st.container(horizontal=True, gap="small"):
        back, icon = t("segments.idea.back"), ":material/arrow_back:"
        st.button(back, key="idea_back", icon=icon, on_click=state.drop, args=("segment_idea",))
        press, icon = t("segments.idea.print"), ":material/print:"
        st.button(press, key="print_idea", type="primary", icon=icon, on_click=print_it)
    st.header(plain(f"{t.code('product', product)}{SEPARATOR}{t.code('segment', segment)}"), anchor=False)
    st.markdown(f":gray[{plain(item.terms[t.language])}]")
    block(t("segments.idea.for_whom"), "group", condition_words.told(t, gap.stage.segment.condition))
    block(t("segments.idea.need"), "style", segment_words.needs(t, gap.stage))
    size = t(
        "segments.idea.size",
        count=t.count(gap.stage.customers),
        assets=plain(segment_words.whole(t, gap.stage.assets)),
    )
    block(t("segments.idea.how_many"), "tag", f"{size}  \n{segment_words.counted(t, gap.cell)}")
    block(t("segments.elsewhere"), "output", segment_words.elsewhere(t, gap.stage))
    block(t("segments.idea.mind"), "warning", plain(gap.stage.segment.do_not[t.language]))
    day = t.long_day(sources.portraits.manifest.business_date)
    st.caption(plain(SEPARATOR.join((t("segments.idea.as_of", day=day), viewer.name))))


def block(heading: str, icon: str, said: str) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":primary[:material/{icon}: **{heading}**]  \n{said}")


def print_it() -> None:
    """Have the browser print the sheet."""
    state.print_screen(time.monotonic())
