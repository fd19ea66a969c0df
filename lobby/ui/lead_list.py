"""Today's leads as rows to tap: who, why, due, owner, how far it is; narrowed by day, reason and owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from lobby.domain.leads import SOURCES, STATUSES, Claim
from lobby.domain.viewer import Viewer
from lobby.services import lead_claims
from lobby.services.lead_views import Lead, Wanted, narrowed
from lobby.services.sources import Sources
from lobby.ui import finder, lead_press, lead_share, lead_walk, notices, session, state
from lobby.ui.errors import calm
from lobby.ui.facts import sentence
from lobby.ui.text import SEPARATOR, Words, plain

Change = Callable[[Sources, Viewer, str, int], Claim]

URGENCIES = ("overdue", "today", "week", "later")
FILTERS = ("urgency", "lead_source", "lead_owned", "lead_status")
OWNED = ("nobody", "mine", "others")
COLOURS = {"overdue": "red", "today": "orange", "week": "blue", "later": "gray"}
ICONS = {"overdue": "priority_high", "today": "today", "week": "date_range", "later": "schedule"}
SHOWN_LEADS = 40


@st.fragment
def show() -> None:
    """How they lie on the people, the counts that narrow the list, and the rows."""
    t = session.words()
    with calm(t):
        leads = session.house().leads(session.viewer(), t.language)
        if not leads:
            notices.show(t("leads.none.title"), t("leads.none.hint"), "inbox")
            return
        lead_share.show(t, leads)
        shown = choose(t, leads)
        finder.show_refusal(t)
        lead_press.show_too_late(t)
        if not shown:
            st.caption(t("leads.none_such"))
        last = max(0, len(shown) - 1) // SHOWN_LEADS
        page = min(state.chosen(lead_press.PAGE) or 0, last)
        for lead in shown[page * SHOWN_LEADS : (page + 1) * SHOWN_LEADS]:
            show_lead(t, lead, shown)
        if last:
            show_pages(t, page, last, len(shown))


def show_pages(t: Words, page: int, last: int, count: int) -> None:
    """Which of the leads are shown, and the presses to those before and after them."""
    first, upto = page * SHOWN_LEADS + 1, min(count, (page + 1) * SHOWN_LEADS)
    told = {"first": t.count(first), "last": t.count(upto), "count": t.count(count)}
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="lead_pages"):
        for word, icon, to in (("before", "chevron_left", page - 1), ("after", "chevron_right", page + 1)):
            st.button(
                t(f"leads.page.{word}"),
                key=f"leads_{word}",
                icon=f":material/{icon}:",
                disabled=not 0 <= to <= last,
                on_click=state.put,
                args=(lead_press.PAGE, to),
            )
        st.markdown(t("leads.page", **told), width="content")


def choose(t: Words, leads: Sequence[Lead]) -> tuple[Lead, ...]:
    """One button per urgency and per source with its count; two lists for the owner and the state."""
    waiting = narrowed(leads, Wanted(status=chosen_of("lead_status")), session.viewer().staff_id)
    urgencies: Counter[str] = Counter(one.urgency for one in waiting)
    words = {one: t(f"urgency.{one}") for one in ("all", *URGENCIES)}
    show_choices("urgency", words, urgencies, len(waiting))
    counts: Counter[str] = Counter(source for one in waiting for source in one.sources)
    found = [one for one in SOURCES if counts[one]]
    words = {one: t(f"lead_source.{one}") for one in ("all", *found)}
    show_choices("lead_source", words, counts, len(waiting))
    shown = as_chosen(leads)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="lead_filters"):
        show_list("lead_owned", {one: t(f"lead_owned.{one}") for one in ("all", *OWNED)})
        show_list("lead_status", {one: t(f"lead_status.{one}") for one in ("all", *STATUSES)})
        lead_share.show_bulk(t, shown)
    return shown


def as_chosen(leads: Sequence[Lead]) -> tuple[Lead, ...]:
    """The leads that the list is narrowed to."""
    return narrowed(leads, Wanted(*map(chosen_of, FILTERS)), session.viewer().staff_id)


def chosen_of(name: str) -> Any:
    """What a list narrows to, None where it says all."""
    chosen = state.chosen(name)
    return None if chosen == "all" else chosen


def show_choices(name: str, words: Mapping[str, str], counts: Mapping[str, int], total: int) -> None:
    """One button per option with its count; the chosen one narrows the list."""
    chosen = state.chosen(name)
    with st.container(horizontal=True, gap="small"):
        for option, word in words.items():
            count = total if option == "all" else counts.get(option, 0)
            st.button(
                f"{word} {count}",
                key=f"{name}_{option}",
                type="primary" if option == (chosen or "all") else "secondary",
                disabled=count == 0 and option != chosen,
                on_click=lead_press.put,
                args=(name, None if option == "all" else option),
            )


def show_list(name: str, words: Mapping[str, str]) -> None:
    """A list to choose from."""
    st.selectbox(
        words["all"], list(words), key=name, format_func=words.__getitem__, width=150,
        label_visibility="collapsed",
    )  # fmt: skip


def show_lead(t: Words, lead: Lead, shown: Sequence[Lead]) -> None:
    """One lead: why, the amount in a band, the day, the owner, and presses that stay its own in any order."""
    key = f"lead_{lead.customer_id}"
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
        st.markdown(said(t, lead), width="stretch")
        show_claim(t, lead)
        st.button(
            t("search.open"),
            key=f"open_lead_{lead.customer_id}",
            icon=":material/person:",
            on_click=lead_walk.open_from,
            args=(tuple(one.customer_id for one in shown), lead.customer_id),
        )
        lead_press.show(t, lead)


def said(t: Words, lead: Lead) -> str:
    """Who and by when; why, how much and who keeps the customer; who took it and how far it is."""
    name = plain(t.masked(lead.name_masked, lead.customer_id))
    why = SEPARATOR.join(sentence(t, reason) for reason in lead.reasons)
    is_said = any("amount" in t.placeholders(f"reason.{reason.code}") for reason in lead.reasons)
    amount = f" **{plain(t.amount(lead.amount))}**" if lead.amount and not is_said else ""
    owner = plain(lead.owner_name or lead.owner_staff_id or t("leads.nobody"))
    holder = holder_of(t, lead)
    taken = f"  \n:material/front_hand: {plain(holder)}" if holder else ""
    who = f"**{name}** :gray[{plain(lead.segment_service)}] {badges(t, lead)}"
    return f"{who}  \n{why}{amount} :gray[· {owner}]{taken}"


def badges(t: Words, lead: Lead) -> str:
    """When it is due, that it waits too long, and that it rests or is done."""
    colour, icon = COLOURS[lead.urgency], ICONS[lead.urgency]
    day = f"{t(f'urgency.{lead.urgency}')} {t.day(lead.due_on)}"
    found = [f":{colour}-badge[:material/{icon}: {day}]"]
    if lead.escalated:
        late = t("leads.escalated", level=lead.escalated)
        found.append(f":red-badge[:material/notifications_active: {late}]")
    if lead.status == "snoozed":
        found.append(f":gray-badge[:material/snooze: {t('leads.until', day=t.day(lead.until_on))}]")
    elif lead.status in ("escalated", "done"):
        tone, sign = ("red", "campaign") if lead.status == "escalated" else ("green", "check")
        found.append(f":{tone}-badge[:material/{sign}: {t(f'lead_status.{lead.status}')}]")
    return " ".join(found)


def holder_of(t: Words, lead: Lead) -> str:
    """Who took the lead, or which branch has it, as a sentence; empty where nobody has."""
    if lead.elsewhere is not None:
        there = lead.elsewhere
        way = "waits" if there.taker_name is None else "taken"
        return t(f"leads.elsewhere.{way}", branch=there.branch_name, name=there.taker_name)
    if lead.taken_by is None:
        return ""
    if lead.taken_by == session.viewer().staff_id:
        return t("leads.mine")
    return t("leads.taken", name=lead.taken_by_name or lead.taken_by)


def show_claim(t: Words, lead: Lead) -> None:
    """Take it, or give it back; nothing where somebody else has it or nothing is left to do."""
    if not lead.is_waiting:
        return
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
    """Take it or give it back."""
    sources, viewer = session.house().sources, session.viewer()
    lead_press.attempt(lambda: change(sources, viewer, customer_id, version))
