"""What a suggestion was ranked by, factor by factor: for those who weigh, and never before company."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st
from babel.numbers import format_decimal

from lobby.services.views import Arithmetic, Suggestion
from lobby.ui.folding import fold
from lobby.ui.text import Words, plain


def show(t: Words, suggestion: Suggestion) -> None:
    """The figures one fold away, where this person may open them and nobody else is looking."""
    if suggestion.arithmetic is None or t.is_hidden:
        return
    with fold(f"arithmetic_{suggestion.product}", t("arithmetic.title")) as is_open:
        if is_open:
            st.markdown("\n".join(f"- {line}" for line in lines(t, suggestion.arithmetic)))


def lines(t: Words, factors: Arithmetic) -> list[str]:
    """Each factor and, last, their product."""
    told = factors.propensity
    rate = (
        t("arithmetic.no_contacts")
        if told is None
        else t(
            "arithmetic.propensity",
            rate=number(t, told.rate),
            talks=t.count(told.count_talks),
            welcomed=t.count(told.count_welcomed),
        )
    )
    weights = [
        t("arithmetic.lever", weight=number(t, lever.weight), until=t.day(lever.last_day))
        for lever in factors.levers
    ]
    others = [
        t("arithmetic.value", value=str(factors.value)),
        t("arithmetic.fit", fit=number(t, factors.fit)),
        *weights,
    ]
    score = f"= **{plain(t('arithmetic.score', score=number(t, factors.score)))}**"
    return [plain(rate), *(f"× {plain(one)}" for one in others), score]


def number(t: Words, value: Decimal) -> str:
    return format_decimal(value, "0.####", locale=t.locale)
