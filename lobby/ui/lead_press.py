"""What else may be made of a lead: give it to a colleague, put it off, ask the manager, be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.referrals import SendReason
from lobby.services import lead_claims, lead_sending, lead_sharing
from lobby.services.lead_views import Lead
from lobby.services.permission import may
from lobby.ui import errors, referral, session, state
from lobby.ui.text import Words, plain

TOO_LATE = "lead_too_late"
PAGE = "lead_page"  # which of the leads are shown, from 0
SHORT = {"tomorrow": 1, "three_days": 3, "next_week": 7}


def show(t: Words, lead: Lead) -> None:
    """One press beside the row; what it holds is made when it is opened."""
    if lead.status in ("done", "elsewhere") or not is_theirs(lead):
        return
    key = f"more_lead_{lead.customer_id}"
    menu = st.popover(t("leads.more_presses"), icon=":material/more_horiz:", key=key, on_change="rerun")
    with menu:
        if menu.open:
            show_receivers(t, lead)
            show_branches(t, lead)
            show_days(t, lead)
            with st.container(horizontal=True, gap="small"):
                if lead.status != "escalated" and not may(session.viewer(), "lead_claims.assign_all"):
                    show_settle(t, lead, "escalate", "campaign", lead_claims.escalate)
                show_settle(t, lead, "finish", "check", lead_claims.finish)


def is_theirs(lead: Lead) -> bool:
    """Nobody's, the own one, or any of them for the manager."""
    viewer = session.viewer()
    return lead.taken_by in (None, viewer.staff_id) or may(viewer, "lead_claims.assign_all")


def show_receivers(t: Words, lead: Lead) -> None:
    """The colleagues who are here and may talk about it, and what each has already."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    found = lead_sharing.receivers(sources, viewer, lead, now)
    word = "assign" if may(viewer, "lead_claims.assign_all") else "refer"
    st.markdown(f"**{t(f'leads.{word}')}**")
    if not found:
        st.caption(t("leads.no_receiver"))
    load = lead_sharing.load_of(session.house().leads(viewer, t.language), found)
    for one in sorted(found, key=lambda one: (load[one.staff_id], one.staff_id)):
        st.button(
            t("leads.receiver", name=plain(one.name), count=load[one.staff_id]),
            key=f"give_{one.staff_id}_{lead.customer_id}",
            width="stretch",
            disabled=one.staff_id == lead.taken_by,
            on_click=give,
            args=(lead, one.staff_id),
        )


def show_branches(t: Words, lead: Lead) -> None:
    """The other branches where somebody may talk about it, and why it goes there."""
    sources, viewer = session.house().sources, session.viewer()
    number = state.idempotency_key("send_lead", (lead.customer_id, lead.claim_version))

    def send(branch: str, reason: SendReason) -> None:
        attempt(lambda: lead_sending.send(sources, viewer, lead, branch, reason, number))

    about = f"lead_{lead.customer_id}"
    referral.choose_branch(t, lead_sending.branches(sources, viewer, lead), about, send)


def show_days(t: Words, lead: Lead) -> None:
    """The usual days, and any other one of the next weeks."""
    today = session.moment().date()
    st.markdown(f"**{t('leads.put_off')}**")
    with st.container(horizontal=True, gap="small"):
        for name, days in SHORT.items():
            until = today + timedelta(days=days)
            key = f"{name}_{lead.customer_id}"
            st.button(t(f"leads.day.{name}"), key=key, on_click=put_off, args=(lead, until))
    last = today + timedelta(days=session.house().sources.catalog.policy.snooze_most_days)
    key = f"day_lead_{lead.customer_id}"
    st.date_input(
        t("leads.day.other"), value=None, min_value=today + timedelta(days=1), max_value=last, key=key,
        format="YYYY-MM-DD", on_change=put_off_to_chosen, args=(lead, key),
    )  # fmt: skip


def show_settle(t: Words, lead: Lead, name: str, icon: str, change: Callable[..., object]) -> None:
    st.button(
        t(f"leads.{name}"),
        key=f"{name}_{lead.customer_id}",
        icon=f":material/{icon}:",
        on_click=attempt,
        args=(lambda: change(session.house().sources, session.viewer(), lead),),
    )


def give(lead: Lead, staff_id: str) -> None:
    """Give it to a colleague."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    attempt(lambda: lead_claims.pass_on(sources, viewer, lead, staff_id, now))


def put_off(lead: Lead, until: date) -> None:
    """Put it off to a day."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    attempt(lambda: lead_claims.put_off(sources, viewer, lead, until, now))


def put_off_to_chosen(lead: Lead, key: str) -> None:
    """Put it off to the day in the field."""
    chosen = state.chosen(key)
    if chosen is not None:
        put_off(lead, chosen)


def attempt(change: Callable[[], object]) -> None:
    """Keep why not where somebody was faster, until the next press: the list drawn next shows what stands."""
    state.forget(TOO_LATE)
    try:
        change()
    except LobbyError as refused:
        state.keep(TOO_LATE, (), refused)


def show_too_late(t: Words) -> None:
    """Why the last press changed no lead; the list may be drawn anew meanwhile."""
    refused = state.kept(TOO_LATE, (), lambda: None)
    if refused is not None:
        errors.show(t, refused)


def put(name: str, value: object) -> None:
    """Narrow the list otherwise, from its beginning."""
    state.forget(TOO_LATE)
    state.drop(PAGE)
    state.put(name, value)
