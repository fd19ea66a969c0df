"""A mask lifted for a while: what of the customer, why, and what is shown whole until when."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from lobby.domain.revealing import OTHER, Field, Why
from lobby.services import reveal
from lobby.services.permission import revealable
from lobby.services.views import CustomerView, Person, Visit
from lobby.ui import session, state
from lobby.ui.text import SEPARATOR, Words, plain
from lobby.ui.visitor import capital

PAUSE = "250ms"
WHAT = "reveal_what"
ICON = ":material/visibility:"


def may_show_amounts(t: Words) -> bool:
    """Are amounts in bands that this person may have exactly?"""
    return t.is_masked and not t.is_hidden and "amounts" in revealable(session.viewer())


def show_press(t: Words, visit: Visit, masked: Mapping[Field, str], place: str) -> None:
    """The press; what may be shown whole and why is asked once it is opened."""
    shown = session.revealed(visit)
    offered = {field: form for field, form in masked.items() if field not in shown}
    if not may_show_amounts(t):
        offered.pop("amounts", None)
    if state.has_company() or not offered:
        return
    press = t("reveal.press.amounts" if list(masked) == ["amounts"] else "reveal.press")
    opened = st.popover(press, icon=ICON, key=f"reveal_{place}", type="tertiary", on_change="rerun")
    with opened:
        if opened.open:
            show_choice(t, visit, offered, place)


def show_choice(t: Words, visit: Visit, offered: Mapping[Field, str], place: str) -> None:
    """What, the first already chosen; then why, which is the press that shows it."""
    chosen = chosen_of(offered)
    st.markdown(t("reveal.hint", seconds=session.house().policy.reveal_seconds))
    if len(offered) > 1:
        with st.container(horizontal=True, gap="xsmall"):
            for field, form in offered.items():
                st.button(
                    what(t, field, form),
                    key=f"what_{field}_{place}",
                    type="primary" if field in chosen else "secondary",
                    on_click=choose,
                    args=(offered, field),
                )
    st.markdown(f"**{t('reveal.because')}**")
    with st.container(horizontal=True, gap="xsmall"):
        for why in session.house().policy.reveal_whys:
            st.button(
                t(f"reveal.why.{why}"),
                key=f"why_{why}_{place}_{visit.visit_id}",
                disabled=not chosen,
                on_click=lift,
                args=(visit, chosen, why, place),
            )
    show_other(t, visit, chosen, place)


def show_other(t: Words, visit: Visit, chosen: Sequence[Field], place: str) -> None:
    """Why in one's own words, and what is to be changed in them."""
    label, end = t("reveal.why.other"), f"{place}_{visit.visit_id}"
    note = st.text_input(
        label, key=f"why_{end}", live=PAUSE, placeholder=label, label_visibility="collapsed",
        autocomplete="off",
    )  # fmt: skip
    policy = session.house().policy
    fault = reveal.fault_of(session.house().sources, OTHER, note or "")
    if note and fault is not None:
        values = {"most": policy.note_length, "fewest": policy.reveal_note_length}
        title, hint = (t(f"error.{fault}.{part}", **values) for part in ("title", "hint"))
        st.markdown(f":orange[:material/edit_note: **{title}**] {hint}")
    st.button(
        t("reveal.other.press"),
        key=f"why_other_{end}",
        icon=ICON,
        disabled=fault is not None or not chosen,
        on_click=lift,
        args=(visit, chosen, OTHER, place, note),
    )


def chosen_of(offered: Mapping[Field, str]) -> tuple[Field, ...]:
    """What of it is to be shown; before anything was chosen the first."""
    said = state.answer(WHAT)
    return tuple(offered)[:1] if said is None else tuple(one for one in offered if one in said.split())


def choose(offered: Mapping[Field, str], field: Field) -> None:
    """Take a field in, or leave it out."""
    state.keep_answer(WHAT, " ".join({*chosen_of(offered)} ^ {field}))


def lift(visit: Visit, fields: Sequence[Field], why: Why, place: str | None = None, note: str = "") -> None:
    """Show these fields whole for a while, each in the audit first."""
    house, viewer = session.house(), session.viewer()
    values = {field: house.reveal(viewer, visit, field, why, note) for field in fields}
    now = time.monotonic()
    for field, value in values.items():
        state.reveal(visit.visit_id, field, now, value)
    if place is not None:
        state.put(f"reveal_{place}", False)


def what(t: Words, field: Field, form: str) -> str:
    """A field by its name, and as it stands masked."""
    shown = t("search.age", band=form) if field == "birth_date" else form
    return plain(capital(f"{t.code('shown', field)} {shown}".strip()))


def show_in_force(t: Words, visit: Visit) -> None:
    """What is shown whole now and until when, with the press that masks it at once."""
    by_end: dict[str, list[str]] = {}
    for field, (at, value) in session.revealed(visit).items():
        by_end.setdefault(end_of(t, at), []).append(f"{t.code('shown', field)} {value or ''}".strip())
    if not by_end:
        return
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key="in_force"):
        st.markdown("  \n".join(line(t, *one) for one in by_end.items()), width="stretch")
        press, icon = t("reveal.hide"), ":material/visibility_off:"
        st.button(press, key="hide_revealed", icon=icon, on_click=state.hide)


def end_of(t: Words, at: float) -> str:
    """The time of day at which what was revealed at this moment is masked again."""
    left = at + session.house().policy.reveal_seconds - time.monotonic()
    return t.second((session.wall_clock() + timedelta(seconds=left)).astimezone(session.moment().tzinfo))


def line(t: Words, end: str, shown: Sequence[str]) -> str:
    until = t("reveal.until", at=end)
    return f"**{plain(capital(SEPARATOR.join(shown)))}** :orange-badge[:material/timer: {plain(until)}]"


def person(view: CustomerView) -> Person:
    """Who it is, by the whole name while that is shown."""
    _, name = session.revealed(view.visit).get("name", (0.0, None))
    return replace(view.person, name_masked=name or view.person.name_masked)
