"""The own talks on the page `mine`: what was promised, what is half entered, today's with their voiding."""

from __future__ import annotations

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.outcomes import VOID_REASONS, VoidReason
from lobby.services import my_talks, outcomes
from lobby.services.drafts import discard_draft
from lobby.services.my_talks import DraftLine, PromiseLine, TalkLine
from lobby.services.views import Hit
from lobby.ui import finder, outcome_told, session, state
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain


def show_promises(t: Words) -> str | None:
    """Whom to come back to, and when; what is due in colour."""
    found = my_talks.promised(session.house().sources, session.viewer(), session.moment())
    for line in found:
        show_promise(t, line)
    return None if found else t("mine.promises.none")


def show_promise(t: Words, line: PromiseLine) -> None:
    outcome = line.talk.outcome
    colour, icon = ("orange", "notifications_active") if line.is_due else ("gray", "schedule")
    due = f":{colour}-badge[:material/{icon}: {t('contacts.next', day=t.day(outcome.next_on))}]"
    named = plain(t.code("product", outcome.subject.code))
    about = SEPARATOR.join(part for part in (named, outcome_told.noted(t, line.talk)) if part)
    with row(f"promise_{outcome.outcome_id}"):
        st.markdown(f"**{who(t, line.customer)}** {due} {about}", width="stretch")
        key, asked = f"open_promise_{outcome.outcome_id}", (outcome.outcome_id,)
        st.button(t("search.open"), key=key, icon=":material/person:", on_click=open_promised, args=asked)


def show_drafts(t: Words) -> str | None:
    """What is half entered on this device: to go on with, or to throw away."""
    found = my_talks.half_entered(session.house().sources, session.viewer(), session.moment())
    for line in found:
        show_draft(t, line)
    return None if found else t("mine.drafts.none")


def show_draft(t: Words, line: DraftLine) -> None:
    content, customer_id = line.draft.content, line.draft.customer_id
    said = SEPARATOR.join([*(t.code("chip", chip) for chip in content["chips"]), content["note"]])
    with row(f"draft_{customer_id}"):
        st.markdown(f"**{who(t, line.customer)}** {plain(said)}", width="stretch")
        label, key = t("mine.drafts.discard"), f"discard_{customer_id}"
        st.button(label, key=key, type="tertiary", on_click=discard, args=(customer_id,))
        key, icon = f"open_draft_{customer_id}", ":material/person:"
        st.button(t("search.open"), key=key, icon=icon, on_click=open_drafted, args=(customer_id,))


def show_talks(t: Words) -> str | None:
    """What was recorded today, how many count, and the way to take one back."""
    found = my_talks.talks_today(session.house().sources, session.viewer(), session.moment())
    for line in found:
        show_talk(t, line)
    return t("mine.talks.count", count=my_talks.count_talks(found))


def show_branch(t: Words) -> None:
    """What the colleagues recorded lately, for the manager who may take it back; one fold away."""
    with fold(
        "branch_talks", t("mine.branch.fold", days=session.house().policy.void_manager_days)
    ) as is_open:
        if not is_open:
            return
        found = my_talks.talks_of_others(session.house().sources, session.viewer(), session.moment())
        if not found:
            st.caption(t("mine.branch.none"))
        for line in found:
            show_talk(t, line)


def show_talk(t: Words, line: TalkLine) -> None:
    """When, whom, what and what came of it; a popover asks why it is taken back."""
    outcome = line.talk.outcome
    late = f" :orange-badge[:material/history: {t('mine.talks.late')}]" if outcome.is_late else ""
    came = outcome_told.came(t, line.talk)
    when = SEPARATOR.join(part for part in (t.moment(line.talk.at), line.staff_name or "") if part)
    said = f"**{who(t, line.customer)}** {came} :gray[{plain(when)}]{late}"
    if outcome.voided_by is not None:
        undone = t(f"mine.talks.{outcome.voided_by}")
        said = f":gray[~~{who(t, line.customer)} {came}~~] :gray-badge[{undone}]"
    with row(f"talk_{outcome.outcome_id}"):
        noted = outcome_told.noted(t, line.talk)
        st.markdown(f"{said}  \n:gray[{noted}]" if noted else said, width="stretch")
        if line.talk.may_void:
            show_void(t, outcome.outcome_id)


def show_void(t: Words, outcome_id: str) -> None:
    label, key = t("mine.talks.take_back"), f"void_{outcome_id}"
    asked = st.popover(label, key=key, type="tertiary", on_change="rerun")
    with asked:
        for reason in VOID_REASONS if asked.open else ():
            key, given = f"{reason}_{outcome_id}", (outcome_id, reason)
            st.button(t(f"void_reason.{reason}"), key=key, width="stretch", on_click=void, args=given)


def who(t: Words, customer: Hit | None) -> str:
    return plain(finder.name(t, customer) if customer else t("word.customer"))


def row(key: str) -> st.delta_generator.DeltaGenerator:
    """A line with its presses at the right."""
    return st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key)


def open_promised(outcome_id: str) -> None:
    sources, viewer = session.house().sources, session.viewer()
    finder.turn_to(lambda: my_talks.open_promised(sources, viewer, outcome_id))


def open_drafted(customer_id: str) -> None:
    sources, viewer = session.house().sources, session.viewer()
    finder.turn_to(lambda: my_talks.open_drafted(sources, viewer, customer_id))


def discard(customer_id: str) -> None:
    """Throw a draft away."""
    try:
        discard_draft(session.house().sources, session.viewer(), customer_id)
    except LobbyError as refused:
        state.refuse(refused)
    state.forget("section_jotting")
    state.forget("view")


def void(outcome_id: str, reason: VoidReason) -> None:
    """Take it back, with the reason."""
    try:
        outcomes.void(session.house().sources, session.viewer(), outcome_id, reason)
    except LobbyError as refused:
        state.refuse(refused)
    state.forget("view")
