"""The levers on the page `scenarios`: what waits for a check, what counts and by whom, the latest changes."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lobby.domain.levers import Lever
from lobby.services import levers
from lobby.services.levers import LeverBoard, LeverLine, ProposalLine
from lobby.ui import finder, lever_form, session, two_people
from lobby.ui.arithmetic import number
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain


def show(t: Words) -> None:
    """What a lever is, what waits, and each lever with its form one fold away."""
    board = levers.lever_board(session.house().sources, session.viewer(), session.moment())
    finder.show_refusal(t)
    bounds = {"least": number(t, board.bounds.least), "most": number(t, board.bounds.most)}
    st.caption(t("lever.about", **bounds))
    show_waiting(t, board.waiting)
    for line in board.levers:
        with fold(f"lever_{lever_form.code_of(line.lever)}", label(t, line.lever, board.today)) as is_open:
            if is_open:
                show_lever(t, board, line)
    with fold("lever_new", t("lever.new")) as is_open:
        if is_open:
            lever_form.show(t, board, None)
    with fold("lever_history", t("product.history", count=len(board.history))) as is_open:
        for past in board.history if is_open else ():
            st.markdown(said(t, past))


def show_waiting(t: Words, waiting: tuple[ProposalLine, ...]) -> None:
    if not waiting:
        st.caption(t("product.waiting.none"))
        return
    st.markdown(f"**{t('product.waiting', count=len(waiting))}**")
    for line in waiting:
        with st.container(border=True, gap="xsmall", key=f"waiting_{line.number}"):
            st.markdown(said(t, line))
            two_people.show(t, line.number, line.verdicts, levers.answer)
            if "withdrawn" in line.verdicts:
                st.caption(t("lever.two_people"))


def show_lever(t: Words, board: LeverBoard, line: LeverLine) -> None:
    """What it does in a sentence, who made it so, and the form."""
    st.markdown(meaning(t, line.lever))
    if line.changed is None:
        st.caption(t("lever.of_catalogue"))
    else:
        parts = [plain(line.changed.reason), *two_people.told(t, line.changed.people)]
        st.markdown("  \n".join(f":small[:gray[{part}]]" for part in parts))
    lever_form.show(t, board, line.lever)


def said(t: Words, line: ProposalLine) -> str:
    """A proposal: what it would do, and below it why, by whom, and what became of it."""
    parts = [plain(line.reason), *two_people.told(t, line.people)]
    return f"{meaning(t, line.lever)}  \n" + "  \n".join(f":small[:gray[{part}]]" for part in parts)


def label(t: Words, lever: Lever, today: date) -> str:
    """Whom it is for, the weight, until when, and a mark where it does not count today."""
    product, others = names(t, lever)
    told = SEPARATOR.join((*others, t("lever.until", until=t.day(lever.last_day))))
    parts = [f"**{plain(product)}** × {plain(number(t, lever.weight))} :gray[{plain(told)}]"]
    if today > lever.last_day:
        parts.append(f":gray-badge[:material/event_busy: {t('lever.over')}]")
    elif today < lever.first_day:
        parts.append(f":blue-badge[:material/schedule: {t('lever.later')}]")
    return " ".join(parts)


def meaning(t: Words, lever: Lever) -> str:
    """What it does: for whom, where, from when until when, and which way it moves the product."""
    product, (segment, place) = names(t, lever)
    way = "same" if lever.weight == 1 else "up" if lever.weight > 1 else "down"
    values = {
        "product": product,
        "segment": segment,
        "place": place,
        "from": t.day(lever.first_day),
        "until": t.day(lever.last_day),
        "weight": number(t, lever.weight),
    }
    return plain(t(f"lever.meaning.{way}", **values))


def names(t: Words, lever: Lever) -> tuple[str, tuple[str, str]]:
    """Product, and life stage with place, in words."""
    product = t.code("product", lever.product) if lever.product else t("lever.any_product")
    segment = t.code("segment", lever.segment) if lever.segment else t("lever.any_segment")
    place = session.house().branch_names().get(lever.branch or "", lever.branch or t("product.everywhere"))
    return product, (segment, place)
