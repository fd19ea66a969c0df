"""The folded part of loyalty, churn warning and long tail, for advisers and managers only."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from lobby.domain.portrait import Answer, PartPoints
from lobby.services.keeping import PART_FIGURES, Closeness, Keeping, Tail, Warned, keeping
from lobby.services.views import CustomerView
from lobby.ui import figures, session
from lobby.ui.facts import filled
from lobby.ui.text import SEPARATOR, Words, plain

LEVEL_COLOURS = {"none": "green", "low": "blue", "medium": "orange", "high": "red"}


def show(t: Words, view: CustomerView) -> None:
    """The warning first, then the index, then the long tail."""
    found = keeping(session.house().sources, session.viewer(), view.visit, t.language)
    st.caption(t("keeping.never_spoken"))
    show_warning(t, found)
    show_closeness(t, found.closeness)
    if found.tail is not None:
        st.markdown(f"**{t('reach.title')}** {tail_line(t, found.tail)}")


def show_warning(t: Words, found: Keeping) -> None:
    """The level, its reasons with what they rest on, and what to do."""
    level = t(f"churn.level.{found.level}", points=found.points)
    st.markdown(f"**{t('churn.title')}** :{LEVEL_COLOURS[found.level]}-badge[{plain(level)}]")
    for warned in found.warnings:
        show_reason(t, warned)


def show_reason(t: Words, warned: Warned) -> None:
    reason = warned.reason
    said = filled(t, f"churn.reason.{reason.code}", reason.facts)
    line = t("churn.line", reason=said, points=warned.points)
    if reason.figure is None:
        st.markdown(line)
    else:
        figures.press(reason.figure, line, f"churn_{reason.code}", figures.ICON)
    if warned.do:
        st.caption(f":material/support_agent: {plain(warned.do)}")


def show_closeness(t: Words, close: Closeness) -> None:
    """The index, its quarters, its parts, the reason for a fall, and the answers."""
    if close.index is None:
        st.markdown(f"**{t('loyalty.title')}** {t('loyalty.none')}")
        return
    st.markdown(f"**{t('loyalty.title')}** **{number(close.index)}** {compared(t, close)}")
    st.caption(SEPARATOR.join(f"{t.day(one['on'])} {number(one['value'])}" for one in close.trend))
    if close.drop is not None:
        st.markdown(f":orange[:material/trending_down: {drop_line(t, close)}]")
    st.table(part_table(t, close.parts), hide_index=True, border="horizontal")
    if close.missing:
        st.caption(t("loyalty.missing", parts=t.codes("loyalty.part", close.missing)))
    with st.container(gap=None):
        for part, figure in PART_FIGURES.items():
            figures.press(figure, t(f"loyalty.rows.{part}"), f"loyalty_{part}", figures.ICON)
    if close.answers:
        st.table(answer_table(t, close.answers), hide_index=True, border="horizontal")


def compared(t: Words, close: Closeness) -> str:
    """Beside the index: the means of the branch and of the segment."""
    said = [t(f"loyalty.mean.{kind}", index=number(mean)) for kind, mean in close.means.items()]
    return f":gray[{SEPARATOR.join(said)}]" if said else ""


def drop_line(t: Words, close: Closeness) -> str:
    """By how much the index fell, and the part that pulled most with its measure then and now."""
    if close.drop is None:
        return ""
    part = close.drop.part
    return t(
        "loyalty.drop",
        fallen=number(close.drop.fallen),
        part=t.code("loyalty.part", part["part"]),
        effect=number(close.drop.effect),
        before=measure(t, part["part"], part["measured_before"]),
        now=measure(t, part["part"], part["measured"]),
    )


def part_table(t: Words, parts: Sequence[PartPoints]) -> dict[str, list[str]]:
    """Each part with its measure, points and weight, and the points of the last quarter end."""
    return {
        t("column.part"): [t.code("loyalty.part", part["part"]) for part in parts],
        t("column.measured"): [measure(t, part["part"], part["measured"]) for part in parts],
        t("column.points"): [number(part["points"]) for part in parts],
        t("column.weight"): [str(part["weight"]) for part in parts],
        t("column.points_before"): [number(part["points_before"]) for part in parts],
    }


def answer_table(t: Words, answers: Sequence[Answer]) -> dict[str, list[str]]:
    """Each answer with what it was asked about."""
    return {
        t("column.answered_on"): [t.day(answer["answered_on"]) for answer in answers],
        t("column.aspect"): [t.code("loyalty.part", answer["aspect"]) for answer in answers],
        t("column.score"): [str(answer["score"]) for answer in answers],
        t("column.about"): [plain(about(t, answer)) for answer in answers],
    }


def about(t: Words, answer: Answer) -> str:
    """The product, the account's tail and what the question followed."""
    product = t.code("product", answer["product_code"]) if answer["product_code"] else ""
    trigger = t.code("survey_trigger", answer["trigger"]) if answer["trigger"] else ""
    return SEPARATOR.join(part for part in (trigger, product, answer["account_tail"] or "") if part)


def measure(t: Words, part: str, value: Decimal | None) -> str:
    """What was measured, in its own unit."""
    if value is None:
        return t("word.unknown")
    shown = t.share(value) if part == "wallet" else number(value)
    return t(f"loyalty.measure.{part}", value=shown)


def number(value: Decimal | None) -> str:
    """One decimal, none where it is zero."""
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")


def tail_line(t: Words, tail: Tail) -> str:
    """State and potential with the days they rest on."""
    days = {"reach.last_contact": tail.last_contact_on, "reach.last_made": tail.last_made_on}
    said = [
        plain(tail.state),
        plain(tail.potential),
        *(t(key, day=t.day(on)) for key, on in days.items() if on),
    ]
    if tail.count_contacts_lately is not None:
        said.append(t("reach.contacts", count=tail.count_contacts_lately))
    return SEPARATOR.join(said)
