"""What was said to the customer lately, over every channel, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

import streamlit as st

from lobby.services.views import CustomerView
from lobby.ui.text import SEPARATOR, Words, plain


def show(t: Words, view: CustomerView) -> None:
    """One line per contact, the newest first."""
    if not view.contacts:
        missing = "contact" in view.not_supplied
        st.markdown(t("word.not_supplied" if missing else "contacts.none"))
        return
    columns = {"column.booked_on": day, "column.channel": channel, "column.outcome": outcome}
    table = {t(title): [plain(say(t, one)) for one in view.contacts] for title, say in columns.items()}
    st.table(table, hide_index=True, border="horizontal")


def day(t: Words, contact: Mapping[str, object]) -> str:
    return t.day(cast(datetime, contact["contacted_at"]).date())


def channel(t: Words, contact: Mapping[str, object]) -> str:
    """Through what, and about which product."""
    product = t.code("product", contact["product_code"]) if contact["product_code"] else ""
    return SEPARATOR.join(part for part in (t.code("channel", contact["channel"]), product) if part)


def outcome(t: Words, contact: Mapping[str, object]) -> str:
    """What came of it, and when to come back to it."""
    said = t.code("outcome", contact["outcome"])
    on = cast(date | None, contact["next_on"])
    return f"{said}{SEPARATOR}{t('contacts.next', day=t.day(on))}" if on else said
