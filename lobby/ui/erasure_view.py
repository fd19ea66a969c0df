"""Forget me: the press among the consents, the receipt in large type, the list of what is to be answered."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from lobby.domain.erasure import Request
from lobby.domain.errors import LobbyError
from lobby.services import erasures, staff
from lobby.services.erasures import Receipt
from lobby.services.permission import may
from lobby.services.views import Visit
from lobby.ui import answering, session, state
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain


def show_press(t: Words, visit: Visit) -> None:
    """What is written with it, and the press; where a request stands, its receipt again."""
    sources, viewer = session.house().sources, session.viewer()
    is_open = erasures.has_open_request(sources, viewer, visit)
    with st.container(border=True, gap="small", key="erasure"):
        st.markdown(f"**{t('erasure.title')}**  \n{t('erasure.stands' if is_open else 'erasure.hint')}")
        if is_open:
            press, icon = t("erasure.receipt"), ":material/receipt_long:"
            st.button(press, key="receipt", icon=icon, on_click=turn_receipt, args=(visit,))
            return
        with st.popover(t("erasure.press"), icon=":material/delete_forever:", key="erase"):
            st.markdown(t("erasure.sure"))
            press, key = t("erasure.confirm"), f"forget_{visit.visit_id}"
            st.button(press, key=key, type="primary", on_click=forget, args=(t, visit))


def turn_receipt(visit: Visit) -> None:
    """Turn the screen to the customer with the receipt on it."""
    state.turn(visit, "receipt")
    state.close_dialog()


def forget(t: Words, visit: Visit) -> None:
    """Write the request and show its receipt, or keep why that cannot be."""
    house = session.house()
    request_id = state.idempotency_key("section_forget", (visit.visit_id,))
    try:
        erasures.forget(house.sources, session.viewer(), visit, request_id, session.moment(), t.language)
    except LobbyError as error:
        state.refuse(error)
        return
    state.keep_answer("said", "erasure")
    turn_receipt(visit)


def show_receipt(own: Words, visit: Visit) -> None:
    """What the customer takes home."""
    house = session.house()
    asked = (house.sources, session.viewer(), visit, own.language)
    key = (visit.visit_id, own.language)
    receipt = state.kept("section_receipt", key, lambda: erasures.receipt(*asked))
    if receipt is not None:
        show_paper(own, receipt)


def show_paper(own: Words, receipt: Receipt) -> None:
    """Number and deadline above, then what stops now and what the law makes the bank keep."""
    request = receipt.request
    st.header(own("erasure.receipt.title"), anchor=False)
    st.subheader(own("erasure.receipt.number", number=plain(request.number)), anchor=False)
    place = SEPARATOR.join(part for part in (receipt.bank, receipt.branch_name) if part)
    who = own.masked(receipt.name_masked, request.customer_id)
    st.markdown(plain(SEPARATOR.join((who, own.long_day(request.received_on), place))))
    st.markdown(own("erasure.receipt.due", day=own.long_day(request.due_on)))
    stops, kept = st.columns(2, gap="large")
    with stops, st.container(border=True, gap="xsmall", height="stretch"):
        st.markdown(f":primary[:material/block: **{own('erasure.receipt.stops')}**]")
        for line in receipt.stops:
            st.subheader(plain(line), anchor=False)
    with kept, st.container(border=True, gap="xsmall", height="stretch"):
        st.markdown(f":primary[:material/gavel: **{own('erasure.receipt.kept')}**]")
        for what, how_long, because in receipt.kept:
            st.markdown(f"**{plain(what)}**  \n{plain(how_long)} :gray[{plain(because)}]")
    press, icon = own("erasure.receipt.print"), ":material/print:"
    st.button(press, key="print_receipt", type="primary", icon=icon, on_click=print_it)


def print_it() -> None:
    """Have the browser print the receipt."""
    state.print_screen(time.monotonic())


def show_open(t: Words) -> None:
    """The requests that are to be answered, the soonest due first."""
    viewer = session.viewer()
    if not may(viewer, "erasures.open_requests"):
        return
    found = session.house().open_requests(viewer)
    answering.show_list(
        t("erasure.list"), t("erasure.list.none"), "erasures", found, partial(show_request, t)
    )
    with fold("erasures_answered", t("erasure.list.answered")) as is_open:
        if is_open:
            show_answered(t)


def show_request(t: Words, request: Request) -> None:
    """Number, customer, since and until when; a press writes that it was answered."""
    is_late = request.due_on < session.moment().date()
    colour, icon = ("red", "priority_high") if is_late else ("orange", "event")
    due = f":{colour}-badge[:material/{icon}: {t('erasure.due', day=t.day(request.due_on))}]"
    who = SEPARATOR.join((request.customer_id, name_of(request.staff_id), t.day(request.received_on)))
    key = f"erasure_{request.number}"
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=key):
        st.markdown(f"**{plain(request.number)}** {due}  \n:small[:gray[{plain(who)}]]", width="stretch")
        if may(session.viewer(), "erasures.answer"):
            words = (t("erasure.answered"), t("erasure.note"), t("erasure.note.press"))
            most = session.house().policy.note_length
            answering.show_press(t, request.number, words, most, partial(answer, request.number))


def answer(number: str, note: str) -> None:
    """Write that a request was answered, and how."""
    erasures.answer(session.house().sources, session.viewer(), number, note)


def show_answered(t: Words) -> None:
    """What was answered lately: when, by whom, and how."""
    sources = session.house().sources
    found = erasures.answered_requests(sources, session.viewer())
    if not found:
        st.markdown(t("erasure.list.none_answered"))
    for request in found:
        day = t.day(sources.bank_time(request.happened_at).date())
        who = SEPARATOR.join((request.customer_id, name_of(request.staff_id), day))
        st.markdown(f"**{plain(request.number)}** {plain(request.note or '')}  \n:small[:gray[{plain(who)}]]")


def name_of(staff_id: str) -> str:
    """Who took or answered a request."""
    return staff.names_of_staff(session.house().sources).get(staff_id, staff_id)
