"""One tap says what came of the talk: the bar under what is in hand, short under a service line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from lobby.domain.errors import EntryRefused, LobbyError
from lobby.domain.outcomes import HELPED, WARNED, Entry, Result, Subject, offer_results
from lobby.domain.referrals import Subject as Referred
from lobby.services.outcomes import record_outcome
from lobby.services.permission import may
from lobby.services.views import CustomerView, Recorded, ServiceLine, Suggestion, Visit
from lobby.ui import jotting, referral, session, state
from lobby.ui.text import Words, plain

AHEAD = {"week": 7, "weeks": 14, "month": 30}
PUT_OFF = "put_off"


@dataclass(frozen=True)
class Form:
    """A drawn bar: whom and what it is about, its idempotency key, and the decision behind the screen.

    `happened_at` is set where a talk is entered afterwards, and not for the customer on the screen.
    """

    visit: Visit
    subject: Subject
    number: str
    decision_id: str | None = None
    happened_at: datetime | None = None


def may_record() -> bool:
    """Does whoever is signed in talk to customers?"""
    return may(session.viewer(), "outcomes.record_outcome")


def in_hand(view: CustomerView) -> str | None:
    """The product in hand: the one taken last, else the first that nothing was said about yet."""
    open_ones = [one.product for one in view.suggestions if last_about(view, product(one)) is None]
    taken = jotting.held(view.visit, view.draft)["subject"]
    offered = [one.product for one in view.suggestions]
    return taken if taken in offered else next(iter(open_ones or offered), None)


def take(visit: Visit, code: str) -> None:
    """Take another suggestion in hand."""
    jotting.change(visit, subject=code)


def product(suggestion: Suggestion) -> Subject:
    return Subject("product", suggestion.product)


def of_line(line: ServiceLine) -> Subject:
    """What a service line is about: the alarm behind it, else the service."""
    return Subject("event", line.alarm) if line.alarm else Subject("service", line.service)


def last_about(view: CustomerView, subject: Subject) -> Recorded | None:
    """What stands of this visit about `subject`."""
    about = (one for one in reversed(view.talks) if one.outcome.subject == subject)
    return next((one for one in about if one.outcome.voided_by is None), None)


def show(t: Words, view: CustomerView, suggestion: Suggestion) -> None:
    """The bar of the suggestion in hand; what came of it already in its place."""
    if not may_record():
        return
    subject = product(suggestion)
    last = last_about(view, subject)
    if last is not None:
        st.markdown(said(t, last))
    else:
        show_bar(t, form(view, subject), offer_results(suggestion.kind), suggestion.product)


def show_note(t: Words, view: CustomerView) -> None:
    """What the customer said goes with whatever is recorded next."""
    if may_record():
        jotting.show(t, view)


def show_line(t: Words, view: CustomerView, line: ServiceLine, place: str, talk: str = "") -> None:
    """The short bar of a service line, one press away and under what to say; of an alarm at once."""
    if not may_record():
        return
    subject = of_line(line)
    last = last_about(view, subject)
    if last is not None:
        st.markdown(said(t, last), width="content")
    elif line.alarm is not None:
        show_bar(t, form(view, subject), WARNED, place)
    else:
        opened = st.popover(t("outcome.press"), key=f"result_{place}", on_change="rerun")
        with opened:
            if opened.open:
                if talk:
                    st.markdown(talk)
                show_bar(t, form(view, subject), HELPED, place)


def form(view: CustomerView, subject: Subject) -> Form:
    """A bar about `subject`, with another key once something was recorded about it."""
    count = sum(one.outcome.subject == subject for one in view.talks)
    return Form(view.visit, subject, number(subject, (view.visit.visit_id, count)), view.decision_id)


def number(subject: Subject, key: tuple[object, ...]) -> str:
    """The idempotency key of the bar that `key` names."""
    return state.idempotency_key(f"section_bar_{subject.kind}_{subject.code}", key)


def show_bar(t: Words, drawn: Form, results: tuple[Result, ...], place: str) -> None:
    """A button per result; "not now" asks for the day instead, "refer" for the colleague."""
    end = f"{place}_{drawn.visit.visit_id}"
    with st.container(horizontal=True, gap="xsmall", key=f"bar_{place}"):
        if state.answer(PUT_OFF) == drawn.number:
            show_days(t, drawn, end)
            return
        for result in results:
            key, label = f"{result}_{end}", t(f"press.{result}")
            if result == "referred":
                chips = tuple(jotting.held(drawn.visit, {})["chips"])
                referral.show_press(
                    t, drawn.visit, Referred("product", drawn.subject.code), chips, in_bar=True
                )
            elif result == "not_now":
                st.button(label, key=key, on_click=state.keep_answer, args=(PUT_OFF, drawn.number))
            else:
                st.button(label, key=key, on_click=tap, args=(drawn, result))


def show_days(t: Words, drawn: Form, end: str) -> None:
    """When to come back to it: a few days to tap, or one from the calendar."""
    today = session.moment().date()
    for name, days in AHEAD.items():
        on = today + timedelta(days=days)
        asked = (drawn, "not_now", on)
        st.button(t(f"ahead.{name}", day=t.day(on)), key=f"ahead_{name}_{end}", on_click=tap, args=asked)
    first, last = today + timedelta(days=1), today + timedelta(days=session.house().policy.promise_days)
    key = f"ahead_day_{end}"
    st.date_input(
        t("ahead.day"), value=None, min_value=first, max_value=last, key=key, label_visibility="collapsed",
        width=180, format="YYYY-MM-DD", on_change=tap_day, args=(drawn, key),
    )  # fmt: skip
    st.button(
        t("ahead.back"),
        key=f"ahead_back_{end}",
        type="tertiary",
        on_click=state.keep_answer,
        args=(PUT_OFF, ""),
    )


def said(t: Words, last: Recorded) -> str:
    """What came of it, and when."""
    result = t(f"press.{last.outcome.result}")
    return f":green[:material/check_circle: **{result}**] :gray[{plain(t.clock(last.at))}]"


def tap_day(drawn: Form, key: str) -> None:
    """A day was chosen from the calendar."""
    on = state.chosen(key)
    if isinstance(on, date):
        tap(drawn, "not_now", on)


def tap(drawn: Form, result: Result, next_on: date | None = None) -> None:
    """Record what was tapped, for the customer the bar was drawn for; why not is kept to be shown."""
    try:
        if drawn.happened_at is None:
            check_shown(drawn.visit)
        entry = state.kept(
            "section_entry", (drawn.number, result, next_on), lambda: entered(drawn, result, next_on)
        )
        record_outcome(session.house().sources, session.viewer(), drawn.visit, entry, session.moment())
    except LobbyError as refused:
        state.forget("section_entry")
        refuse(drawn, refused)
        return
    state.keep_answer(PUT_OFF, "")
    state.forget("view")
    if drawn.happened_at is None:
        jotting.clear(drawn.visit)
        state.keep_answer(state.TOLD, drawn.number)


def refuse(drawn: Form, refused: LobbyError) -> None:
    """Keep why not for where the bar stands: on the customer's page, or on `mine`."""
    if drawn.happened_at is None:
        state.refuse(refused)
    else:
        state.keep("late_refused", (drawn.number,), refused)


def entered(drawn: Form, result: Result, next_on: date | None) -> Entry:
    """What the tap enters, with the chips and the note of the customer on the screen."""
    entry = Entry(
        outcome_id=drawn.number,
        customer_id=drawn.visit.customer_id,
        subject=drawn.subject,
        result=result,
        next_on=next_on,
        happened_at=drawn.happened_at,
        decision_id=drawn.decision_id,
    )
    return entry if drawn.happened_at else jotting.add_to_entry(entry, drawn.visit)


def check_shown(visit: Visit) -> None:
    """Refuse a tap on a form that was drawn for another customer than the one on the screen."""
    shown = state.visit()
    if shown is None or shown.visit_id != visit.visit_id:
        raise EntryRefused("other_customer", "Another customer is on the screen.", "Open the customer again.")
