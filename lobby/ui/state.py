"""What a session remembers between two taps; the only module that names Streamlit's session state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

import streamlit as st

from lobby.domain.errors import LobbyError
from lobby.domain.talks import Length
from lobby.domain.viewer import Language, Viewer
from lobby.services.views import Visit

Kept = TypeVar("Kept")

TOLD = "told"  # the answer that names what was recorded last


def viewer() -> Viewer | None:
    """Who is signed in."""
    signed_in: Viewer | None = _value("viewer")
    return signed_in


def sign_in(signed_in: Viewer) -> None:
    """Start anew for this person: nothing of the one before stays."""
    st.session_state.clear()
    st.session_state["viewer"] = signed_in


def sign_out() -> None:
    """Forget the person and everything of their customers; the language stays for the sign-in page."""
    spoken = language()
    st.session_state.clear()
    if spoken is not None:
        speak(spoken)


def language() -> Language | None:
    """The language chosen in this session."""
    spoken: Language | None = _value("language")
    return spoken


def speak(chosen: Language) -> None:
    """Show every word in `chosen` from the next run on."""
    st.session_state["language"] = chosen


def visit() -> Visit | None:
    """The customer in front of this person."""
    opened: Visit | None = _value("visit")
    return opened


def begin(opened: Visit) -> None:
    """Turn to one customer; what was kept of the one before is forgotten."""
    end()
    st.session_state["visit"] = opened
    st.session_state["go_to"] = "customer"


def end() -> None:
    """Turn away from the customer."""
    sections = [name for name in st.session_state if str(name).startswith("kept_section_")]
    of_customer = (
        "visit",
        "kept_view",
        "kept_decision",
        "reported",
        "revealed",
        "has_company",
        "answers",
        "talk_length",
        "dialog",
    )
    for name in (*of_customer, "go_to", *sections):
        st.session_state.pop(name, None)


def has_company() -> bool:
    """Is somebody with the customer? Off for every customer that is opened."""
    return bool(_value("has_company"))


def keep_company(is_on: bool) -> None:
    """Somebody has come or gone; exact amounts do not outlast it."""
    hide()
    st.session_state["has_company"] = is_on


def answer(question: str) -> str | None:
    """What was answered for this customer, None before."""
    held: dict[str, str] = _value("answers") or {}
    return held.get(question)


def keep_answer(question: str, given: str) -> None:
    """Remember an answer as long as this customer is open."""
    st.session_state["answers"] = {**(_value("answers") or {}), question: given}


def talk_length() -> Length | None:
    """How much of the talk is on the screen, None until somebody chose."""
    chosen_length: Length | None = _value("talk_length")
    return chosen_length


def choose_talk(length: Length) -> None:
    """Show the first line, 30 seconds or 2 minutes, as long as this customer is open."""
    st.session_state["talk_length"] = length


def turn(visit: Visit, what: str, is_alone: bool = False) -> None:
    """Turn the screen to the customer: it shows `what` and nothing else until staff turn it back.

    `is_alone`: staff made sure that the owner of the accounts is looking, and nobody else.
    """
    st.session_state["turned"] = (visit.visit_id, what, is_alone)


def turn_over(what: str) -> None:
    """Another sheet of the screen that is turned to the customer."""
    held = _value("turned")
    if held:
        st.session_state["turned"] = (held[0], what, held[2])


def turn_back() -> None:
    """The screen is the staff's again."""
    st.session_state.pop("turned", None)


def turned() -> str | None:
    """What the customer in front of this person is being shown, None while the screen is the staff's."""
    held, opened = _value("turned"), visit()
    return str(held[1]) if held and opened and held[0] == opened.visit_id else None


def is_alone() -> bool:
    """May the screen that is turned to the customer hold what only the owner sees?"""
    return turned() is not None and bool(_value("turned")[2]) and not has_company()


def open_dialog(*what: str) -> None:
    """Have something of this customer shown over the page until it is closed, whatever changes behind it."""
    st.session_state["dialog"] = what
    forget("section_dialog")


def dialog() -> tuple[str, ...]:
    """What is shown over the page, empty for nothing."""
    what: tuple[str, ...] = _value("dialog") or ()
    return what


