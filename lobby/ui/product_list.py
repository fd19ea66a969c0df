"""The page `products`: what waits for a check, each product as it stands, and what was decided lately."""

from __future__ import annotations

import streamlit as st

from lobby.domain import scope
from lobby.domain.sale import is_sold
from lobby.services import product_status
from lobby.services.product_status import ProductBoard, ProductLine, ProposalLine
from lobby.ui import bulletin_list, finder, product_form, session, two_people
from lobby.ui.errors import calm
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

COLOURS = {"on_sale": "green", "paused": "orange", "sold_out": "red", "not_started": "gray"}
ICONS = {"on_sale": "sell", "paused": "pause_circle", "sold_out": "block", "not_started": "schedule"}


def title(t: Words) -> str:
    """The page's name, and the branch it is about."""
    viewer = session.viewer()
    place = session.house().branch_names().get(scope.own_branch(viewer) or "", t("product.everywhere"))
    return plain(f"{t('products.title')}{SEPARATOR}{place}")


@st.fragment
def show() -> None:
    """What waits comes first, because a pause is to be quick."""
    t = session.words()
    with calm(t):
        board = product_status.product_board(session.house().sources, session.viewer(), t.language)
        finder.show_refusal(t)
        show_waiting(t, board.waiting)
        for line in sorted(board.products, key=lambda one: is_sold(one.status)):
            show_product(t, board, line)
        with fold("product_history", t("product.history", count=len(board.history))) as is_open:
            for past in board.history if is_open else ():
                st.markdown(said(t, past))
        if scope.own_branch(session.viewer()) is None:
            with fold("bulletins", t("huddle.bulletins")) as is_open:
                if is_open:
                    bulletin_list.show_board(t)


def show_waiting(t: Words, waiting: tuple[ProposalLine, ...]) -> None:
    if not waiting:
        st.caption(t("product.waiting.none"))
        return
    st.markdown(f"**{t('product.waiting', count=len(waiting))}**")
    for line in waiting:
        number = line.proposal.number
        with st.container(border=True, gap="xsmall", key=f"waiting_{number}"):
            st.markdown(said(t, line))
            if not line.verdicts:
                st.caption(t("product.two_people"))
                continue
            two_people.show(t, number, line.verdicts, product_status.answer)


def said(t: Words, line: ProposalLine) -> str:
    """The change and its place; below it from when, why, by whom, and what became of it."""
    change = line.proposal.change
    place = session.house().branch_names().get(change.branch_id or "", t("product.everywhere"))
    first = f"{badge(t, change.state)} **{plain(line.name)}** :gray[{plain(place)}]"
    more = [
        t("product.from_when", at=when(t, line)),
        t(f"quota.{change.quota_left_band}") if change.quota_left_band else "",
        t("product.rate", rate=change.rate_version) if change.rate_version else "",
        change.reason,
    ]
    parts = [plain(SEPARATOR.join(one for one in more if one)), *two_people.told(t, line.people)]
    return f"{first}  \n" + "  \n".join(f":small[:gray[{part}]]" for part in parts)


def when(t: Words, line: ProposalLine) -> str:
    """At once, or the day and time."""
    change = line.proposal.change
    if line.proposal.answer is None and change.effective_at <= line.proposal.made_at:
        return t("product.at_once")
    return t.moment(line.effective_at)


def badge(t: Words, sale_state: str) -> str:
    """The state in a word, with its sign."""
    return f":{COLOURS[sale_state]}-badge[:material/{ICONS[sale_state]}: {t(f'sale_state.{sale_state}')}]"


def show_product(t: Words, board: ProductBoard, line: ProductLine) -> None:
    """One product folded; opened it takes a proposal."""
    count = sum(one.proposal.change.product_code == line.product for one in board.waiting)
    with fold(f"product_{line.product}", label(t, line, count)) as is_open:
        if is_open:
            product_form.show(t, line.product, board)


def label(t: Words, line: ProductLine, count_waiting: int) -> str:
    """Name, kind and state with its time; what waits for a check, and where another state holds."""
    status = line.status
    parts = [f"**{plain(line.name)}**", f":gray[{plain(t.code('product_kind', line.kind))}]"]
    parts.append(badge(t, status.state if status else "on_sale"))
    if status is not None:
        more = [
            t("product.since", at=t.moment(status.effective_at)),
            t(f"quota.{status.quota_left_band}") if status.quota_left_band else "",
            t("product.rate", rate=status.rate_version) if status.rate_version else "",
        ]
        parts.append(f":gray[{plain(SEPARATOR.join(one for one in more if one))}]")
    if count_waiting:
        parts.append(f":orange-badge[:material/hourglass_top: {t('product.waits', count=count_waiting)}]")
    if line.branches:
        parts.append(f":orange[{t('product.elsewhere', count=len(line.branches))}]")
    return " ".join(parts)
