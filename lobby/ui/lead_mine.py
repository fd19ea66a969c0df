"""The own leads on the page `mine`, and handing them over at noon or at the end of a shift."""

from __future__ import annotations

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.handover import HandoverState
from lobby.services import handovers
from lobby.services.handovers import HandoverLine
from lobby.services.lead_views import Lead
from lobby.ui import lead_list, lead_press, lead_walk, session, state
from lobby.ui.text import SEPARATOR, Words, plain

ICONS = {"accepted": "check", "returned": "undo", "withdrawn": "close"}


def show(t: Words) -> str | None:
    """What waits with this person, what colleagues hand over, and the press that hands over."""
    sources, viewer = session.house().sources, session.viewer()
    lead_press.show_too_late(t)
    lines = handovers.handovers(sources, viewer)
    for line in lines:
        show_handover(t, line)
    leads = handovers.my_leads(sources, viewer, session.moment(), t.language)
    for lead in leads:
        show_lead(t, lead, leads)
    if not any(one.handover.answer is None and "withdrawn" in one.answers for one in lines):
        show_offer(t)
    return None if leads else t("mine.leads.none")


def show_lead(t: Words, lead: Lead, leads: tuple[Lead, ...]) -> None:
    """The same words as on the list, and what may be made of it."""
    key = f"my_lead_{lead.customer_id}"
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
        st.markdown(lead_list.said(t, lead), width="stretch")
        st.button(
            t("search.open"),
            key=f"open_my_lead_{lead.customer_id}",
            icon=":material/person:",
            on_click=lead_walk.open_from,
            args=(tuple(one.customer_id for one in leads), lead.customer_id),
        )
        lead_press.show(t, lead)


def show_offer(t: Words) -> None:
    """To whom; nothing moves before they accept."""
    menu = st.popover(t("handover.press"), icon=":material/move_item:", key="hand_over", on_change="rerun")
    with menu:
        if not menu.open:
            return
        st.caption(t("handover.hint"))
        for one in handovers.receivers(session.house().sources, session.viewer()):
            words = plain(SEPARATOR.join((one.name, t.code("role", one.role))))
            key = f"hand_over_{one.staff_id}"
            st.button(words, key=key, width="stretch", on_click=offer, args=(t, one.staff_id))


def show_handover(t: Words, line: HandoverLine) -> None:
    """From whom to whom, how much, and the answer or the presses that give it."""
    one = line.handover
    between = t("handover.between", giver=plain(line.from_name), taker=plain(line.to_name))
    much = t("handover.much", leads=len(one.leads), promises=len(one.promises))
    stands = t(f"handover.state.{one.answer.state if one.answer else 'open'}")
    key = f"handover_{one.handover_id}"
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
        st.markdown(
            f"**{between}** {much} :gray[{plain(t.moment(line.made_at))} · {stands}]", width="stretch"
        )
        for state_ in line.answers:
            st.button(
                t(f"handover.press.{state_}"),
                key=f"{state_}_{one.handover_id}",
                icon=f":material/{ICONS[state_]}:",
                type="primary" if state_ == "accepted" else "secondary",
                on_click=answer,
                args=(one.handover_id, state_),
            )


def offer(t: Words, to_staff_id: str) -> None:
    """Offer everything to one colleague."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    key = state.idempotency_key("hand_over", (viewer.staff_id, now.date()))
    lead_press.attempt(lambda: handovers.offer(sources, viewer, to_staff_id, key, now, t.language))
    state.forget("hand_over")


def answer(handover_id: str, given: HandoverState) -> None:
    """Accept, return or take back."""
    try:
        handovers.answer(session.house().sources, session.viewer(), handover_id, given)
    except LobbyError as refused:
        state.refuse(refused)
