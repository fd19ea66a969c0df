"""How did you find it: five faces with a word each, one tap, and another one changes it."""

from __future__ import annotations

import streamlit as st

from lobby.domain.faces import ASPECTS, SCORES, Aspect
from lobby.services import faces
from lobby.services.views import Visit
from lobby.ui import session, state
from lobby.ui.text import Words

ICONS = (
    "sentiment_very_dissatisfied",
    "sentiment_dissatisfied",
    "sentiment_neutral",
    "sentiment_satisfied",
    "sentiment_very_satisfied",
)


def show(own: Words, visit: Visit, about: Aspect, product_code: str | None = None) -> None:
    """The question for what is on the screen; once answered, the others may be answered too."""
    tapped = faces.faces(session.house().sources, session.viewer(), visit)
    chosen = state.answer(f"face_about_{about}")
    asked: Aspect = next((aspect for aspect in ASPECTS if aspect == chosen), about)
    with st.container(border=True, gap="small", key="faces"):
        said = tapped.get(asked)
        st.subheader(own(f"face.ask.{asked}" if said is None else "face.thanks"), anchor=False)
        with st.container(horizontal=True, gap="small"):
            for score, icon in zip(SCORES, ICONS, strict=True):
                st.button(
                    own(f"face.{score}"),
                    key=f"face_{score}",
                    icon=f":material/{icon}:",
                    width="stretch",
                    type="primary" if score == said else "secondary",
                    on_click=tap,
                    args=(visit, asked, score, product_code if asked == "product" else None),
                )
        if said is not None:
            show_others(own, about, asked)


def show_others(own: Words, about: Aspect, asked: Aspect) -> None:
    """What else may be judged, for who likes to."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(own("face.others"), width="content")
        for aspect in ASPECTS:
            if aspect != asked:
                chosen = (f"face_about_{about}", aspect)
                st.button(
                    own(f"face.about.{aspect}"),
                    key=f"face_about_{aspect}",
                    type="tertiary",
                    on_click=state.keep_answer,
                    args=chosen,
                )


def tap(visit: Visit, about: Aspect, score: int, product_code: str | None) -> None:
    """Keep the face."""
    house = session.house()
    faces.tap(house.sources, session.viewer(), visit, about, score, session.moment(), product_code)
