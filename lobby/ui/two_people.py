"""What two people make together: who proposed and answered, and the presses of the second one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import streamlit as st

from lobby.domain import scope
from lobby.domain.errors import LobbyError
from lobby.domain.two_people import Verdict
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources
from lobby.services.two_people import People
from lobby.ui import session, state
from lobby.ui.text import SEPARATOR, Words, plain

ICONS: dict[Verdict, str] = {"checked": "check", "refused": "close", "withdrawn": "undo"}
Give = Callable[[Sources, Viewer, str, Verdict, str], object]


def told(t: Words, people: People) -> list[str]:
    """A line about the proposal and, once it was answered, one about that."""
    lines = [plain(t("product.made_by", name=people.made_by, at=t.moment(people.made_at)))]
    if people.verdict is not None and people.answered_at is not None:
        key = f"product.verdict.{people.verdict}"
        answered = t(key, name=people.answered_by, at=t.moment(people.answered_at))
        lines.append(plain(SEPARATOR.join(one for one in (answered, people.note) if one)))
    return lines


def show(t: Words, number: str, verdicts: Iterable[Verdict], give: Give) -> None:
    """A press for each answer that this person may give by `give`."""
    with st.container(horizontal=True, gap="small"):
        for verdict in verdicts:
            show_verdict(t, number, verdict, give)


def show_verdict(t: Words, number: str, verdict: Verdict, give: Give) -> None:
    """One tap checks or withdraws; a refusal asks for its reason."""
    label, icon = t(f"product.press.{verdict}"), f":material/{ICONS[verdict]}:"
    key, asked = f"{verdict}_{number}", (number, verdict, give)
    if verdict != "refused":
        kind: Literal["primary", "secondary"] = "primary" if verdict == "checked" else "secondary"
        st.button(label, key=key, icon=icon, type=kind, on_click=answer, args=asked)
        return
    popover = st.popover(label, icon=icon, key=key, on_change="rerun")
    with popover:
        if popover.open:
            st.text_input(t("product.why"), key=f"why_{number}", max_chars=scope.REASON_LENGTH)
            press = t("product.press.refused")
            st.button(press, key=f"confirm_{key}", type="primary", on_click=answer, args=asked)


def answer(number: str, verdict: Verdict, give: Give) -> None:
    """Write the answer; whoever was faster is named."""
    try:
        give(session.house().sources, session.viewer(), number, verdict, state.typed(f"why_{number}"))
    except LobbyError as refused:
        state.refuse(refused)
