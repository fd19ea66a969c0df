"""Who is in the branch now, as rows to tap: ticket, masked name, business, wait, one neutral word, whose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from lobby.domain import scope
from lobby.domain.arrivals import Arrival
from lobby.domain.errors import LobbyError
from lobby.domain.triage import Business
from lobby.services import serving
from lobby.services.board import Board, BoardLine, board
from lobby.ui import finder, live_link, notices, queue_entry, session, state, visitor
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain, unbroken

Kept = Callable[[BoardLine], bool]

SHOWN_LINES = 30
AGAIN_SECONDS = 60  # a wait that is told in minutes is drawn anew
WHO_PX = 150
WHAT_PX = 310
WHY = {
    "complaint": ("red", "hearing"),
    "safety": ("red", "shield"),
    "unfinished": ("orange", "assignment_late"),
    "due": ("green", "event_upcoming"),
    "changed": ("blue", "info"),
}


@st.fragment
def show() -> None:
    """The counts, which filter, and the rows; drawn anew when something changes in the branch."""
    t, house, viewer = session.words(), session.house(), session.viewer()
    state.put(visitor.IN_HAND, None)
    tokens = house.watching.tokens
    with calm(t):
        found = board(house.sources, viewer, session.moment())
        queue_entry.show_silence(t, found)
        shown = choose(t, found)
        finder.show_refusal(t)
        if not shown:
            notices.show(t("board.nobody.title"), t("board.nobody.hint"), "door_front")
        free = (line for line in shown if line.is_waiting and line.arrival.owner_staff_id is None)
        first = next(free, None)
        with st.container(gap="xsmall"):
            for line in shown[:SHOWN_LINES]:
                show_line(t, line, found.is_peak, line is first)
        if len(shown) > SHOWN_LINES:
            st.caption(t("board.more", count=len(shown) - SHOWN_LINES))
    live_link.hear("board", (live_link.arrivals_topic(viewer.branch_id),), tokens, AGAIN_SECONDS)


def filters() -> Mapping[str, Kept]:
    """What each button keeps of the board."""
    return {
        "waiting": lambda line: line.is_waiting,
        "mine": is_mine,
        "all": lambda line: True,
        "served": lambda line: line.arrival.state == "served",
    }


def choose(t: Words, found: Board) -> list[BoardLine]:
    """One button per filter with its count, and how the branch stands; the lines of the chosen one."""
    kept = {name: [line for line in found.lines if keeps(line)] for name, keeps in filters().items()}
    chosen = state.chosen("arrivals") or "waiting"
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="arrival_filters"):
        for name, lines in kept.items():
            st.button(
                f"{t(f'board.show.{name}')} {len(lines)}",
                key=f"arrivals_{name}",
                type="primary" if name == chosen else "secondary",
                on_click=state.put,
                args=("arrivals", name),
            )
        st.markdown(standing(t, kept["waiting"], found.is_peak), width="stretch")
    return kept[chosen]


def standing(t: Words, waiting: list[BoardLine], is_peak: bool) -> str:
    """The longest and the mean wait, how many a machine can serve, how many have something unfinished."""
    said = [f":orange-badge[:material/groups: {t('board.peak')}]"] if is_peak else []
    if waiting:
        waits = [line.came.minutes for line in waiting]
        alone = sum(line.business is not None and line.business.is_self_service for line in waiting)
        unfinished = sum(line.why == "unfinished" for line in waiting)
        told = [
            t("board.longest", minutes=max(waits)),
            t("board.mean", minutes=round(sum(waits) / len(waits))),
            t("board.by_machine", count=alone),
            t("board.unfinished", count=unfinished),
        ]
        said.append(f":small[:gray[{SEPARATOR.join(told)}]]")
    return " ".join(said)


def show_line(t: Words, line: BoardLine, is_peak: bool, is_next: bool) -> None:
    """One arrival; the presses stand on the right and stay its own when the order changes."""
    arrival = line.arrival
    with st.container(border=True, gap="xsmall", key=f"arrival_{arrival.arrival_id}"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
            st.markdown(who(t, line), width=WHO_PX)
            st.markdown(what(t, line), width=WHAT_PX)
            st.markdown(why(t, line, is_peak), width="stretch")
            show_presses(t, line, is_next)
        if is_mine(line):
            if arrival.customer_id is None:
                visitor.show(t, line)
            show_own_presses(t, arrival)


def is_mine(line: BoardLine) -> bool:
    """Is this person with them now?"""
    return line.came.is_here and line.arrival.owner_staff_id == session.viewer().staff_id


def who(t: Words, line: BoardLine) -> str:
    """The ticket and the masked name; nobody need be known."""
    hit, arrival = line.came.who, line.arrival
    if hit is not None:
        name = t.masked(hit.name_masked, hit.customer_id)
    else:
        name = t("board.new_visitor") if arrival.customer_id is None else t("board.nameless")
    ticket = f"**{plain(arrival.ticket)}** " if arrival.ticket else ""
    return f"{ticket}{plain(name)}"


def what(t: Words, line: BoardLine) -> str:
    """The business and where it is done, and the wait."""
    where = told_business(t, line.business)
    minutes = t("board.minutes", minutes=line.came.minutes) if line.came.minutes else t("board.just_now")
    if not line.came.is_here:
        minutes = t(f"board.state.{line.arrival.state if line.arrival.state != 'waiting' else 'left'}")
    return f"{where} :small[:gray[· {unbroken(minutes)}]]"


def told_business(t: Words, business: Business | None) -> str:
    """What somebody came for and the first place where it is done."""
    if business is None:
        return f":gray[{t('board.not_said')}]"
    name = visitor.capital(business.name[t.language])
    return plain(f"{name}{SEPARATOR}{t(f'where.{business.where[0]}')}")


def why(t: Words, line: BoardLine, is_peak: bool) -> str:
    """Care as services, then one neutral word; at the peak the papers instead; and who has them."""
    said = []
    if line.arrival.state == "called":
        said.append(f":blue-badge[:material/campaign: {t('board.state.called')}]")
    if line.care_needs:
        needs = (t.code("care", one) for one in line.care_needs)
        said += [f":violet-badge[:material/accessible: {need}]" for need in needs]
    if line.has_priority:
        said.append(f":violet-badge[:material/star: {t('board.priority')}]")
    if line.why is not None and not (is_peak and line.why in ("due", "changed")):
        colour, icon = WHY[line.why]
        said.append(f":{colour}-badge[:material/{icon}: {t(f'board.why.{line.why}')}]")
    if is_peak and line.business is not None and line.business.documents:
        said.append(f":gray[{plain(visitor.papers(t, line.business))}]")
    owner = line.arrival.owner_staff_id
    if owner is not None and line.came.is_here:
        name = line.came.taken_by_name or owner
        mine = owner == session.viewer().staff_id
        taken = t("board.taken_by_me") if mine else t("board.taken", name=name)
        said.append(f":gray[:material/front_hand: {plain(taken)}]")
    return " ".join(said)


def show_presses(t: Words, line: BoardLine, is_next: bool) -> None:
    """Take them, or open the own again; nothing where somebody else is with them."""
    arrival = line.arrival
    numbered = (arrival.arrival_id, arrival.version)
    if is_mine(line) and arrival.customer_id is not None:
        press, icon = t("search.open"), ":material/person:"
        st.button(press, key=f"serve_{arrival.arrival_id}", icon=icon, on_click=serve, args=numbered)
    owner = arrival.owner_staff_id
    if line.came.is_here and not is_mine(line) and scope.may_take(session.viewer(), owner):
        st.button(
            t("board.take" if owner is None else "board.take_over"),
            key=f"serve_{arrival.arrival_id}",
            type="primary" if is_next else "secondary",
            icon=":material/waving_hand:",
            on_click=serve,
            args=numbered,
        )


def show_own_presses(t: Words, arrival: Arrival) -> None:
    """What one is with is finished, or given back."""
    numbered = (arrival.arrival_id, arrival.version)
    with st.container(horizontal=True, gap="small"):
        press, key, icon = t("board.served"), f"served_{arrival.arrival_id}", ":material/check:"
        st.button(press, key=key, icon=icon, on_click=finish, args=(arrival.arrival_id,))
        press, key, icon = t("board.give_back"), f"back_{arrival.arrival_id}", ":material/undo:"
        st.button(press, key=key, type="tertiary", icon=icon, on_click=give_back, args=numbered)


def serve(arrival_id: str, version: int) -> None:
    """Take somebody and turn to the customer; who is not known yet stays on the board, to be found."""
    try:
        taken = serving.serve(session.house().sources, session.viewer(), arrival_id, version)
    except LobbyError as refused:
        state.refuse(refused)
        return
    if taken.visit is not None:
        state.begin(taken.visit)
        st.rerun()


def finish(arrival_id: str) -> None:
    """Served, where no queue machine says so."""
    tried(lambda: serving.step(session.house().sources, session.viewer(), arrival_id, "served"))


def give_back(arrival_id: str, version: int) -> None:
    """Let somebody else take them."""
    tried(lambda: serving.give_back(session.house().sources, session.viewer(), arrival_id, version))


def tried(change: Callable[[], object]) -> None:
    """Do it, or keep why not: the board drawn next shows what stands."""
    try:
        change()
    except LobbyError as refused:
        state.refuse(refused)
