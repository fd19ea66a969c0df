"""Today's leads as rows to tap: who, why, due, owner; filtered by urgency."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from lobby.services.views import Lead
from lobby.ui import finder, notices, session, state
from lobby.ui.errors import calm
from lobby.ui.facts import sentence
from lobby.ui.text import SEPARATOR, Words, plain

URGENCIES = ("overdue", "today", "week", "later")
COLOURS = {"overdue": "red", "today": "orange", "week": "blue", "later": "gray"}
ICONS = {"overdue": "priority_high", "today": "today", "week": "date_range", "later": "schedule"}
SHOWN_LEADS = 40


@st.fragment
def show() -> None:
    """The counts by urgency, the filter, and the rows."""
    t = session.words()
    with calm(t):
        leads = session.house().leads(session.viewer(), t.language)
        if not leads:
            notices.show(t("leads.none.title"), t("leads.none.hint"), "inbox")
            return
        shown = choose(t, leads)
        for number, lead in enumerate(shown[:SHOWN_LEADS]):
            show_lead(t, lead, number)
        if len(shown) > SHOWN_LEADS:
            st.caption(t("leads.more", count=len(shown) - SHOWN_LEADS))
        finder.show_refusal(t)


def choose(t: Words, leads: tuple[Lead, ...]) -> list[Lead]:
    """One button per urgency with its count; the chosen one filters."""
    counts: Counter[str] = Counter(lead.urgency for lead in leads)
    chosen = state.chosen("urgency")
    with st.container(horizontal=True, gap="small"):
        for urgency in ("all", *URGENCIES):
            count = len(leads) if urgency == "all" else counts[urgency]
            st.button(
                f"{t(f'urgency.{urgency}')} {count}",
                key=f"urgency_{urgency}",
                type="primary" if urgency == (chosen or "all") else "secondary",
                disabled=count == 0,
                on_click=state.put,
                args=("urgency", None if urgency == "all" else urgency),
            )
    return [lead for lead in leads if chosen is None or lead.urgency == chosen]


def show_lead(t: Words, lead: Lead, number: int) -> None:
    """One lead: the reason in a sentence, the amount in a band, the day, the owner, and a button."""
    colour, icon = COLOURS[lead.urgency], ICONS[lead.urgency]
    due = f":{colour}-badge[:material/{icon}: {t(f'urgency.{lead.urgency}')} {t.day(lead.due_on)}]"
    name = plain(lead.name_masked or t("customer.nameless", tail=lead.customer_id[-4:]))
    why = SEPARATOR.join(sentence(t, reason) for reason in lead.reasons)
    is_said = any("amount" in t.placeholders(f"reason.{reason.code}") for reason in lead.reasons)
    amount = f" **{plain(t.amount(lead.amount))}**" if lead.amount and not is_said else ""
    owner = plain(lead.owner_name or lead.owner_staff_id or t("leads.nobody"))
    key = f"lead_{number}"
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
        who = f"**{name}** :gray[{plain(lead.segment_service)}] {due}"
        st.markdown(f"{who}  \n{why}{amount} :gray[· {owner}]", width="stretch")
        st.button(
            t("search.open"),
            key=f"open_lead_{number}",
            icon=":material/person:",
            on_click=finder.open_customer,
            args=(lead.customer_id, None),
        )
