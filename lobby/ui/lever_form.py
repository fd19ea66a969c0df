"""The form under a lever: what it shall weigh, from when until when, and why; for a new one also for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.levers import HUNDREDTH, Lever
from lobby.domain.scope import REASON_LENGTH
from lobby.services import levers
from lobby.services.levers import LeverBoard, Wish
from lobby.ui import session, state
from lobby.ui.errors import show as show_error
from lobby.ui.text import Words

STEP = 0.05
TARGET = ("product", "segment", "branch")
FIELDS = ("weight", "from", "until", "why", *TARGET, "fault")


def code_of(lever: Lever | None) -> str:
    """What tells the fields of one form from those of another."""
    return "_".join(part or "all" for part in lever.target) if lever else "new"


def show(t: Words, board: LeverBoard, lever: Lever | None) -> None:
    """Every field; one press sends it to be checked by a second person. None: the form of a new one."""
    code = code_of(lever)
    if lever is None:
        show_target(t, board.branches)
    standing = lever or Lever(Decimal(1), board.today, board.today)
    left, middle, right = st.columns(3)
    left.number_input(
        t("lever.weight"),
        min_value=float(board.bounds.least),
        max_value=float(board.bounds.most),
        value=float(min(max(standing.weight, board.bounds.least), board.bounds.most)),
        step=STEP,
        key=f"lever_weight_{code}",
    )
    middle.date_input(t("lever.from"), value=standing.first_day, key=f"lever_from_{code}")
    last = max(standing.last_day, board.today)
    right.date_input(t("lever.last"), value=last, min_value=board.today, key=f"lever_until_{code}")
    st.text_input(t("product.why"), key=f"lever_why_{code}", max_chars=REASON_LENGTH)
    number = state.idempotency_key(f"lever_{code}", (code,))
    press, icon, asked = t("product.propose"), ":material/send:", (code, standing, number)
    st.button(press, key=f"propose_lever_{code}", type="primary", icon=icon, on_click=propose, args=asked)
    fault = state.chosen(f"lever_fault_{code}")
    if fault is not None:
        show_error(t, fault)


def show_target(t: Words, branches: Sequence[str]) -> None:
    """The product, and for which life stage and branch alone."""
    catalog, names = session.house().sources.catalog, session.house().branch_names()
    segments = [one.code for one in (*catalog.segments, catalog.unknown_segment)]
    left, middle, right = st.columns(3)
    with left:
        select(t, "product", tuple(catalog.products), lambda code: t.code("product", code))
    with middle:
        anybody = t("lever.any_segment")
        select(t, "segment", ("", *segments), lambda code: t.code("segment", code) if code else anybody)
    with right:
        everywhere = t("product.everywhere")
        select(t, "branch", ("", *branches), lambda code: names.get(code, code) if code else everywhere)


def select(t: Words, name: str, options: Sequence[str], said: Callable[[str], str]) -> None:
    st.selectbox(t(f"lever.{name}"), options, key=f"lever_{name}_new", format_func=said)


def propose(code: str, standing: Lever, number: str) -> None:
    """Send the proposal; what was entered stays when it is refused."""
    try:
        sources, viewer = session.house().sources, session.viewer()
        levers.propose(sources, viewer, wish(code, standing), number, session.moment())
    except LobbyError as refused:
        state.put(f"lever_fault_{code}", refused)
    else:
        state.drop(f"kept_lever_{code}", *(f"lever_{name}_{code}" for name in FIELDS))


def wish(code: str, standing: Lever) -> Wish:
    """What the form says."""
    first: date = state.chosen(f"lever_from_{code}") or standing.first_day
    last: date = state.chosen(f"lever_until_{code}") or standing.last_day
    weight = Decimal(str(state.chosen(f"lever_weight_{code}"))).quantize(HUNDREDTH)
    asked = replace(standing, weight=weight, first_day=first, last_day=last)
    if code == code_of(None):
        product, segment, branch = (state.chosen(f"lever_{name}_new") or None for name in TARGET)
        asked = replace(asked, product=product, segment=segment, branch=branch)
    return Wish(asked, state.typed(f"lever_why_{code}"))
