"""The risk desk's two lists: new flags, and cases with the step that comes next."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lobby.domain.risk import CaseState, Step
from lobby.services import risk
from lobby.services.risk import RiskCase, Suspicion
from lobby.ui import figures, notices, session
from lobby.ui.errors import calm
from lobby.ui.facts import filled
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

COLOURS = {"open": "blue", "confirmed": "orange", "cleared": "green", "hold_asked": "red"}
ICONS = {"open": "search", "confirmed": "report", "cleared": "task_alt", "hold_asked": "front_hand"}
CLOSED = frozenset({"cleared", "hold_asked"})
SHOWN = 40
SHOWN_PEOPLE = 6


def show(t: Words) -> None:
    """New flags first, then cases under way; what is closed is one fold away."""
    with calm(t):
        desk = risk.risk_desk(session.house().sources, session.viewer())
        under_way = [case for case in desk.cases if case.state not in CLOSED]
        closed = [case for case in desk.cases if case.state in CLOSED]
        if not desk.new and not under_way:
            notices.show(t("risk.none.title"), t("risk.none.hint"), "verified_user")
        show_flags(t, desk.new)
        show_cases(t, under_way)
        if closed:
            with fold("closed_cases", t("risk.closed", count=len(closed))) as is_open:
                for case in closed[:SHOWN] if is_open else ():
                    show_case(t, case)


def show_flags(t: Words, flags: tuple[Suspicion, ...]) -> None:
    if flags:
        st.markdown(f"**{t('risk.new', count=len(flags))}**")
    for flag in flags[:SHOWN]:
        key = f"{flag.flag_code}_{flag.subject}"
        with st.container(border=True, gap="xsmall", key=f"flag_{key}"):
            st.markdown(suspicion(t, flag))
            with st.container(horizontal=True):
                rows_press(t, flag, None, key)
                step(t, "open", flag, None, key)
    if len(flags) > SHOWN:
        st.caption(t("risk.more", count=len(flags) - SHOWN))


def show_cases(t: Words, cases: list[RiskCase]) -> None:
    if cases:
        st.markdown(f"**{t('risk.under_way', count=len(cases))}**")
    for case in cases[:SHOWN]:
        show_case(t, case)
    if len(cases) > SHOWN:
        st.caption(t("risk.more", count=len(cases) - SHOWN))


def show_case(t: Words, case: RiskCase) -> None:
    """One case: how far it is, what it is about, who did what and why, and the steps this person may take."""
    colour, icon = COLOURS[case.state], ICONS[case.state]
    badge = f":{colour}-badge[:material/{icon}: {t(f'risk.state.{case.state}')}]"
    with st.container(border=True, gap="xsmall", key=f"case_{case.case_id}"):
        st.markdown(f"{badge} {suspicion(t, case.suspicion)}")
        st.markdown("\n".join(f"- {step_line(t, step)}" for step in case.steps))
        if case.needs_second_person:
            st.caption(t("risk.second_person"))
        with st.container(horizontal=True):
            rows_press(t, case.suspicion, case.case_id, case.case_id)
            for state in case.next_states:
                step(t, state, case.suspicion, case.case_id, case.case_id)


def suspicion(t: Words, flag: Suspicion) -> str:
    """What is suspected, of whom, since when, how much, and the facts that prove it."""
    people = [plain(f"{hit.name_masked or ''} {hit.customer_id}".strip()) for hit in flag.people]
    named = t("word.comma").join(people[:SHOWN_PEOPLE])
    others = t("risk.others", count=len(people) - SHOWN_PEOPLE) if len(people) > SHOWN_PEOPLE else ""
    facts = filled(t, f"risk.flag.{flag.flag_code}.facts", flag.evidence)
    amount = plain(t.amount(flag.amount))
    first = f"**{t(f'risk.flag.{flag.flag_code}')}** {named} {others} **{amount}**"
    return f"{first}{SEPARATOR}{t.day(flag.happened_on)}  \n{plain(facts)}"


def step_line(t: Words, step: Step) -> str:
    when = f"{step.happened_at:%Y-%m-%d %H:%M}Z"
    return plain(SEPARATOR.join((t(f"risk.state.{step.state}"), step.staff_id, when, step.note)))


def rows_press(t: Words, flag: Suspicion, case_id: str | None, key: str) -> None:
    """The rows behind the amount, exact and over the page; looking is in the audit first."""
    label = t("risk.rows")
    if st.button(label, key=f"rows_{key}", type="tertiary", icon=figures.ICON):
        title = t(f"risk.flag.{flag.flag_code}")
        exact = replace(t, is_masked=False)
        st.dialog(title, width="large", icon=figures.ICON)(rows_body)(exact, flag, case_id)


def rows_body(t: Words, flag: Suspicion, case_id: str | None) -> None:
    with calm(t):
        sources, viewer = session.house().sources, session.viewer()
        behind = risk.rows_behind(sources, viewer, flag.flag_code, flag.subject, case_id)
        st.markdown(t("rows.sum", amount=plain(t.amount(behind.total)), count=len(behind.rows)))
        st.table(figures.table(t, behind), hide_index=True, border="horizontal")


def step(t: Words, state: CaseState, flag: Suspicion, case_id: str | None, key: str) -> None:
    """A button that asks for the reason and a second press before the step is taken."""
    icon = f":material/{ICONS[state]}:"
    asked = st.popover(t(f"risk.step.{state}"), icon=icon, key=f"{state}_{key}", on_change="rerun")
    with asked:
        if not asked.open:
            return
        st.markdown(t(f"risk.confirm.{state}"))
        note = st.text_area(t("risk.note"), key=f"note_{state}_{key}", max_chars=risk.NOTE_LENGTH)
        label = t("risk.confirm")
        if st.button(label, key=f"confirm_{state}_{key}", type="primary", icon=":material/check:"):
            with calm(t):
                take(state, flag, case_id, note)
                st.rerun()


def take(state: CaseState, flag: Suspicion, case_id: str | None, note: str) -> None:
    """Open the case, or take it one step further."""
    sources, viewer = session.house().sources, session.viewer()
    if case_id is None:
        risk.open_case(sources, viewer, flag.flag_code, flag.subject, note)
    else:
        risk.take_step(sources, viewer, case_id, state, note)
