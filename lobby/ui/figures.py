"""Every number opens: a press shows the rows whose sum it is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import streamlit as st

from lobby.services.views import Figure, RowsBehind, Visit
from lobby.ui import report_list, revealing, session, state
from lobby.ui.errors import calm
from lobby.ui.text import Words, plain

CODED = ("kind", "channel", "method", "category", "product_code", "role")
SHOWN_ROWS = 200
ICON = ":material/receipt_long:"
ROWS = "rows"


def press(figure: str, label: str, key: str, icon: str | None = None) -> None:
    """A line to tap; it opens the rows behind `figure`."""
    opened = (ROWS, figure, label)
    st.button(label, key=key, type="tertiary", icon=icon, on_click=state.open_dialog, args=opened)


def line(t: Words, name: str, figure: Figure, key: str) -> None:
    """One number with its name and its day, to be opened."""
    label = t("figure.line", name=name, amount=plain(t.amount(figure.value)), day=t.day(figure.on))
    press(figure.figure, label, key, ICON)


def show_opened(visit: Visit) -> None:
    """The rows that a press opened, over the page."""
    kind, *opened = state.dialog() or ("",)
    if kind == ROWS:
        figure, title = opened
        shown = st.dialog(title, width="large", icon=ICON, on_dismiss=state.close_dialog)
        shown(rows_body)(visit, figure)


def rows_body(visit: Visit, figure: str) -> None:
    """Read once while they are open: looking at them is in the audit."""
    t = session.words()
    with calm(t):
        house, read = session.house(), (visit.visit_id, figure)
        behind = state.kept("section_dialog", read, lambda: house.rows(session.viewer(), visit, figure))
        if not behind.rows:
            st.markdown(t("rows.none"))
            report_list.show_press(t, visit, figure)
            return
        st.markdown(summary(t, behind))
        if behind.total is not None:
            revealing.show_press(t, visit, {"amounts": ""}, ROWS)
        st.table(table(t, behind), hide_index=True, border="horizontal")
        if behind.is_cut or len(behind.rows) > SHOWN_ROWS:
            st.caption(t("rows.cut"))
        st.caption(source(t, behind))
        report_list.show_press(t, visit, figure)


def summary(t: Words, behind: RowsBehind) -> str:
    """Their sum, and how many are shown; only that where there is nothing to add up."""
    count = len(behind.rows)
    if behind.total is None:
        return t("rows.count", count=count)
    return t("rows.sum", amount=plain(t.amount(behind.total)), count=count)


def source(t: Words, behind: RowsBehind) -> str:
    """How fresh the rows are, and the feed's table that they come from."""
    day = t.day(behind.on)
    if behind.source is None:
        return t("rows.fresh", day=day)
    return t("rows.source", day=day, table=t.code("table", behind.source))


def table(t: Words, behind: RowsBehind) -> dict[str, list[str]]:
    """The rows as columns of words."""
    titles = [t.code("column", name) for name in behind.columns]
    shown = behind.rows[:SHOWN_ROWS]
    cells = [[cell(t, name, row[i]) for row in shown] for i, name in enumerate(behind.columns)]
    return dict(zip(titles, cells, strict=True))


def cell(t: Words, name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("word.yes" if value else "word.no")
    if isinstance(value, Decimal):
        return plain(t.amount(value) if t.is_masked else t.exact(value))
    if isinstance(value, datetime):
        return plain(f"{value:%Y-%m-%d %H:%M}")
    if isinstance(value, date):
        return plain(f"{value:%Y-%m-%d}")
    if name == "party":
        return plain(t.code("party", value))
    if isinstance(value, str) and name in CODED:
        return plain(t.code(FAMILY.get(name, name), value))
    return plain(str(value))


FAMILY = {"product_code": "product", "role": "relation"}
