"""The customer's own assets and what matures, in large type; exact for a while after the owner asks."""

from __future__ import annotations

import streamlit as st

from lobby.services import customer_side
from lobby.services.customer_side import Maturing, OwnAssets
from lobby.services.views import Visit
from lobby.ui import revealing, session, state
from lobby.ui.facts import renewal
from lobby.ui.text import Words, plain

SHOWN_MATURING = 4


def show(own: Words, visit: Visit) -> None:
    """Left what there is, right what matures when."""
    held = read(visit, own)
    if held is None:
        st.subheader(own("side.assets.none"), anchor=False)
        return
    st.header(f":primary[:material/account_balance_wallet:] {own('side.assets.title')}", anchor=False)
    st.markdown(own("side.assets.day", day=own.long_day(held.on)))
    kinds, coming = st.columns([1, 1], gap="large")
    with kinds:
        with st.container(border=True, gap="xsmall"):
            st.header(plain(own.amount(held.total)), anchor=False)
            for kind, amount in held.by_kind.items():
                st.subheader(f"{own.code('kind', kind)}  {plain(own.amount(amount))}", anchor=False)
        if revealing.may_show_amounts(own):
            key, owner = f"reveal_own_{visit.visit_id}", (visit, ("amounts",), "owner")
            press = own("side.assets.reveal")
            st.button(press, key=key, icon=revealing.ICON, on_click=revealing.lift, args=owner)
    with coming:
        if held.maturing:
            show_maturing(own, held.maturing)


def read(visit: Visit, own: Words) -> OwnAssets | None:
    """Read, and written to the audit, once per portrait and visit."""
    house, standing = session.house(), session.house().standing()
    asked = (house.sources, session.viewer(), visit, session.moment(), own.language)
    key = (visit.visit_id, own.language, standing and standing.fingerprint)
    return state.kept("section_own_assets", key, lambda: customer_side.own_assets(*asked))


def show_maturing(own: Words, maturing: tuple[Maturing, ...]) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":primary[:material/event: **{own('side.assets.maturing')}**]")
        for one in maturing[:SHOWN_MATURING]:
            said = own(
                "side.assets.matures",
                day=own.long_day(one.on),
                kind=own.code("kind", one.kind),
                amount=plain(own.amount(one.amount)),
            )
            renews = renewal(own, one.kind, one.renews)
            st.subheader(f"{said}  \n:small[:gray[{renews}]]", anchor=False)
