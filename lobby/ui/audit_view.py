"""The audit on the data page: searched, and turned to who saw a customer or whom somebody saw."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time

import streamlit as st

from lobby.domain import scope
from lobby.domain.audit_search import Place, Seen, Wanted
from lobby.services import audit, audit_copy
from lobby.services.audit import ACTIONS
from lobby.services.data_views import AuditLine
from lobby.services.permission import may
from lobby.ui import session, state, tables
from lobby.ui.errors import calm
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

OPEN = "audit_open"
AFTER = "audit_after"
FIELDS = ("staff", "customer", "device", "branch")


def is_open() -> bool:
    """Is one question of the audit on the screen in the place of the page?"""
    return state.chosen(OPEN) is not None


def show_search(t: Words) -> None:
    """Who did what with whom, for managers and auditors; looking is recorded too."""
    if not may(session.viewer(), "audit.search"):
        return
    with fold("audit", f"**{t('data.audit')}**") as is_unfolded:
        if is_unfolded:
            show_copy(t)
            wanted = asked_for(t)
            if wanted == Wanted():
                st.caption(t("data.audit.hint"))
            else:
                show_presses(t, wanted)
                show_found(t, wanted)


def show_copy(t: Words) -> None:
    """Where the bank has the audit sent outside: how far that is behind."""
    found = audit_copy.copy(session.house().sources)
    if found is not None and found.is_late:
        said = t("audit.copy.late", count=t.count(found.rows), minutes=t.count(int(found.seconds // 60)))
        st.markdown(f":red-badge[:material/sync_problem: {plain(said)}]")


def asked_for(t: Words) -> Wanted:
    """What the fields say: a manager has no other branch."""
    fields = [name for name in FIELDS if name != "branch" or scope.sees_whole_audit(session.viewer())]
    for column, name in zip(st.columns(len(fields)), fields, strict=True):
        column.text_input(t(f"data.audit.{name}"), key=f"audit_{name}", autocomplete="off")
    what, since, until = st.columns(3)
    label, every = t("data.audit.action"), t("data.audit.any")
    action = what.selectbox(
        label, ACTIONS, None, lambda code: t.code("action", code), key="audit_action", placeholder=every
    )
    first = since.date_input(t("data.audit.since"), value=None, key="audit_since")
    last = until.date_input(t("data.audit.until"), value=None, key="audit_until")
    typed = {name: state.typed(f"audit_{name}").strip() or None for name in FIELDS}
    return Wanted(
        staff_id=typed["staff"],
        customer_id=typed["customer"],
        device=typed["device"],
        branch_id=typed["branch"],
        action=action,
        since=start_of(first),
        until=start_of(last + timedelta(days=1) if isinstance(last, date) else None),
    )


def start_of(day: object) -> datetime | None:
    """The first moment of a day of the bank."""
    zone = session.house().sources.zone
    return datetime.combine(day, clock_time(), zone) if isinstance(day, date) else None


def show_presses(t: Words, wanted: Wanted) -> None:
    """Turn the question round: who saw this customer, or whom this person or device saw."""
    with st.container(horizontal=True, key="audit_presses"):
        if wanted.customer_id is not None:
            press = t("audit.who_saw.press")
            st.button(press, key="who_saw", icon=":material/visibility:", on_click=turn, args=(wanted,))
        elif wanted.staff_id is not None or wanted.device is not None:
            press = t("audit.seen.press")
            st.button(press, key="seen", icon=":material/group_search:", on_click=turn, args=(wanted,))


def turn(wanted: Wanted) -> None:
    """Put the one question in the place of the page."""
    state.put(OPEN, wanted)
    state.forget("audit_sheet")


def show_found(t: Words, wanted: Wanted) -> None:
    """The rows, and the press for older ones."""
    held = state.chosen(AFTER)
    after: Place | None = held[1] if held is not None and held[0] == wanted else None
    sources, viewer = session.house().sources, session.viewer()
    with calm(t):
        key = (viewer.staff_id, wanted, after)
        found = state.kept("audit", key, lambda: audit.search(sources, viewer, wanted, after))
        if not found.lines:
            st.markdown(t("data.audit.none"))
            return
        draw(t, table_of(t, found.lines))
        if found.next is not None:
            press, icon = t("data.audit.older"), ":material/history:"
            st.button(press, key="audit_older", icon=icon, on_click=go_on, args=(wanted, found.next))


def go_on(wanted: Wanted, after: Place) -> None:
    """Turn to older rows."""
    state.put(AFTER, (wanted, after))


def show(t: Words) -> None:
    """One question on a page of its own, to print: whose, asked by whom and when, and the answer."""
    wanted: Wanted = state.chosen(OPEN)
    of = wanted.customer_id or SEPARATOR.join(filter(None, (wanted.staff_id, wanted.device)))
    title = t("audit.seen.title" if wanted.customer_id is None else "audit.who_saw.title", of=of)
    viewer = session.viewer()
    with calm(t):
        st.markdown(f"**{plain(title)}**")
        st.caption(plain(SEPARATOR.join((viewer.staff_id, viewer.name, t.moment(session.moment())))))
        show_way_back(t)
        table = state.kept("audit_sheet", (wanted, t.language), lambda: answered(t, wanted))
        if next(iter(table.values())):
            draw(t, table)
        else:
            st.markdown(t("data.audit.none"))


def answered(t: Words, wanted: Wanted) -> dict[str, list[str]]:
    """The answer as columns of words; asking is in the audit first."""
    sources, viewer = session.house().sources, session.viewer()
    if wanted.customer_id is None:
        return table_of_seen(t, audit.seen(sources, viewer, wanted))
    return table_of(t, audit.who_saw(sources, viewer, wanted.customer_id, wanted).lines)


def show_way_back(t: Words) -> None:
    """Print, and back to the page."""
    with st.container(horizontal=True, key="audit_sheet_presses"):
        press, icon = t("sheet.print"), ":material/print:"
        st.button(press, key="print_audit", type="primary", icon=icon, on_click=print_it)
        st.button(t("inspection.back"), key="close_audit", icon=":material/arrow_back:", on_click=close)


def print_it() -> None:
    """Have the browser print the answer."""
    state.print_screen(time.monotonic())


def close() -> None:
    """Back to the page."""
    state.drop(OPEN)
    state.forget("audit_sheet")


def draw(t: Words, table: dict[str, list[str]]) -> None:
    """The rows, the long number of a decision in as many lines as it takes."""
    tables.show(table, numbers=(t("column.times"), t("column.listed")), codes=(t("column.decision"),))


def table_of(t: Words, lines: tuple[AuditLine, ...]) -> dict[str, list[str]]:
    """The audit rows as columns of words."""
    return {
        t("column.happened_at"): [moment(line.happened_at) for line in lines],
        t("column.staff"): [plain(line.staff_id) for line in lines],
        t("column.device"): [plain(line.device) for line in lines],
        t("column.branch"): [plain(line.branch_id or "") for line in lines],
        t("column.action"): [plain(action_of(t, line)) for line in lines],
        t("column.result"): [plain(result_of(t, line)) for line in lines],
        t("column.customer"): [plain(line.customer_id or "") for line in lines],
        t("column.reason"): [plain(reason_of(t, line)) for line in lines],
        t("column.decision"): [plain(line.decision_id or "") for line in lines],
    }


def action_of(t: Words, line: AuditLine) -> str:
    """What was done, and with which list, field or part."""
    done = t.code("action", line.action)
    return done if line.about is None else f"{done}{SEPARATOR}{t.code('shown', line.about)}"


def reason_of(t: Words, line: AuditLine) -> str:
    """Why, by its code and in the person's own words."""
    code = "" if line.why is None else t.code("reveal.why", line.why)
    return SEPARATOR.join(part for part in (code, line.reason or "") if part)


def result_of(t: Words, line: AuditLine) -> str:
    """What came of it; of a talk, its outcome."""
    if line.action == "outcome":
        return t.code("outcome", line.result)
    return t.code("result", line.result)


def table_of_seen(t: Words, people: tuple[Seen, ...]) -> dict[str, list[str]]:
    """Whom somebody saw, as columns of words."""
    return {
        t("column.customer"): [plain(one.customer_id) for one in people],
        t("column.times"): [t.count(one.times) for one in people],
        t("column.listed"): [t.count(one.listed) for one in people],
        t("column.first_at"): [moment(one.first_at) for one in people],
        t("column.last_at"): [moment(one.last_at) for one in people],
    }


def moment(at: datetime) -> str:
    return plain(f"{at:%Y-%m-%d %H:%M:%S}Z")