def close_dialog() -> None:
    """Nothing is shown over the page any more."""
    st.session_state.pop("dialog", None)


def print_screen(at: float) -> None:
    """Ask the browser to print what is shown, once."""
    st.session_state["print_asked"] = at


def print_asked() -> float | None:
    """When the last print was asked for, None before."""
    asked: float | None = _value("print_asked")
    return asked


def next_page() -> str | None:
    """The page a tap asked for, once."""
    asked: str | None = st.session_state.pop("go_to", None)
    return asked


def go_to(page: str) -> None:
    """Ask for a page; the app turns to it at the start of the next run."""
    st.session_state["go_to"] = page


def refuse(error: LobbyError) -> None:
    """Keep why a tap was refused, to be shown in the same run."""
    st.session_state["refused"] = error


def refusal() -> LobbyError | None:
    """Why the last tap was refused, once."""
    error: LobbyError | None = st.session_state.pop("refused", None)
    return error


def kept(name: str, key: tuple[object, ...], make: Callable[[], Kept]) -> Kept:
    """What `make` gave for `key`: one answer per `name`, in this session only."""
    held = _value(f"kept_{name}")
    if held is None or held[0] != key:
        held = (key, make())
        st.session_state[f"kept_{name}"] = held
    value: Kept = held[1]
    return value


def idempotency_key(name: str, key: tuple[object, ...]) -> str:
    """The key under which what the press `name` writes is written once: another one with another `key`."""
    return kept(name, key, lambda: uuid4().hex)


def keep(name: str, key: tuple[object, ...], value: object) -> None:
    """Put `value` where `kept` finds it."""
    st.session_state[f"kept_{name}"] = (key, value)


def forget(name: str) -> None:
    """Have `kept` make it anew."""
    st.session_state.pop(f"kept_{name}", None)


def reveal(visit_id: str, field: str, at: float, value: str | None) -> None:
    """Show a field of this visit whole, for a while."""
    st.session_state["revealed"] = {**(_value("revealed") or {}), field: (visit_id, at, value)}


def hide() -> None:
    """Everything is masked again."""
    st.session_state.pop("revealed", None)


def revealed(visit_id: str, after: float) -> dict[str, tuple[float, str | None]]:
    """What of this visit was revealed after that moment: field → when, and the value; no other is kept."""
    held = (_value("revealed") or {}).items()
    shown = {name: one for name, one in held if one[0] == visit_id and one[1] > after}
    if len(shown) < len(held):
        st.session_state["revealed"] = shown
    return {name: (at, value) for name, (_, at, value) in shown.items()}


def keep_report(figure: str, report_id: str) -> None:
    """Remember which figure of this customer was reported as wrong."""
    st.session_state["reported"] = reported() | {figure: report_id}


def reported() -> dict[str, str]:
    """Figure → report of this customer."""
    held: dict[str, str] = _value("reported") or {}
    return held


def lower_curtain(at: float) -> None:
    """Cover the screen; a curtain that is down keeps its time, and what was revealed is masked behind it."""
    hide()
    st.session_state.setdefault("covered", at)


def covered_since() -> float | None:
    """When the curtain fell, None while it is up."""
    fallen: float | None = _value("covered")
    return fallen


def lift_curtain() -> None:
    """Show the page again."""
    st.session_state.pop("covered", None)


def may_lift(at: float, within: float) -> bool:
    """Is it still early enough for one tap instead of a sign-in?"""
    fallen = covered_since()
    return fallen is not None and at - fallen <= within


def typed(key: str) -> str:
    """What stands in a text field."""
    return str(st.session_state.get(key) or "")


def chosen(key: str) -> Any:
    """What a widget holds."""
    return st.session_state.get(key)


def put(key: str, value: object) -> None:
    """Set what a widget holds, before it is drawn."""
    st.session_state[key] = value


def drop(*keys: str) -> None:
    """Forget what these widgets hold; they are drawn empty again."""
    for key in keys:
        st.session_state.pop(key, None)


def _value(name: str) -> Any:
    return st.session_state.get(name)
