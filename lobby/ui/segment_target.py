"""From any cell to a list: those of a life stage who may be approached, masked."""

from __future__ import annotations

import streamlit as st

from lobby.services import segments
from lobby.services.segments import Target
from lobby.ui import session, state, stated, tag_list
from lobby.ui.text import Words, plain

ICONS = {"all": "group", "holding": "how_to_reg", "open": "person_add", "moved": "moving"}


def press(t: Words, target: Target) -> None:
    """A button that opens the list of this target."""
    parts = (target.side, target.segment, target.product, target.before)
    st.button(
        t(f"segments.list.{target.side}"),
        key="_".join(("list", *(part for part in parts if part))),
        icon=f":material/{ICONS[target.side]}:",
        on_click=state.put,
        args=("segment_target", target),
    )


def close() -> None:
    """Put the list away."""
    state.drop("segment_target")


def show(t: Words) -> None:
    """The list that was asked for; read and audited once."""
    target: Target | None = state.chosen("segment_target")
    if target is None:
        return
    with st.container(border=True, gap="small", key="targeted"):
        st.markdown(f"**{heading(t, target)}**")
        why = stated.ask(t, "segments.targeted", " ".join(str(part) for part in vars(target).values()))
        if why is not None:
            show_people(t, target, why)
        st.button(t("segments.list.close"), key="close_list", icon=":material/close:", on_click=close)


def show_people(t: Words, target: Target, why: str) -> None:
    """How many there are, and the first of them, masked."""
    sources, viewer = session.house().sources, session.viewer()
    key = (viewer.staff_id, sources.portraits.fingerprint, target, why)
    found = state.kept("targeted", key, lambda: segments.targeted(sources, viewer, target, why))
    shown = {"count": t.count(found.customers), "shown": t.count(len(found.people))}
    st.caption(t("segments.list.who", **shown))
    if found.people:
        st.markdown("\n".join(f"- {tag_list.who(t, one)}" for one in found.people))


def heading(t: Words, target: Target) -> str:
    """Who is on the list."""
    names = {
        "segment": plain(t.code("segment", target.segment)),
        "product": plain(t.code("product", target.product or "")),
        "before": plain(t.code("segment", target.before or "")),
    }
    key = f"segments.list.{target.side}.title"
    return t(key, **{name: names[name] for name in t.placeholders(key)})
