"""The data page's content: freshness, what the checks found, what is missing."""

from __future__ import annotations

import streamlit as st

from lobby.services.data_views import FeedCheck, Freshness, SetAside
from lobby.ui import session, stated
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain

COLOURS = {"stop": "red", "set_aside": "orange", "to_null": "blue", "warn": "gray"}
ICONS = {"stop": "block", "set_aside": "move_to_inbox", "to_null": "backspace", "warn": "info"}


def show_freshness(t: Words, fresh: Freshness) -> None:
    """Of which day the figures are, how many customers, how many rows were set aside, the last build."""
    with st.container(border=True, horizontal=True, gap="medium", key="freshness"):
        st.metric(t("data.business_date"), t.day(fresh.business_date), width="content")
        st.metric(t("data.customers"), t.count(fresh.count_customers), width="content")
        st.metric(t("data.rows"), t.count(sum(fresh.counts.values())), width="content")
        st.metric(t("data.set_aside"), t.count(fresh.count_set_aside), width="content")
        st.metric(t("data.last_build"), t(f"last_build.{fresh.last_build or 'unknown'}"), width="content")
    notes = [
        t("data.version", bank=plain(fresh.bank), version=plain(fresh.version)),
        t(f"data.consent_default.{fresh.consent_default}"),
    ]
    if fresh.is_demo:
        notes.append(t("data.demo"))
    if fresh.clock == "business_date":
        notes.append(t("data.clock", day=t.day(fresh.business_date)))
    if fresh.minimums_in:
        notes.append(t("data.minimums_in", currency=plain(fresh.minimums_in)))
    if fresh.not_supplied:
        notes.append(t("data.not_supplied", tables=t.codes("table", fresh.not_supplied)))
    st.markdown("\n".join(f"- {note}" for note in notes))


def show_checks(t: Words, checks: tuple[FeedCheck, ...]) -> None:
    """What the feed's checks found, the gravest first."""
    st.markdown(f"**{t('data.checks')}**")
    if not checks:
        st.markdown(t("data.checks.none"))
        return
    with st.container(border=True, gap="xsmall", key="checks"):
        for number, check in enumerate(checks):
            show_check(t, check, number)


def show_check(t: Words, check: FeedCheck, number: int) -> None:
    """One check; where it set rows aside, a press opens them."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"check_{number}"):
        st.markdown(check_line(t, check), width="stretch")
        if check.severity != "set_aside":
            return
        label, icon = t("data.set_aside.press"), ":material/table_rows:"
        if st.button(label, key=f"rows_{number}", type="tertiary", icon=icon):
            title = plain(SEPARATOR.join((t.code("check", check.code), place_of(check))))
            st.dialog(title, width="large", icon=icon)(show_rows_set_aside)(t, check)


def show_rows_set_aside(t: Words, check: FeedCheck) -> None:
    """The rows, over the page; looking at them is in the audit first."""
    with calm(t):
        why = stated.ask(t, "data_page.rows_set_aside", f"{place_of(check)} {check.code}")
        if why is None:
            return
        rows = session.house().rows_set_aside(session.viewer(), check, why)
        st.caption(t("data.set_aside.hidden"))
        st.table(table_of_rows(t, rows), hide_index=True, border="horizontal")
        if len(rows) < check.count:
            st.caption(t("data.set_aside.cut", shown=t.count(len(rows)), count=t.count(check.count)))


def table_of_rows(t: Words, rows: tuple[SetAside, ...]) -> dict[str, list[str]]:
    """The rows as columns of words: where each stands in the feed, why it was set aside, its record."""
    return {
        t("column.place"): [plain(row.place) for row in rows],
        t("column.reason"): [plain(reason_of(t, row)) for row in rows],
        t("column.record"): [plain(record_of(row)) for row in rows],
    }


def reason_of(t: Words, row: SetAside) -> str:
    said = t.code("check", row.code)
    return said if row.column is None else f"{said}{SEPARATOR}{row.column}"


def record_of(row: SetAside) -> str:
    return SEPARATOR.join(f"{name} {value}" for name, value in row.values.items())


def place_of(check: FeedCheck) -> str:
    return f"{check.table}.{check.column}" if check.column else check.table


def check_line(t: Words, check: FeedCheck) -> str:
    colour, icon = COLOURS.get(check.severity, "gray"), ICONS.get(check.severity, "info")
    severity = f":{colour}-badge[:material/{icon}: {t.code('severity', check.severity)}]"
    where = plain(place_of(check))
    places = SEPARATOR.join(plain(place) for place in check.examples[:3])
    count = t("data.count", count=t.count(check.count))
    said = f"{severity} **{plain(t.code('check', check.code))}** {where} · {count}"
    return f"{said}  \n:small[:gray[{plain(check.code)} {places}]]"
