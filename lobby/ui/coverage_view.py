"""How the branch keeps its customers, one fold away under the leads; for advisers and managers."""

from __future__ import annotations

import streamlit as st

from lobby.services.coverage import Coverage, coverage
from lobby.services.teaching import Taught
from lobby.ui import session, tables
from lobby.ui.errors import calm
from lobby.ui.folding import fold
from lobby.ui.keeping import number
from lobby.ui.text import SEPARATOR, Words, plain


def show(t: Words) -> None:
    """Long tail by state, loyalty by group, lessons; read when the fold is opened."""
    with fold("coverage", t("coverage.title")) as is_open:
        if is_open:
            with calm(t):
                found = coverage(session.house().sources, session.viewer(), t.language)
                st.markdown(f"**{t('reach.title')}**")
                tables.show(state_table(t, found), numbers=[t("column.count")])
                st.markdown(f"**{t('loyalty.title')}**")
                groups = group_table(t, found)
                tables.show(groups, numbers=list(groups)[1:])
                st.markdown(taught_line(t, found.taught))


def state_table(t: Words, found: Coverage) -> dict[str, list[str]]:
    return {
        t("column.state"): [plain(one.state) for one in found.states],
        t("column.count"): [t.count(one.count) for one in found.states],
        t("column.potential"): [
            plain(SEPARATOR.join(f"{name} {t.count(count)}" for name, count in one.potentials.items()))
            for one in found.states
        ],
    }


def group_table(t: Words, found: Coverage) -> dict[str, list[str]]:
    return {
        t("column.group"): [plain(one.name) for one in found.groups],
        t("column.count"): [t.count(one.count) for one in found.groups],
        t("column.index"): [number(one.index) for one in found.groups],
        t("column.points_before"): [number(one.before) for one in found.groups],
    }


def taught_line(t: Words, taught: Taught) -> str:
    """Mobile banking: taught, really used, not decided yet."""
    values = {"taught": taught.taught, "used": taught.used, "waiting": taught.waiting, "days": taught.days}
    return t("coverage.taught", **values)
