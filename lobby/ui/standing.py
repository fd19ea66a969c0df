"""A banner over every page when the figures are old, last night's build failed or somebody complains."""

from __future__ import annotations

import streamlit as st

from lobby.ui import complaint, session
from lobby.ui.text import SEPARATOR, Words, plain


def show(t: Words) -> None:
    """Nothing on an ordinary day; a manager is called to complaints here."""
    complaint.show_calls(t)
    standing = session.house().standing()
    if standing is None:
        return
    if standing.has_failed_build and not standing.is_blocked:
        st.warning(
            f"**{t('standing.failed.title')}** {t('standing.failed.hint', day=t.day(standing.as_of))}",
            icon=":material/history:",
        )
    elif standing.is_stale or standing.is_blocked:
        hint = t("standing.blocked.hint" if standing.is_blocked else "standing.stale.hint")
        st.warning(
            f"**{t('standing.stale.title', day=t.day(standing.as_of))}** {hint}",
            icon=":material/history:",
        )


def show_mark() -> None:
    """Who looks and when, at the foot of every page: it is on every picture that somebody takes of one."""
    st.caption(plain(f"{session.viewer().staff_id}{SEPARATOR}{session.moment():%Y-%m-%d %H:%M}"))
