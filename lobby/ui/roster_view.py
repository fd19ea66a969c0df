"""Who is on duty where, for today and the week; the manager enters it, advisers see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import streamlit as st

from lobby.domain.duty import SHIFTS, ZONES
from lobby.domain.errors import LobbyError
from lobby.services import roster
from lobby.services.roster import WEEK, DutyLine, Roster
from lobby.ui import finder, session, state
from lobby.ui.errors import calm
from lobby.ui.folding import fold
from lobby.ui.text import Words, plain

DAY = "duty_day"


@st.fragment
def show() -> None:
    """One fold away: a day, its people, and for the manager what each does."""
    t = session.words()
    with fold("roster", t("duty.title")) as is_open, calm(t):
        if not is_open:
            return
        now = session.moment()
        days = [now.date() + timedelta(days=one) for one in range(WEEK)]
        chosen = state.chosen(DAY) or days[0]
        with st.container(horizontal=True, gap="small"):
            for day in days:
                kind: Literal["primary", "secondary"] = "primary" if day == chosen else "secondary"
                st.button(t.day(day), key=f"duty_{day}", type=kind, on_click=state.put, args=(DAY, day))
        shown = roster.roster(session.house().sources, session.viewer(), chosen, now)
        finder.show_refusal(t)
        show_day(t, shown)


def show_day(t: Words, shown: Roster) -> None:
    if not shown.is_entered:
        st.caption(t("duty.not_entered"))
    if shown.may_change:
        press, icon = t("duty.copy"), ":material/content_copy:"
        st.button(press, key="duty_copy", icon=icon, on_click=copy_day, args=(shown,))
    for line in shown.lines:
        show_line(t, shown, line)


def show_line(t: Words, shown: Roster, line: DutyLine) -> None:
    """The person, role and qualifications; where and when, to be changed by the manager."""
    person = line.person
    skills = t.codes("qualification", tuple(sorted(person.qualifications)))
    here = f" :green-badge[:material/check: {t('duty.here')}]" if line.is_here and line.zone else ""
    key = f"duty_line_{person.staff_id}"
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
        about = " · ".join(part for part in (t.code("role", person.role), skills) if part)
        st.markdown(f"**{plain(person.name)}** :gray[{plain(about)}]{here}", width="stretch")
        if not shown.may_change:
            st.markdown(place_of(t, line))
            return
        zones = {None: t("duty.off")} | {one: t(f"duty.zone.{one}") for one in ZONES}
        shifts = {one: t(f"duty.shift.{one}") for one in SHIFTS}
        at = f"{person.staff_id}_{shown.on_date}_{line.version}"
        for name, words, stands in (("zone", zones, line.zone), ("shift", shifts, line.shift)):
            st.selectbox(
                t(f"duty.{name}"), list(words), index=list(words).index(stands), key=f"{name}_{at}",
                format_func=words.__getitem__, width=150, label_visibility="collapsed",
                disabled=name == "shift" and line.zone is None, on_change=enter, args=(shown, line, at),
            )  # fmt: skip


def place_of(t: Words, line: DutyLine) -> str:
    """Where and when, as words."""
    if line.zone is None:
        return t("duty.off")
    return f"{t(f'duty.zone.{line.zone}')} {t(f'duty.shift.{line.shift}')}"


def enter(shown: Roster, line: DutyLine, at: str) -> None:
    """Write what the two lists of a person say now."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    zone, shift = state.chosen(f"zone_{at}"), state.chosen(f"shift_{at}")
    try:
        roster.enter(sources, viewer, shown.on_date, line, zone, shift, now)
    except LobbyError as refused:
        state.refuse(refused)


def copy_day(shown: Roster) -> None:
    """Enter the day as the one before it."""
    try:
        roster.copy_day(session.house().sources, session.viewer(), shown, session.moment())
    except LobbyError as refused:
        state.refuse(refused)
