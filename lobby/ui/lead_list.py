"""Today's leads as rows to tap: who, why, due, owner, who took it; filtered by urgency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.leads import Claim
from lobby.domain.viewer import Viewer
from lobby.services import lead_claims
from lobby.services.lead_views import Lead
from lobby.services.sources import Sources
from lobby.ui import errors, finder, notices, session, state
from lobby.ui.errors import calm
from lobby.ui.facts import sentence
from lobby.ui.text import SEPARATOR, Words, plain

Change = Callable[[Sources, Viewer, str, int], Claim]

URGENCIES = ("overdue", "today", "week", "later")
COLOURS = {"overdue": "red", "today": "orange", "week": "blue", "later": "gray"}
ICONS = {"overdue": "priority_high", "today": "today", "week": "date_range", "later": "schedule"}
SHOWN_LEADS = 40
TOO_LATE = "section_too_late"


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
        finder.show_refusal(t)
        show_too_late(t)
        for lead in shown[:SHOWN_LEADS]:
            show_lead(t, lead)
        if len(shown) > SHOWN_LEADS:
            st.caption(t("leads.more", count=len(shown) - SHOWN_LEADS))


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
                on_click=choose_urgency,
                args=(urgency,),
            )
    return [lead for lead in leads if chosen is None or lead.urgency == chosen]


def show_lead(t: Words, lead: Lead) -> None:
    """One lead: why, the amount in a band, the day, the owner, and buttons that stay its own in any order."""
    colour, icon = COLOURS[lead.urgency], ICONS[lead.urgency]
    due = f":{colour}-badge[:material/{icon}: {t(f'urgency.{lead.urgency}')} {t.day(lead.due_on)}]"
    name = plain(t.masked(lead.name_masked, lead.customer_id))
    why = SEPARATOR.join(sentence(t, reason) for reason in lead.reasons)
    is_said = any("amount" in t.placeholders(f"reason.{reason.code}") for reason in lead.reasons)
    amount = f" **{plain(t.amount(lead.amount))}**" if lead.amount and not is_said else ""
    owner = plain(lead.owner_name or lead.owner_staff_id or t("leads.nobody"))
    taken = f"  \n:material/front_hand: {plain(holder_of(t, lead))}" if lead.taken_by else ""
    key = f"lead_{lead.customer_id}"
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
        who = f"**{name}** :gray[{plain(lead.segment_service)}] {due}"
        st.markdown(f"{who}  \n{why}{amount} :gray[· {owner}]{taken}", width="stretch")
        show_claim(t, lead)
        st.button(
            t("search.open"),
            key=f"open_lead_{lead.customer_id}",
            icon=":material/person:",
            on_click=finder.open_customer,
            args=(lead.customer_id, None),
        )


def holder_of(t: Words, lead: Lead) -> str:
    """Who took the lead, as a sentence."""
    if lead.taken_by == session.viewer().staff_id:
        return t("leads.mine")
    return t("leads.taken", name=lead.taken_by_name or lead.taken_by)


def show_claim(t: Words, lead: Lead) -> None:
    """Take it, or give it back; nothing where somebody else has it."""
    if lead.taken_by is None:
        press, icon, change = t("leads.take"), "front_hand", lead_claims.take_lead
    elif lead.may_give_back:
        press, icon, change = t("leads.give_back"), "undo", lead_claims.give_back_lead
    else:
        return
    st.button(
        press,
        key=f"claim_lead_{lead.customer_id}",
        icon=f":material/{icon}:",
        on_click=change_claim,
        args=(change, lead.customer_id, lead.claim_version),
    )


def change_claim(change: Change, customer_id: str, version: int) -> None:
    """Keep why not where somebody was faster, until the next press: the list drawn next shows what stands."""
    state.forget(TOO_LATE)
    try:
        change(session.house().sources, session.viewer(), customer_id, version)
    except LobbyError as refused:
        state.keep(TOO_LATE, (), refused)


def show_too_late(t: Words) -> None:
    """Why the last press took no lead; the list may be drawn anew meanwhile."""
    refused = state.kept(TOO_LATE, (), lambda: None)
    if refused is not None:
        errors.show(t, refused)


def choose_urgency(urgency: str) -> None:
    """Leave only the leads of this urgency, or all again."""
    state.forget(TOO_LATE)
    state.put("urgency", None if urgency == "all" else urgency)
