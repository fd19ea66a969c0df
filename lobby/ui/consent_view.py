"""Consent: the badge in the heading opens what was asked; the customer reads and taps on the turned screen.

To refuse takes one tap here or there; to grant takes the customer's own tap under the wording.
"""

from __future__ import annotations

import streamlit as st

from lobby.domain.consent import Standing
from lobby.domain.errors import LobbyError
from lobby.services import consents
from lobby.services.consents import ConsentLine
from lobby.services.permission import may
from lobby.services.views import Conversation, CustomerView, Line, Person, Visit
from lobby.ui import erasure_view, errors, session, state
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, plain

QUESTIONS = "consents"
REFUSED = "marketing"
PARTS = (("what", "database"), ("for_what", "target"), ("how_long", "schedule"), ("withdraw", "undo"))


def show_badge(t: Words, view: CustomerView) -> None:
    """What holds for marketing, one tap from all that was asked; only to be read where nobody is served."""
    label, icon = badge(t, view.person)
    if not may(session.viewer(), "consents.questions"):
        st.markdown(f":gray-badge[{icon} {label}]", width="content")
        return
    st.button(
        label, key="consents", type="tertiary", icon=icon, on_click=state.open_dialog, args=(QUESTIONS,)
    )
    if state.dialog() == (QUESTIONS,):
        title, icon = t("consents.title"), ":material/handshake:"
        shown = st.dialog(title, width="large", icon=icon, on_dismiss=state.close_dialog)
        shown(show_questions)(t, view)


def badge(t: Words, person: Person) -> tuple[str, str]:
    """What holds for marketing, with its sign."""
    granted = person.has_marketing_consent
    return t(
        f"consent.{'granted' if granted else 'missing'}"
    ), f":material/{'check' if granted else 'block'}:"


def opening(t: Words, view: CustomerView) -> tuple[Line, Conversation | None]:
    """What to say first and then; after a refusal in this visit, that it was noted and nothing else.

    To two who came together, that each account is its owner's.
    """
    said = state.answer("said") or ("companions" if state.has_company() else "")
    if not said:
        return view.say_first, view.talk
    line = session.house().sources.catalog.first_lines[said]
    return Line(line.code, line.text[t.language]), None


def show_questions(t: Words, view: CustomerView) -> None:
    """Each question: what holds, the press that shows the customer its wording, and the one for a no."""
    if state.dialog() != (QUESTIONS,):
        st.rerun()
    with calm(t):
        refused = state.refusal()
        if refused is not None:
            errors.show(t, refused)
        found = consents.questions(session.house().sources, session.viewer(), view.visit)
        for line in found:
            show_line(t, view.visit, line)
        erasure_view.show_press(t, view.visit)


def show_line(t: Words, visit: Visit, line: ConsentLine) -> None:
    code = line.wording.code
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"consent_{code}"):
        st.markdown(
            f"**{plain(line.wording.title[t.language])}**  \n{standing(t, line.standing)}", width="stretch"
        )
        press, icon = t("consents.ask"), ":material/screen_rotation_alt:"
        st.button(press, key=f"ask_{code}", icon=icon, on_click=ask, args=(visit, code))
        press, icon, key = t("consents.no"), ":material/close:", f"refuse_{code}_{visit.visit_id}"
        st.button(press, key=key, icon=icon, on_click=refuse, args=(t, visit, line))


def ask(visit: Visit, code: str) -> None:
    """Turn the screen to the customer with the wording on it."""
    state.turn(visit, f"consent:{code}")
    state.close_dialog()


def refuse(t: Words, visit: Visit, line: ConsentLine) -> None:
    """The customer said no: written, and the page behind shows it at once."""
    if say(t, visit, line, is_granted=False):
        state.close_dialog()


def standing(t: Words, held: Standing) -> str:
    """Granted or not, since when, and whether it was said at a desk."""
    colour, icon = ("green", "check") if held.is_granted else ("gray", "block")
    said = [t("consents.granted" if held.is_granted else "consents.refused")]
    if held.since is None:
        said = [t("consents.never_asked" if not held.is_granted else "consents.by_default")]
    else:
        said.append(t("consents.at_desk" if held.is_of_desk else "consents.in_feed", day=t.day(held.since)))
    if held.feed_grants_on is not None:
        said.append(t("consents.feed_grants", day=t.day(held.feed_grants_on)))
    return f":small[:{colour}[:material/{icon}: {plain(SEPARATOR.join(said))}]]"


def say(t: Words, visit: Visit, line: ConsentLine, *, is_granted: bool) -> bool:
    """Write what the customer said; False, with the reason kept for the screen, where that cannot be."""
    house, code = session.house(), line.wording.code
    asked_for = (visit.visit_id, line.standing, line.was_shown)
    change_id = state.idempotency_key(f"section_say_{code}_{is_granted}", asked_for)
    try:
        consents.say(
            house.sources, session.viewer(), visit, code, is_granted, change_id, session.moment(), t.language
        )
    except LobbyError as error:
        state.refuse(error)
        return False
    state.keep_answer("said", "" if is_granted or code != REFUSED else "refused_marketing")
    return True


def show_question(own: Words, visit: Visit, code: str) -> None:
    """The wording in large type and two presses alike; afterwards the bank's word on the answer."""
    sources, viewer = session.house().sources, session.viewer()
    shown = (visit.visit_id, code)
    wording = state.kept(
        f"section_wording_{code}", shown, lambda: consents.show_wording(sources, viewer, visit, code)
    )
    refused = state.refusal()
    if refused is not None:
        errors.show(own, refused)
    answered = state.answer(f"consent_{code}")
    if answered is not None:
        show_answered(own, code, answered)
        return
    st.header(f":primary[:material/handshake:] {plain(wording.title[own.language])}", anchor=False)
    with st.container(border=True, gap="small"):
        for part, icon in PARTS:
            said = plain(getattr(wording, part)[own.language])
            with st.container(gap=None):
                st.markdown(f":primary[:material/{icon}: **{own(f'consents.{part}')}**]")
                st.subheader(said, anchor=False)
    st.markdown(own("consents.free"))
    with st.container(horizontal=True, gap="medium", key="answers"):
        for answer, icon in (("no", "close"), ("yes", "check")):
            st.button(
                own(f"consents.say.{answer}"),
                key=f"say_{answer}_{code}_{visit.visit_id}",
                icon=f":material/{icon}:",
                width="stretch",
                on_click=answer_on_screen,
                args=(own, visit, code, answer),
            )
    st.caption(own("consents.version", version=sources.catalog.privacy.version))


def answer_on_screen(own: Words, visit: Visit, code: str, answer: str) -> None:
    """The customer's own tap."""
    found = consents.questions(session.house().sources, session.viewer(), visit)
    line = next(one for one in found if one.wording.code == code)
    if say(own, visit, line, is_granted=answer == "yes"):
        state.keep_answer(f"consent_{code}", answer)


def show_answered(own: Words, code: str, answer: str) -> None:
    """A refusal of marketing is answered in the catalogue's words, everything else with thanks."""
    lines = session.house().sources.catalog.first_lines
    if answer == "no" and code == REFUSED:
        said = lines["refused_marketing"].text[own.language]
    else:
        said = own(f"consents.thanks.{answer}")
    st.header(f":primary[:material/check_circle:] {plain(said)}", anchor=False)
