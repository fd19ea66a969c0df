"""Twenty decisions drawn by lot, on one sheet to print: for the manager and the auditor."""

from __future__ import annotations

import time
from collections.abc import Mapping

import streamlit as st

from lobby.services import inspection
from lobby.services.inspection import Inspected
from lobby.services.permission import may
from lobby.ui import finder, session, state
from lobby.ui.errors import calm
from lobby.ui.text import NO_BREAK, SEPARATOR, Words, plain, unbroken

SEED = "inspection_seed"
OPEN = "inspection_open"
VERSION_SIGNS = 8
COLUMNS = ("when", "staff", "customer", "talk", "version", "consent", "suggested", "again")


def is_open() -> bool:
    """Is the lot on the screen in the place of the page?"""
    return state.chosen(OPEN) is not None


def show_press(t: Words) -> None:
    """The seed, at first the day, and the press that draws."""
    if not may(session.viewer(), "inspection.inspect"):
        return
    policy = session.house().policy
    st.markdown(f"**{t('inspection.title')}**")
    st.caption(t("inspection.hint", count=policy.inspection_count, days=policy.inspection_days))
    with st.container(horizontal=True, vertical_alignment="bottom", key="inspection"):
        day = session.moment().date().isoformat()
        st.text_input(t("inspection.seed"), value=day, key=SEED, max_chars=40, width=240)
        press, icon = t("inspection.draw"), ":material/casino:"
        st.button(press, key="draw_inspection", icon=icon, on_click=draw)


def draw() -> None:
    """Draw with the seed in the field."""
    state.put(OPEN, state.typed(SEED).strip() or session.moment().date().isoformat())


def show(t: Words) -> None:
    """The lot alone: who drew it when and with which seed, a row a decision, and the way back."""
    with calm(t):
        seed, viewer, now = str(state.chosen(OPEN)), session.viewer(), session.moment()
        sources = session.house().sources
        found = state.kept("inspection", (seed,), lambda: inspection.inspect(sources, viewer, seed, now))
        st.markdown(f"**{t('inspection.title')}**")
        about = (
            viewer.staff_id,
            viewer.name,
            t.moment(now),
            t("inspection.drawn", seed=seed, count=len(found)),
        )
        st.caption(plain(SEPARATOR.join(about)))
        with st.container(horizontal=True, key="inspection_presses"):
            press, icon = t("sheet.print"), ":material/print:"
            st.button(press, key="print_inspection", type="primary", icon=icon, on_click=print_it)
            back = t("inspection.back")
            st.button(back, key="close_inspection", icon=":material/arrow_back:", on_click=close)
        if found:
            rows = [cells(t, one) for one in found]
            heading = [t(f"inspection.{name}") for name in COLUMNS]
            table = {name: [plain(row[place]) for row in rows] for place, name in enumerate(heading)}
            st.table(table, hide_index=True, border="horizontal")


def cells(t: Words, one: Inspected) -> list[str]:
    """One decision: when, who, for whom, what was said by which version, allowed by what, and made again."""
    told = one.explanation
    who = finder.name(t, one.customer) if one.customer else t("word.customer")
    suggested = (product for product, way in told.products.items() if "place" in way)
    allowed = {True: t("word.yes"), False: t("word.no"), None: t("word.unknown")}
    consents = (
        f"{t(f'inspection.consent.{name}')}{NO_BREAK}{allowed[held]}" for name, held in one.consents.items()
    )
    versions = (told.versions[name][:VERSION_SIGNS] for name in ("catalog", "portrait"))
    again = t("inspection.equal") if told.is_equal else t("inspection.differs", count=len(told.differences))
    return [
        f"{t.day(one.made_at.date()).replace(' ', NO_BREAK)} {t.clock(one.made_at)}",
        unbroken(one.staff_name),
        who,
        said(t, told.lines),
        " ".join(versions),
        t("word.comma").join(consents),
        SEPARATOR.join(t.code("product", product) for product in suggested) or t("inspection.none"),
        again,
    ]


def said(t: Words, lines: Mapping[str, object]) -> str:
    """Which talk was in hand, or else which sentence came first, in words."""
    talk = lines.get("talk")
    return t.code("talk_code", talk) if talk else t.code("first_line", lines.get("say_first") or "")


def print_it() -> None:
    """Have the browser print the lot."""
    state.print_screen(time.monotonic())


def close() -> None:
    """Back to the page; the next lot is a new one."""
    state.drop(OPEN)
    state.forget("inspection")
