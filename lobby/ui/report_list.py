"""This is wrong: the press on a number's rows, and the list of open reports on the data page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lobby.domain.reports import NOTES, Note, Report
from lobby.services import reports, staff
from lobby.services.permission import may
from lobby.services.ties import TIES
from lobby.services.views import Visit
from lobby.ui import answering, session, state
from lobby.ui.text import SEPARATOR, Words, plain

FAMILIES = {"asset": "kind", "liability": "kind", "destination": "method"}


def show_press(t: Words, visit: Visit, figure: str) -> None:
    """One tap reports the number; what is wrong with it may be said afterwards."""
    report_id = state.reported().get(figure)
    if report_id is None:
        label, icon, key = t("report.press"), ":material/flag:", f"report_wrong_{visit.visit_id}"
        st.button(label, key=key, type="tertiary", icon=icon, on_click=report, args=(visit, figure))
        return
    st.markdown(f":green[:material/check:] {t('report.thanks')}")
    with st.container(horizontal=True, gap="small"):
        for note in NOTES:
            said = t(f"report.note.{note}")
            st.button(said, key=f"report_{note}_{report_id}", on_click=add_note, args=(report_id, note))


def report(visit: Visit, figure: str) -> None:
    """Write the report, and remember it for this customer."""
    report_id = reports.report(session.house().sources, session.viewer(), visit, figure)
    state.keep_report(figure, report_id)


def add_note(report_id: str, note: Note) -> None:
    """Say what is wrong."""
    reports.add_note(session.house().sources, session.viewer(), report_id, note)


def show_open(t: Words) -> None:
    """What was reported as wrong and is not handled yet, for managers and auditors."""
    viewer = session.viewer()
    if not may(viewer, "reports.open_reports"):
        return
    found = list(enumerate(session.house().open_reports(viewer)))
    answering.show_list(t("report.title"), t("report.none"), "reports", found, partial(show_one, t))


def show_one(t: Words, numbered: tuple[int, Report]) -> None:
    """Which figure of whom, what is wrong, who said so and when; a press marks it handled."""
    number, one = numbered
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"report_{number}"):
        st.markdown(line(t, one), width="stretch")
        label = t("report.handled")
        st.button(
            label, key=f"handled_{number}", icon=":material/done:", on_click=handle, args=(one.report_id,)
        )


def line(t: Words, one: Report) -> str:
    note = t(f"report.note.{one.note}") if one.note else ""
    what = SEPARATOR.join(part for part in (figure_name(t, one.figure), t.day(one.as_of), note) if part)
    sources = session.house().sources
    by = staff.names_of_staff(sources).get(one.staff_id, one.staff_id)
    who = SEPARATOR.join((one.customer_id, by, t.moment(sources.bank_time(one.reported_at))))
    return f"**{plain(what)}**  \n:small[:gray[{plain(who)}]]"


def figure_name(t: Words, figure: str) -> str:
    """A figure's key in words."""
    kind, _, detail = figure.partition(":")
    if kind in TIES:
        return t.code("relation", kind)
    name = t.code("figure", kind)
    return f"{name}{SEPARATOR}{t.code(FAMILIES.get(kind, kind), detail)}" if detail else name


def handle(report_id: str) -> None:
    """Take a report off the list."""
    reports.handle(session.house().sources, session.viewer(), report_id)
