"""How the leads lie on the people who are here, and one press that proposes how to share out the rest."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lobby.domain.duty import able
from lobby.services import lead_claims, lead_sharing, roster, staff
from lobby.services.lead_sharing import Proposal, task_of
from lobby.services.lead_views import Lead
from lobby.services.permission import may
from lobby.ui import lead_press, session, state
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

PROPOSED = "lead_proposal"
TOLD = "leads_assigned"


def show(t: Words, leads: Sequence[Lead]) -> None:
    """For the manager, one fold away: who has how many, the proposal, and the press that assigns it."""
    viewer = session.viewer()
    if not may(viewer, "lead_claims.assign_all"):
        return
    with fold("lead_share", t("leads.share.title")) as is_open:
        if not is_open:
            return
        free = sum(one.is_waiting and one.taken_by is None for one in leads)
        sources, now = session.house().sources, session.moment()
        people = roster.present_takers(sources, str(viewer.branch_id), now)
        load = lead_sharing.load_of(leads, people)
        st.markdown(t("leads.share.now", load=load_line(t, load), count=free))
        if not people:
            st.caption(t("leads.share.nobody"))
        elif free:
            press, icon = t("leads.share.propose"), ":material/balance:"
            st.button(press, key="propose_share", icon=icon, on_click=state.put, args=(PROPOSED, True))
            if state.chosen(PROPOSED):
                show_proposal(t, lead_sharing.proposal(sources, viewer, leads, now))
        told = state.chosen(TOLD)
        if told:
            st.caption(t("leads.share.done", count=told[0], late=told[1]))


def show_bulk(t: Words, shown: Sequence[Lead]) -> None:
    """For the manager: all that the list shows to one colleague, as far as they may talk about it."""
    viewer = session.viewer()
    waiting = [one for one in shown if one.is_waiting]
    if not may(viewer, "lead_claims.assign_all") or not waiting:
        return
    label = t("leads.bulk", count=len(waiting))
    menu = st.popover(label, icon=":material/group_add:", key="lead_bulk", on_change="rerun")
    with menu:
        if not menu.open:
            return
        here = roster.present_takers(session.house().sources, str(viewer.branch_id), session.moment())
        if not here:
            st.caption(t("leads.share.nobody"))
        for one in here:
            fit = tuple((lead, one.staff_id) for lead in waiting if able(task_of(lead), [one]))
            st.button(
                t("leads.bulk.receiver", name=plain(one.name), count=len(fit)),
                key=f"bulk_{one.staff_id}",
                width="stretch",
                disabled=not fit,
                on_click=assign,
                args=(fit,),
            )


def load_line(t: Words, load: dict[str, int]) -> str:
    """Each person with a number."""
    names = staff.names_of_staff(session.house().sources)
    return plain(SEPARATOR.join(f"{names.get(one, one)} {count}" for one, count in load.items()))


def show_proposal(t: Words, proposed: Proposal) -> None:
    """What each would have, what nobody here may talk about, and the press."""
    st.markdown(t("leads.share.then", load=load_line(t, dict(proposed.load))))
    if proposed.left:
        st.caption(t("leads.share.left", count=len(proposed.left)))
    press, icon = t("leads.share.assign", count=len(proposed.given)), ":material/done_all:"
    st.button(
        press, key="assign_share", type="primary", icon=icon, on_click=assign, args=(proposed.given,),
        disabled=not proposed.given,
    )  # fmt: skip


def assign(wanted: Sequence[tuple[Lead, str]]) -> None:
    """Assign all of it; what somebody took in the meantime stays theirs."""
    sources, viewer, now = session.house().sources, session.viewer(), session.moment()
    state.drop(PROPOSED)
    lead_press.attempt(lambda: state.put(TOLD, lead_claims.assign_all(sources, viewer, wanted, now)))
