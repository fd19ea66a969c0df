"""The keys of machines on the data page: of which branches each may speak, and when it last did."""

from __future__ import annotations

import streamlit as st

from lobby.services.machine_keys import KeyUse, key_uses
from lobby.services.permission import may
from lobby.ui import session
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain


def show(t: Words) -> None:
    """Every key that is taken now, one fold away; nothing for who does not answer for the bank."""
    viewer = session.viewer()
    if not may(viewer, "machine_keys.key_uses"):
        return
    with fold("machine_keys", f"**{t('keys.title')}**") as is_open:
        if not is_open:
            return
        found = key_uses(session.house().sources, viewer)
        if found:
            st.table(table_of(t, found), hide_index=True, border="horizontal")
        else:
            st.markdown(t("keys.none"))


def table_of(t: Words, found: tuple[KeyUse, ...]) -> dict[str, list[str]]:
    """The keys as columns of words; bound to nothing is bound to nobody in particular."""
    every = t("keys.every")
    return {
        t("column.key"): [plain(one.key_id) for one in found],
        t("column.branches"): [plain(SEPARATOR.join(one.branches)) or every for one in found],
        t("column.used_at"): [t.moment(one.used_at) if one.used_at else t("keys.never") for one in found],
    }
