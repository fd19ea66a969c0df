"""The form under a product: what shall hold where, from when, and why."""

from __future__ import annotations

from datetime import date, datetime, time

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.sale import is_sold
from lobby.domain.scope import REASON_LENGTH
from lobby.domain.since import QUOTA_BANDS, SALE_STATES
from lobby.services import product_status
from lobby.services.product_status import ProductBoard, Wish
from lobby.ui import session, state
from lobby.ui.errors import show as show_error
from lobby.ui.text import Words

LONGEST_RATE = 40
NOON = time(12, 0)
STEP_SECONDS = 300
FIELDS = ("state", "quota", "rate", "where", "later", "day", "time", "reason", "fault")


def show(t: Words, code: str, board: ProductBoard) -> None:
    """Everything a proposal needs; one press sends it to be checked by somebody else."""
    left, right = st.columns(2)
    with left:
        show_state(t, code, is_sold(next(one.status for one in board.products if one.product == code)))
    with right:
        show_where(t, code, board)
    number = state.idempotency_key(f"propose_{code}", (code,))
    press, icon, asked = t("product.propose"), ":material/send:", (code, board, number)
    st.button(press, key=f"propose_{code}", type="primary", icon=icon, on_click=propose, args=asked)
    fault = state.chosen(f"fault_{code}")
    if fault is not None:
        show_error(t, fault)


def show_state(t: Words, code: str, is_on_sale: bool) -> None:
    """The state (first the other one), the quota in a band, and the rate that holds."""
    names = {one: t(f"sale_state.{one}") for one in SALE_STATES}
    first = SALE_STATES.index("paused" if is_on_sale else "on_sale")
    st.selectbox(
        t("product.state"), SALE_STATES, index=first, key=f"state_{code}", format_func=names.__getitem__
    )
    quotas: dict[str | None, str] = {None: t("quota.without")} | {
        one: t(f"quota.{one}") for one in QUOTA_BANDS
    }
    st.selectbox(t("product.quota"), tuple(quotas), key=f"quota_{code}", format_func=quotas.__getitem__)
    st.text_input(t("product.rate_version"), key=f"rate_{code}", max_chars=LONGEST_RATE)


def show_where(t: Words, code: str, board: ProductBoard) -> None:
    """Where (a manager has no choice), from when, and why."""
    if len(board.branches) > 1:
        names = session.house().branch_names()
        named: dict[str | None, str] = {
            branch: names.get(branch, branch) if branch else t("product.everywhere")
            for branch in board.branches
        }
        st.selectbox(t("product.where"), tuple(named), key=f"where_{code}", format_func=named.__getitem__)
    times = {False: t("product.at_once"), True: t("product.later")}
    st.selectbox(t("product.begins"), tuple(times), key=f"later_{code}", format_func=times.__getitem__)
    if state.chosen(f"later_{code}"):
        today = board.now.date()
        st.date_input(t("product.day"), value=today, min_value=today, key=f"day_{code}")
        st.time_input(t("product.time"), value=NOON, key=f"time_{code}", step=STEP_SECONDS)
    st.text_input(t("product.why"), key=f"reason_{code}", max_chars=REASON_LENGTH)


def propose(code: str, board: ProductBoard, number: str) -> None:
    """Send the proposal; what was entered stays when it is refused."""
    try:
        sources, viewer = session.house().sources, session.viewer()
        product_status.propose(sources, viewer, wish(code, board), number)
    except LobbyError as refused:
        state.put(f"fault_{code}", refused)
    else:
        state.drop(f"kept_propose_{code}", *(f"{name}_{code}" for name in FIELDS))


def wish(code: str, board: ProductBoard) -> Wish:
    """What the form says; without a choice of branches the only one there is."""
    on: date | None = state.chosen(f"day_{code}")
    at: time | None = state.chosen(f"time_{code}")
    is_later = bool(state.chosen(f"later_{code}"))
    return Wish(
        product_code=code,
        branch_id=state.chosen(f"where_{code}") or board.branches[0],
        state=state.chosen(f"state_{code}"),
        effective_at=datetime.combine(on, at, board.now.tzinfo) if is_later and on and at else None,
        quota_left_band=state.chosen(f"quota_{code}"),
        rate_version=state.typed(f"rate_{code}"),
        reason=state.typed(f"reason_{code}"),
    )
