"""A product and a service as the customer reads them: large, whole, with the code to go on by phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from lobby.domain.continuing import Subject
from lobby.services import continuations, customer_side
from lobby.services.continuations import Link
from lobby.services.customer_side import ProductSheet, ServiceShown
from lobby.services.views import Visit
from lobby.ui import session, state
from lobby.ui.facts import sentence
from lobby.ui.text import SEPARATOR, Words, plain

QR_WIDTH = 240
BY_PHONE = "app"


def show_tile(own: Words, tile: ProductSheet | ServiceShown) -> None:
    """One thing to look at: what it is, and the press that opens it."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"tile_{tile.code}"):
        with st.container(gap=None):
            if isinstance(tile, ProductSheet):
                st.subheader(plain(tile.name), anchor=False)
                st.markdown(badges(own, tile))
            else:
                st.subheader(plain(title(own, tile)), anchor=False)
        press, icon, opened = own("side.see"), ":material/chevron_right:", (f"sheet:{tile.code}",)
        key = f"see_{tile.code}"
        st.button(press, key=key, icon=icon, type="primary", on_click=state.turn_over, args=opened)


def title(own: Words, service: ServiceShown) -> str:
    """What the service is called, with the product of an application."""
    if service.about is None or service.product is None:
        return service.title
    return SEPARATOR.join((service.title, own.code("product", service.product)))


def badges(own: Words, sheet: ProductSheet) -> str:
    """Kind, risk in words, and whose product it is where it is not the bank's own."""
    shown = [f":gray-badge[{own.code('product_kind', sheet.kind)}]"]
    if sheet.risk is not None:
        shown.append(f":blue-badge[:material/shield: {plain(sheet.risk)} {own(f'side.level.{sheet.risk}')}]")
    if sheet.is_agency:
        shown.append(f":orange-badge[:material/handshake: {own('sale.agency')} · {own('side.not_ours')}]")
        shown.append(f":gray-badge[{own('side.issuer', issuer=plain(sheet.issuer))}]")
    return " ".join(shown)


def show_product(own: Words, visit: Visit, sheet: ProductSheet) -> None:
    """Left what it is and costs, right how to go on; what to mind stands where there is room."""
    opened(visit, f"product:{sheet.code}")
    st.header(plain(sheet.name), anchor=False)
    st.markdown(badges(own, sheet))
    risk = (own(f"side.risk.{sheet.kind}"), *sheet.notices)
    link = link_for(visit, Subject("product", sheet.code), sheet.places)
    words, then = st.columns([5, 4], gap="medium")
    with words:
        show_block(own("side.terms"), "description", (sheet.terms,))
        show_block(own("side.cost"), "payments", (sheet.cost,))
        if link is not None:
            show_block(own("side.risk"), "warning", risk, "orange")
        if sheet.benefits:
            show_block(own("side.benefits"), "redeem", sheet.benefits)
    with then:
        if link is None:
            show_block(own("side.risk"), "warning", risk, "orange")
        show_next(own, Subject("product", sheet.code), sheet.places, link)


def show_service(own: Words, visit: Visit, sheet: ServiceShown) -> None:
    """Left what to bring and how it goes; right how to go on."""
    opened(visit, f"service:{sheet.code}")
    st.header(plain(title(own, sheet)), anchor=False)
    link = link_for(visit, subject_of(sheet), sheet.places)
    words, then = st.columns([5, 4], gap="medium")
    with words:
        if sheet.about is not None:
            show_block(own("side.where_left"), "history", (sentence(own, sheet.about),), is_escaped=True)
        if sheet.documents:
            show_block(own("side.documents"), "badge", [f"{one}" for one in sheet.documents], is_list=True)
        if sheet.steps:
            show_steps(own, sheet.steps)
        if sheet.terms:
            show_block(own("side.terms"), "description", sheet.terms)
    with then:
        show_next(own, subject_of(sheet), sheet.places, link)


def subject_of(sheet: ServiceShown) -> Subject:
    """What the phone goes on with: the application or the loan itself, else the service."""
    if sheet.product is None:
        return Subject("service", sheet.code)
    return Subject("product" if sheet.about is None else "application", sheet.product)


def opened(visit: Visit, what: str) -> None:
    """Write what is shown, once per sheet and visit."""
    asked = (session.house().sources, session.viewer(), visit, what)
    state.kept(f"section_{what}", (visit.visit_id,), lambda: customer_side.open_sheet(*asked))


def show_block(
    heading: str,
    icon: str,
    lines: Sequence[str],
    colour: Literal["primary", "orange"] = "primary",
    *,
    is_list: bool = False,
    is_escaped: bool = False,
) -> None:
    """A heading with its sentences in large type."""
    said = [line if is_escaped else plain(line) for line in lines]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":{colour}[:material/{icon}: **{heading}**]")
        for line in said:
            st.subheader(f":small[:material/check:] {line}" if is_list else line, anchor=False)


def show_steps(own: Words, steps: Sequence[str]) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":primary[:material/format_list_numbered: **{own('side.steps', count=len(steps))}**]")
        for place, step in enumerate(steps, start=1):
            st.subheader(f":primary[{place}] {plain(step)}", anchor=False)


def show_next(own: Words, subject: Subject, places: Sequence[str], link: Link | None) -> None:
    """The code for the own phone where it can be done there, and every other place where it is done."""
    if link is not None:
        with st.container(border=True, horizontal_alignment="center", gap="small", key="go_on"):
            st.subheader(f":primary[:material/smartphone:] {own('side.go_on')}", anchor=False)
            st.image(link.image, width=QR_WIDTH, alt=own("side.go_on"))
            minutes = session.house().sources.catalog.policy.continuation_minutes
            st.markdown(own("side.go_on.hint", minutes=minutes))
            press, icon = own("side.go_on.again"), ":material/refresh:"
            name = kept_as(subject)
            st.button(press, key="new_code", type="tertiary", icon=icon, on_click=state.forget, args=(name,))
    elsewhere = tuple(place for place in places if place != BY_PHONE or link is None)
    if elsewhere:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f":primary[:material/place: **{own('side.where')}**]")
            st.subheader(own.codes("place", elsewhere), anchor=False)


def link_for(visit: Visit, subject: Subject, places: Sequence[str]) -> Link | None:
    """The link of this visit about `subject`, made once, anew when it is past its time; None elsewhere."""
    if BY_PHONE not in places:
        return None
    sources, viewer, name = session.house().sources, session.viewer(), kept_as(subject)

    def make() -> Link | None:
        state.keep_answer("link", "made")
        return continuations.start(sources, viewer, visit, subject)

    link = state.kept(name, (visit.visit_id,), make)
    if link is not None and link.expires_at <= sources.clock():
        state.forget(name)
        return state.kept(name, (visit.visit_id,), make)
    return link


def end_links(visit: Visit) -> None:
    """It was not this customer: what a phone was given leads nowhere."""
    if state.answer("link") is not None:
        continuations.revoke(session.house().sources, session.viewer(), visit)


def kept_as(subject: Subject) -> str:
    return f"section_link_{subject.kind}_{subject.code}"
