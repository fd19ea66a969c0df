"""What the customer says, tapped and typed before or after the outcome: kept as it is entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.outcomes import CHIPS, Entry
from lobby.services import drafts, outcomes
from lobby.services.views import CustomerView, Recorded, Visit
from lobby.ui import session, state
from lobby.ui.errors import show as show_error
from lobby.ui.folding import fold
from lobby.ui.text import Words, plain

FAMILIES = ("need", "time", "worry")
PAUSE = "400ms"
KEPT = "section_jotting"
BLANK: Mapping[str, Any] = {"subject": None, "chips": [], "note": ""}


def show(t: Words, view: CustomerView) -> None:
    """One line; unfolded the chips and the note, unfolded already where something was left half entered."""
    if state.chosen("fold_jotting") is None and is_written(held(view.visit, view.draft)):
        state.put("fold_jotting", True)
    with fold("jotting", f"**{t('jotting.title')}** :gray[{t('jotting.hint')}]") as is_open:
        if is_open:
            show_entry(t, view)


@st.fragment
def show_entry(t: Words, view: CustomerView) -> None:
    """A button per thing a customer may say, in three rows, and one line of note."""
    visit, entered = view.visit, held(view.visit, view.draft)
    refused = state.refusal()
    if refused is not None:
        show_error(t, refused)
    for family in FAMILIES:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"chips_{family}"):
            st.markdown(f":gray[{t(f'chips.{family}')}]", width="content")
            for chip in (one for one in CHIPS if one.startswith(family)):
                is_on = chip in entered["chips"]
                st.button(
                    t(f"chip.{chip}"),
                    key=f"chip_{chip}_{visit.visit_id}",
                    type="primary" if is_on else "secondary",
                    on_click=toggle,
                    args=(visit, chip),
                )
    show_note(t, visit, entered)
    show_addition(t, view, entered)


def show_note(t: Words, visit: Visit, entered: Mapping[str, Any]) -> None:
    """One line, kept while it is typed; what must not stand in it is said at once."""
    key = note_key(visit)
    if not state.typed(key):
        state.put(key, entered["note"])
    label, most = t("jotting.note"), session.house().policy.note_length
    st.text_input(
        label, key=key, live=PAUSE, placeholder=label, label_visibility="collapsed",
        autocomplete="off", on_change=keep_note, args=(visit,),
    )  # fmt: skip
    fault = outcomes.fault_of(session.house().sources, entered["note"])
    if fault is not None:
        title, hint = t(f"error.{fault}.title"), t(f"error.{fault}.hint", most=most)
        st.markdown(f":orange[:material/edit_note: **{title}**] {hint}")


def show_addition(t: Words, view: CustomerView, entered: Mapping[str, Any]) -> None:
    """What is entered after the tap goes to the outcome that stands."""
    last = next((one for one in reversed(view.talks) if one.outcome.voided_by is None), None)
    if last is None or not is_written(entered):
        return
    product = t.code("product", last.outcome.subject.code)
    what = plain(t("jotting.add_to", product=product, result=t(f"press.{last.outcome.result}")))
    key, icon = f"add_to_{last.outcome.outcome_id}", ":material/note_add:"
    st.button(what, key=key, icon=icon, on_click=add_to, args=(view.visit, last))


def held(visit: Visit, draft: Mapping[str, Any]) -> dict[str, Any]:
    """What is entered for this customer now, at first what the desk store kept."""
    entered: dict[str, Any] = state.kept(KEPT, (visit.visit_id,), lambda: {**BLANK, **draft})
    return entered


def is_written(entered: Mapping[str, Any]) -> bool:
    return bool(entered["chips"] or entered["note"])


def note_key(visit: Visit) -> str:
    return f"note_{visit.visit_id}"


def toggle(visit: Visit, chip: str) -> None:
    """Tap a chip on or off."""
    on = [*held(visit, {})["chips"]]
    change(visit, chips=[one for one in on if one != chip] if chip in on else [*on, chip])


def keep_note(visit: Visit) -> None:
    change(visit, note=state.typed(note_key(visit)))


def change(visit: Visit, **entered: object) -> None:
    """Keep what is entered, in this session first and then in the desk store; a fault there loses nothing."""
    content = {**held(visit, {}), **entered}
    state.keep(KEPT, (visit.visit_id,), content)
    try:
        drafts.keep_draft(session.house().sources, session.viewer(), visit, content)
    except LobbyError as refused:
        state.refuse(refused)


def add_to_entry(entry: Entry, visit: Visit) -> Entry:
    """The entry with what was said; the note as it stands in its field now."""
    said = held(visit, {})
    return replace(entry, chips=tuple(said["chips"]), note=state.typed(note_key(visit)) or said["note"])


def clear(visit: Visit) -> None:
    """It was recorded: nothing is half entered any more."""
    state.keep(KEPT, (visit.visit_id,), dict(BLANK))
    state.put(note_key(visit), "")


def put_back(visit: Visit, chips: tuple[str, ...], note: str) -> None:
    """What went with an outcome that was undone is half entered again, unless something else is."""
    if (chips or note) and not is_written(held(visit, {})):
        state.put(note_key(visit), note)
        change(visit, chips=list(chips), note=note)


def add_to(visit: Visit, last: Recorded) -> None:
    """Say more of the last outcome."""
    entered = held(visit, {})
    outcome = last.outcome
    chips = tuple(dict.fromkeys((*outcome.chips, *entered["chips"])))
    note = entered["note"] or outcome.note
    try:
        outcomes.add_to(
            session.house().sources, session.viewer(), outcome.outcome_id, outcome.reasons, chips, note
        )
    except LobbyError as refused:
        state.refuse(refused)
        return
    clear(visit)
    state.forget("view")
    st.rerun()
