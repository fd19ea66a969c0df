"""How fresh the figures are, what the feed's checks found, and what is not supplied."""

import streamlit as st

from lobby.ui import (
    alert_list,
    audit_view,
    data_view,
    erasure_view,
    export_list,
    inspection_view,
    key_list,
    menu,
    report_list,
    session,
)

t = session.words()


def show_page() -> None:
    """Freshness, alerts, checks, what waits for an answer, the lot, the audit."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="heading"):
        st.markdown(f"**{t('data.title')}**", width="stretch")
        menu.show(t)
    data_view.show_freshness(t, session.house().freshness())
    alert_list.show(t)
    data_view.show_checks(t, session.house().checks())
    export_list.show_waiting(t)
    report_list.show_open(t)
    erasure_view.show_open(t)
    inspection_view.show_press(t)
    key_list.show(t)
    audit_view.show_search(t)


if inspection_view.is_open():
    inspection_view.show(t)
elif audit_view.is_open():
    audit_view.show(t)
else:
    show_page()
