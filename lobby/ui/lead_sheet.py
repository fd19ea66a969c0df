"""The day's leads on paper and as a workbook: masked, in words that anybody at the desk may see."""

from __future__ import annotations

import time

import streamlit as st

from lobby.services import huddle, lead_export
from lobby.services.lead_views import Lead
from lobby.services.permission import may
from lobby.ui import demo, lead_list, lead_press, session, state, tables
from lobby.ui.errors import calm
from lobby.ui.facts import sentence
from lobby.ui.text import SEPARATOR, Words, plain

OPEN = "lead_sheet_open"
COLUMNS = ("who", "why", "due", "owner", "status")


def is_open() -> bool:
    """Is the sheet on the screen in the place of the list?"""
    return bool(state.chosen(OPEN))


def show_presses(t: Words) -> None:
    """The press that shows the sheet, and for the manager the one that makes the file, then fetches it."""
    press, icon = t("sheet.press"), ":material/print:"
    st.button(press, key="open_sheet", icon=icon, on_click=state.put, args=(OPEN, True))
    if not may(session.viewer(), "lead_export.export_leads") or not demo.is_direct():
        return
    made = lead_export.waiting(session.house().sources, session.viewer())
    if made is not None and made[1] == "waiting":
        st.caption(t("export.unreleased", name=plain(made[0].change.name)))
        return
    if made is not None:
        address, icon = f"/export/{made[0].number}", ":material/download:"
        st.link_button(t("export.fetch"), address, icon=icon, type="primary")
        return
    press, icon = t("export.press"), ":material/table_view:"
    st.button(press, key="export_leads", icon=icon, on_click=make_file, args=(t,))


def make_file(t: Words) -> None:
    """Make the file of what the list shows; it waits for minutes and is given once."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()

    def make() -> None:
        shown = lead_list.as_chosen(session.house().leads(viewer, t.language))
        headings, rows = heading(t), [cells(t, one) for one in shown]
        lead_export.export_leads(sources, viewer, headings, rows, now, is_direct=demo.is_direct())

    lead_press.attempt(make)


def show(t: Words) -> None:
    """The sheet alone: who printed it and when, at most 30 rows, and the way back."""
    with calm(t):
        viewer, now = session.viewer(), session.moment()
        leads = session.house().leads(viewer, t.language)
        asked = (session.house().sources, viewer, leads)
        rows = state.kept("lead_sheet", (now.date(), viewer.staff_id), lambda: huddle.open_sheet(*asked))
        st.markdown(f"**{session.leads_title(t)}**")
        st.caption(plain(SEPARATOR.join((viewer.staff_id, viewer.name, t.moment(now)))))
        lines = [cells(t, one) for one in rows]
        table = {name: [plain(line[place]) for line in lines] for place, name in enumerate(heading(t))}
        tables.show(table)
        with st.container(horizontal=True, key="sheet_presses"):
            press, icon = t("sheet.print"), ":material/print:"
            st.button(press, key="print_sheet", type="primary", icon=icon, on_click=print_it)
            st.button(t("sheet.back"), key="close_sheet", icon=":material/arrow_back:", on_click=close)


def heading(t: Words) -> list[str]:
    return [t(f"sheet.{name}") for name in COLUMNS]


def cells(t: Words, lead: Lead) -> list[str]:
    """One lead in plain words; what must never be said stands there as a call to look in."""
    spoken = [one for one in lead.reasons if not one.is_unspoken]
    why = SEPARATOR.join(bare(sentence(t, one)) for one in spoken) or t("sheet.look_in")
    owner = lead.taken_by_name or lead.owner_name or t("leads.nobody")
    due = f"{t(f'urgency.{lead.urgency}')} {t.day(lead.due_on)}"
    name = t.masked(lead.name_masked, lead.customer_id)
    return [name, why, due, owner, t(f"lead_status.{lead.status}")]


def bare(said: str) -> str:
    """The words without the signs that kept Markdown from reading them."""
    return said.replace("\\", "")


def print_it() -> None:
    """Have the browser print the sheet."""
    state.print_screen(time.monotonic())


def close() -> None:
    """Back to the list; the next sheet is a new one."""
    state.drop(OPEN)
    state.forget("lead_sheet")
