"""Credit signs and partner data, for advisers and managers: what to talk about, never a decision."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from lobby.domain.credit import Sign
from lobby.domain.sections import ExternalFact
from lobby.services import advice
from lobby.services.views import CustomerView
from lobby.ui import figures, session
from lobby.ui.facts import filled
from lobby.ui.text import SEPARATOR, Words, plain

BAND_COLOURS = {"strong": "green", "steady": "blue", "watch": "orange", "unknown": "gray"}
LEVEL_ICONS = {"good": "check_circle", "fair": "remove_circle", "poor": "error"}


def show_credit(t: Words, view: CustomerView) -> None:
    """The band, each sign with its facts and points, and what is left out and why."""
    found = advice.credit_signs(session.house().sources, session.viewer(), view.visit)
    st.markdown(f":{BAND_COLOURS[found.band]}-badge[{t(f'credit.band.{found.band}')}]")
    st.caption(t("credit.note"))
    for sign in found.signs:
        show_sign(t, view, sign)
    if found.missing:
        left_out = [
            t(f"credit.missing.{why}", sign=t(f"credit.{code}")) for code, why in found.missing.items()
        ]
        st.caption(plain(SEPARATOR.join(left_out)))


def show_sign(t: Words, view: CustomerView, sign: Sign) -> None:
    """One sign; where its number has rows, a press opens them."""
    said = filled(t, f"credit.{sign.code}.facts", sign.facts)
    points = t("credit.points", points=sign.points, of=sign.of)
    line = f"**{t(f'credit.{sign.code}')}** {plain(said)} :gray[{points}]"
    icon = f":material/{LEVEL_ICONS[sign.level]}:"
    if sign.figure is None:
        st.markdown(f"{icon} {line}")
    else:
        figures.press(sign.figure, line, f"credit_{sign.code}", icon)


def show_external(t: Words, view: CustomerView) -> None:
    """What partners told, with source and day; without the customer's consent nothing, and why."""
    told = advice.external_facts(session.house().sources, session.viewer(), view.visit)
    if told is None:
        st.markdown(t("external.no_consent"))
    elif not told:
        st.markdown(t("external.none"))
    else:
        st.caption(t("external.note"))
        st.table(table(t, told), hide_index=True, border="horizontal")


def table(t: Words, told: Iterable[ExternalFact]) -> dict[str, list[str]]:
    """Each attribute with its value, who told it and when it was measured."""
    return {
        t("column.attribute"): [plain(t.code("attribute", fact["attribute"])) for fact in told],
        t("column.told"): [plain(t.code("external_value", fact["value"] or "")) for fact in told],
        t("column.source"): [plain(t.code("source", fact["source"])) for fact in told],
        t("column.measured_on"): [plain(f"{fact['measured_on']:%Y-%m-%d}") for fact in told],
    }
