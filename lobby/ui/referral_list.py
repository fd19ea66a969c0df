"""The referrals on the page `mine`: to me with the answers I may give, from me with what came of them."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.referrals import LEAD, OPEN, Referral, ReferralState, ReturnReason, return_reasons
from lobby.services import referrals
from lobby.services.permission import may
from lobby.services.referrals import ReferralLine, Referrals
from lobby.ui import finder, session, state
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain

COLOURS = {
    "made": "orange",
    "accepted": "blue",
    "returned": "red",
    "done": "green",
    "talked": "gray",
    "withdrawn": "gray",
}
ICONS = {
    "made": "forward",
    "accepted": "handshake",
    "returned": "undo",
    "done": "task_alt",
    "talked": "chat",
    "withdrawn": "close",
}


def show(t: Words) -> str | None:
    """Those to me first, then those from me, and what came of them all."""
    sources, viewer = session.house().sources, session.viewer()
    found = referrals.referrals(sources, viewer, session.moment(), t.language)
    if not (found.to_me or found.from_me or any(vars(found.tally).values())):
        return t("referral.none", days=found.days)
    st.caption(tally_line(t, found))
    for name, lines in (("to_me", found.to_me), ("from_me", found.from_me)):
        if not lines:
            st.caption(t(f"referral.{name}.none"))
            continue
        st.markdown(t(f"referral.{name}", count=len(lines)))
        for line in lines:
            show_line(t, line)
    return None


def show_leads(t: Words) -> None:
    """On the page `leads`: what other branches passed to this one, until it is returned or finished."""
    sources, viewer = session.house().sources, session.viewer()
    if not may(viewer, "referrals.referrals"):
        return
    with calm(t):
        found = referrals.referrals(sources, viewer, session.moment(), t.language)
        lines = [one for one in found.to_me if one.referral.subject == LEAD and one.referral.state in OPEN]
        if lines:
            st.markdown(f"**{t('leads.received', count=len(lines))}**")
        for line in lines:
            show_line(t, line)


def tally_line(t: Words, found: Referrals) -> str:
    """How many were made, accepted and came to something: the same ones count for both."""
    counted = t("referral.credit.made", days=found.days, **vars(found.tally))
    return f"{counted}  \n{t('referral.credit.meaning')}"


def show_line(t: Words, line: ReferralLine) -> None:
    """Who, about what, how far it is, and the answers this person may give."""
    referral = line.referral
    with st.container(border=True, gap="xsmall", key=f"referral_{referral.referral_id}"):
        st.markdown(said(t, line))
        if not (line.next_states or line.may_open):
            return
        with st.container(horizontal=True, gap="small"):
            if line.may_open:
                st.button(
                    t("search.open"),
                    key=f"open_{referral.referral_id}",
                    icon=":material/person:",
                    on_click=open_customer,
                    args=(referral.referral_id,),
                )
            for state_ in line.next_states:
                show_answer(t, referral, state_)


def said(t: Words, line: ReferralLine) -> str:
    """The state, the masked customer, the subject, and between whom; below it who moved it when, and why."""
    state_, last = line.referral.state, line.referral.steps[-1]
    badge = f":{COLOURS[state_]}-badge[:material/{ICONS[state_]}: {t(f'referral.state.{state_}')}]"
    name = line.customer.name_masked if line.customer else None
    who = plain(t.masked(name, line.referral.customer_id))
    between = t("referral.between", maker=plain(line.maker_name), receiver=plain(receiver(t, line)))
    why = t(f"referral.reason.{last.reason}") if last.reason else ""
    moved = f"{line.last_name} {t.moment(line.moved_at)}"
    chips = t.codes("lead_source" if line.referral.subject == LEAD else "chip", line.referral.chips)
    below = plain(SEPARATOR.join(part for part in (moved, why, chips, line.home_name) if part))
    return f"{badge} **{who}** {plain(subject(t, line))} :gray[{between}]  \n:small[:gray[{below}]]"


def subject(t: Words, line: ReferralLine) -> str:
    """What the customer is referred for."""
    if line.referral.subject == LEAD:
        return t("referral.lead")
    return line.subject_name or t.code("qualification", line.referral.subject.code)


def receiver(t: Words, line: ReferralLine) -> str:
    """To whom: a name, or the desk."""
    return line.receiver_name or t.code("place", line.referral.receiver.code)


def show_answer(t: Words, referral: Referral, answered: ReferralState) -> None:
    """One tap answers; a return asks for its reason first."""
    referral_id = referral.referral_id
    label, icon = t(f"referral.press.{answered}"), f":material/{ICONS[answered]}:"
    key = f"{answered}_{referral_id}"
    if answered != "returned":
        given = (referral_id, answered, None)
        is_first = answered in ("accepted", "done")
        kind: Literal["primary", "secondary"] = "primary" if is_first else "secondary"
        st.button(label, key=key, icon=icon, type=kind, on_click=give_answer, args=given)
        return
    asked = st.popover(label, icon=icon, key=key, on_change="rerun")
    with asked:
        for reason in return_reasons(referral.subject) if asked.open else ():
            st.button(
                t(f"referral.reason.{reason}"),
                key=f"{reason}_{referral_id}",
                width="stretch",
                on_click=give_answer,
                args=(referral_id, answered, reason),
            )


def give_answer(referral_id: str, answered: ReferralState, reason: ReturnReason | None) -> None:
    """Write the answer; whoever was faster is named."""
    try:
        referrals.answer(session.house().sources, session.viewer(), referral_id, answered, reason)
    except LobbyError as refused:
        state.refuse(refused)


def open_customer(referral_id: str) -> None:
    """Open the referred customer; the referral is the reason."""
    finder.turn_to(lambda: referrals.open_referred(session.house().sources, session.viewer(), referral_id))
