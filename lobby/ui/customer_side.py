"""The screen turned to the customer: large type, only what the customer may see, one way back for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from lobby.services import continuations, customer_side
from lobby.services.customer_side import CustomerSide, ProductSheet, ServiceShown
from lobby.services.permission import may
from lobby.services.views import CustomerView, Visit
from lobby.ui import consent_view, erasure_view, face_row, own_assets, session, sheets, state, year_view
from lobby.ui.text import Words, plain

FOR_OWNER = ("assets", "year")
SHOWN = 4


def show_press(t: Words, view: CustomerView) -> None:
    """The press in the heading; what it offers is made once it is opened."""
    if not may(session.viewer(), "customer_side.customer_side"):
        return
    icon = ":material/screen_rotation_alt:"
    offered = st.popover(t("side.press"), icon=icon, key="turn", on_change="rerun")
    with offered:
        if offered.open:
            show_choice(t, view)


def show_choice(t: Words, view: CustomerView) -> None:
    """Without amounts, or with them once it is sure that the owner looks alone."""
    st.markdown(t("side.hint"))
    press, icon = t("side.home"), ":material/waving_hand:"
    st.button(
        press, key="turn_home", type="primary", icon=icon, on_click=state.turn, args=(view.visit, "home")
    )
    needs_guardian = view.person.needs_guardian and state.answer("guardian") is None
    if state.has_company() or needs_guardian or view.person.is_deceased:
        st.caption(t("side.not_alone"))
    else:
        press, icon = t("side.alone"), ":material/verified_user:"
        asked = (view.visit, "home", True)
        st.button(press, key="turn_alone", icon=icon, on_click=state.turn, args=asked)
        st.caption(t("side.alone.hint"))
    if not continuations.can_continue(session.house().sources):
        st.caption(f":material/qr_code_2: {t('side.no_link')}")


def read(visit: Visit) -> CustomerSide:
    """What this customer may see, made anew when it changes, and in the audit each time."""
    house, spoken, standing = session.house(), session.language(), session.house().standing()
    changed = house.since(session.viewer(), visit)
    key = (visit.visit_id, spoken, standing and standing.fingerprint, changed)
    asked = (house.sources, session.viewer(), visit, session.moment(), spoken)
    return state.kept("section_side", key, lambda: customer_side.customer_side(*asked))


def show(t: Words, visit: Visit) -> None:
    """The whole screen, in the customer's own language."""
    side = read(visit)
    own = replace(t, language=side.language, products=session.house().product_names(side.language))
    what, _, code = (state.turned() or "home").partition(":")
    is_known = code in {one.code for one in side.products} | {one.code for one in side.services}
    if (what in FOR_OWNER and not state.is_alone()) or (what == "sheet" and not is_known):
        what = "home"
    show_frame(t, own, side, what)
    if what == "consent":
        consent_view.show_question(own, visit, code)
    elif what == "receipt":
        erasure_view.show_receipt(own, visit)
    elif what == "assets":
        own_assets.show(own, visit)
    elif what == "year":
        year_view.show(own, visit)
    else:
        show_sheet(own, visit, side, code)


def show_frame(t: Words, own: Words, side: CustomerSide, what: str) -> None:
    """Above: the greeting or the way back to it, and what staff press to have their screen again."""
    is_alone_on_it = what in ("consent", "receipt")
    place: Literal["right", "distribute"] = "right" if is_alone_on_it else "distribute"
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment=place, key="frame"
    ):
        if what == "home":
            st.header(plain(greeting(own, side)), anchor=False)
        elif not is_alone_on_it:
            press, icon = own("side.back"), ":material/arrow_back:"
            st.button(press, key="side_home", icon=icon, on_click=state.turn_over, args=("home",))
        with st.popover(t("side.staff"), icon=":material/badge:", type="tertiary", key="staff"):
            st.markdown(t("side.staff.hint"))
            press = t("side.staff.back", name=plain(session.viewer().name))
            st.button(press, key="turn_back", type="primary", on_click=leave)


def leave() -> None:
    """The screen is the staff's again; exact amounts do not outlast the customer's look."""
    state.hide()
    state.turn_back()


def greeting(own: Words, side: CustomerSide) -> str:
    """By the family name where it is known; never more of the name."""
    if side.surname is None or side.gender is None:
        return own("side.hello")
    return own(f"side.hello.{side.gender}", name=side.surname)


def show_sheet(own: Words, visit: Visit, side: CustomerSide, code: str) -> None:
    """One product or service; without one of those on the first screen, the first screen."""
    product = next((one for one in side.products if one.code == code), None)
    service = next((one for one in side.services if one.code == code), None)
    if product is not None:
        sheets.show_product(own, visit, product)
        face_row.show(own, visit, "product", product.code)
    elif service is not None:
        sheets.show_service(own, visit, service)
        face_row.show(own, visit, "process")
    else:
        show_home(own, side)
        face_row.show(own, visit, "service")


def show_home(own: Words, side: CustomerSide) -> None:
    """What there is to be seen, each a tap away; nothing at all is a kind word."""
    groups: dict[str, Sequence[ProductSheet | ServiceShown]] = {
        "services": side.services[:SHOWN],
        "products": side.products,
    }
    filled = {name: tiles for name, tiles in groups.items() if tiles}
    st.subheader(own("side.welcome" if filled else "side.nothing"), anchor=False)
    if state.is_alone():
        show_owner_presses(own, side)
    for column, (name, tiles) in zip(st.columns(len(filled) or 1), filled.items(), strict=False):
        with column, st.container(border=True, gap="small", height="stretch", key=f"tiles_{name}"):
            icon = "task_alt" if name == "services" else "redeem"
            st.markdown(f":primary[:material/{icon}: **{own(f'side.{name}')}**]")
            for tile in tiles:
                sheets.show_tile(own, tile)


def show_owner_presses(own: Words, side: CustomerSide) -> None:
    """What only the owner sees: the assets, and the year where there is one."""
    with st.container(horizontal=True, gap="small"):
        for what, icon in (("assets", "account_balance_wallet"), ("year", "celebration")):
            if what != "year" or side.has_year:
                press, picture = own(f"side.{what}"), f":material/{icon}:"
                key, shown = f"side_{what}", (what,)
                st.button(press, key=key, icon=picture, on_click=state.turn_over, args=shown)
