"""What was recorded in this visit: with its undo, its reasons and the cool-down that began."""

from __future__ import annotations

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.outcomes import NO_REASONS
from lobby.services import outcomes
from lobby.services.views import CustomerView, Person, Recorded, Visit
from lobby.ui import jotting, session, state
from lobby.ui.errors import show as show_error
from lobby.ui.text import SEPARATOR, Words, plain

COOLING = {"declined": "cooling.declined", "not_now": "cooling.not_now", "not_appropriate": "cooling.today"}


def show(t: Words, view: CustomerView) -> None:
    """Why a tap was refused; then each talk of this visit, the newest first, the newest with all about it."""
    refused = state.refusal()
    if refused is not None:
        show_error(t, refused)
    standing = [one for one in view.talks if one.outcome.voided_by is None]
    if not standing:
        return
    *others, newest = standing
    with st.container(border=True, gap="xsmall", key="recorded"):
        st.markdown(line(t, view.person, newest))
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="told_presses"):
            show_undo(t, view.visit, newest)
            if newest.outcome.result == "declined" and newest.outcome.subject.kind == "product":
                show_reasons(t, newest)
        for one in reversed(others):
            st.markdown(f":gray[{line(t, view.person, one)}]")


def line(t: Words, person: Person, one: Recorded) -> str:
    """What, what came of it, when; what waits because of it, while offers are made; what was noted."""
    outcome = one.outcome
    parts = [f":green[:material/check_circle:] **{came(t, one)}** {plain(t.clock(one.at))}"]
    is_cooling = outcome.result in COOLING and outcome.subject.kind == "product"
    if is_cooling and person.has_marketing_consent:
        days = (one.quiet_until - one.at.date()).days if one.quiet_until else 0
        cooling = t(COOLING[outcome.result], days=days, day=t.day(one.quiet_until))
        parts.append(f":blue[:material/hourglass_top: {cooling}]")
    said = noted(t, one)
    return "  \n".join([*parts, f":gray[{said}]"] if said else parts)


def came(t: Words, one: Recorded) -> str:
    """What it was about, and what came of it."""
    what = t.code("product", one.outcome.subject.code)
    return plain(SEPARATOR.join((what, t(f"press.{one.outcome.result}"))))


def noted(t: Words, one: Recorded) -> str:
    """What the customer said, as it was tapped and typed."""
    chips = [t.code("chip", chip) for chip in one.outcome.chips]
    return plain(SEPARATOR.join(part for part in (*chips, one.outcome.note) if part))


def show_undo(t: Words, visit: Visit, one: Recorded) -> None:
    """Undo, as long as it may be; until when stands on it."""
    if one.undo_until is None or session.house().sources.desk.stamp() > one.undo_until:
        return
    label = t("outcome.undo", time=f"{one.undo_until:%H:%M:%S}")
    key, asked = f"undo_{one.outcome.outcome_id}", (visit, one)
    st.button(label, key=key, icon=":material/undo:", on_click=undo, args=asked)


def show_reasons(t: Words, one: Recorded) -> None:
    """Why not, if the customer said so: one tap each, afterwards."""
    st.markdown(f":gray[{t('no_reason.ask')}]", width="content")
    for reason in NO_REASONS:
        st.button(
            t(f"no_reason.{reason}"),
            key=f"no_{reason}_{one.outcome.outcome_id}",
            type="primary" if reason in one.outcome.reasons else "secondary",
            on_click=say_why,
            args=(one, reason),
        )


def undo(visit: Visit, one: Recorded) -> None:
    """Take it back; what went with it is half entered again."""
    try:
        outcomes.undo(session.house().sources, session.viewer(), one.outcome.outcome_id)
    except LobbyError as refused:
        state.refuse(refused)
    else:
        jotting.put_back(visit, one.outcome.chips, one.outcome.note)
    state.forget("view")


def say_why(one: Recorded, reason: str) -> None:
    """Add a reason, or take it away again."""
    given = one.outcome.reasons
    reasons = tuple(two for two in given if two != reason) if reason in given else (*given, reason)
    try:
        outcomes.add_to(
            session.house().sources, session.viewer(), one.outcome.outcome_id, reasons, one.outcome.chips,
            one.outcome.note,
        )  # fmt: skip
    except LobbyError as refused:
        state.refuse(refused)
    state.forget("view")
