"""The data page's content: freshness, what the checks found, what is missing, who looked at whom."""

from __future__ import annotations

import streamlit as st

from lobby.services.views import AuditLine, FeedCheck, Freshness
from lobby.ui import session
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

COLOURS = {"stop": "red", "set_aside": "orange", "to_null": "blue", "warn": "gray"}
ICONS = {"stop": "block", "set_aside": "move_to_inbox", "to_null": "backspace", "warn": "info"}
AUDIT_ROLES = ("manager", "auditor")


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
        st.markdown("\n".join(f"- {check_line(t, check)}" for check in checks))


def check_line(t: Words, check: FeedCheck) -> str:
    colour, icon = COLOURS.get(check.severity, "gray"), ICONS.get(check.severity, "info")
    severity = f":{colour}-badge[:material/{icon}: {t.code('severity', check.severity)}]"
    where = plain(f"{check.table}.{check.column}" if check.column else check.table)
    places = SEPARATOR.join(plain(place) for place in check.examples[:3])
    said = (
        f"{severity} **{plain(t.code('check', check.code))}** {where} · {t('data.count', count=check.count)}"
    )
    return f"{said}  \n:small[:gray[{plain(check.code)} {places}]]"


def show_audit(t: Words) -> None:
    """Who did what with whom, for managers and auditors; looking is recorded too."""
    if session.viewer().role not in AUDIT_ROLES:
        return
    with fold("audit", f"**{t('data.audit')}**") as is_open:
        if not is_open:
            return
        staff_id = st.text_input(t("data.audit.staff"), key="audit_staff", autocomplete="off").strip()
        customer_id = st.text_input(
            t("data.audit.customer"), key="audit_customer", autocomplete="off"
        ).strip()
        asked = {"staff_id": staff_id, "customer_id": customer_id}
        if not any(asked.values()):
            st.caption(t("data.audit.hint"))
            return
        lines = session.house().audit(session.viewer(), {key: value for key, value in asked.items() if value})
        if lines:
            st.table(audit_table(t, lines), hide_index=True, border="horizontal")
        else:
            st.markdown(t("data.audit.none"))


def audit_table(t: Words, lines: tuple[AuditLine, ...]) -> dict[str, list[str]]:
    """The audit rows as columns of words."""
    return {
        t("column.happened_at"): [plain(f"{line.happened_at:%Y-%m-%d %H:%M:%S}Z") for line in lines],
        t("column.staff"): [plain(line.staff_id) for line in lines],
        t("column.action"): [plain(t.code("action", line.action)) for line in lines],
        t("column.result"): [plain(t.code("result", line.result)) for line in lines],
        t("column.customer"): [plain(line.customer_id or "") for line in lines],
        t("column.reason"): [plain(line.reason or "") for line in lines],
    }
