"""What offering changed: both groups side by side with an interval, or how long until it can be told."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st
from babel.numbers import format_decimal

from lobby.services import results
from lobby.services.result_views import DIMENSIONS, Balance, Compared, Dimension, Results
from lobby.ui import charts, result_talks, session, state, tables
from lobby.ui.errors import calm
from lobby.ui.text import Words, plain


def show() -> None:
    """The funnel, the comparison as a whole and by one dimension, and what stands beside it."""
    t = session.words()
    with calm(t):
        found = results.results(session.house().sources, session.viewer())
        st.caption(
            t("results.period", since=t.day(found.since), until=t.day(found.until), days=found.window_days)
        )
        with st.container(border=True, key="results_overall"):
            show_overall(t, found)
        with st.container(border=True, key="results_steps"):
            show_steps(t, found)
        with st.container(border=True, key="results_groups"):
            show_groups(t, found)
        result_talks.show(t, found)


def show_overall(t: Words, found: Results) -> None:
    """The lift of all offers together, of the simple rule, and what became of the assets."""
    st.markdown(f"**{t('results.overall')}**")
    if found.overall is None:
        st.markdown(t("results.too_few"))
    else:
        st.markdown(verdict(t, found.overall))
        rows = {t("results.ours"): found.overall}
        if found.rule is not None:
            rows[t("results.rule")] = found.rule
        show_table(t, rows)
        st.markdown(balance_line(t, found.balance))
    if found.waiting:
        st.caption(t("results.waiting", count=t.count(found.waiting)))


def show_steps(t: Words, found: Results) -> None:
    """From the customers opened to those who took something up."""
    names = [t(f"results.step.{step}") for step in found.steps]
    st.markdown(f"**{t('results.steps')}** :gray[{t('results.steps_of')}]")
    charts.show_steps(names, list(found.steps.values()), "results_steps_chart", t("results.steps"))


@st.fragment
def show_groups(t: Words, found: Results) -> None:
    """The comparison by one dimension, to be chosen."""
    dimensions = [name for name in DIMENSIONS if name in found.by]
    chosen = state.chosen("results_by")
    speaking = [name for name in dimensions if found.by[name].shown]
    chosen = chosen if chosen in dimensions else (*speaking, *dimensions)[0]
    with calm(t):
        st.markdown(f"**{t('results.by')}**")
        with st.container(horizontal=True, gap="small"):
            for name in dimensions:
                st.button(
                    t(f"results.by.{name}"),
                    key=f"by_{name}",
                    type="primary" if name == chosen else "secondary",
                    on_click=state.put,
                    args=("results_by", name),
                )
        show_dimension(t, chosen, found.by[chosen])


def show_dimension(t: Words, name: str, dimension: Dimension) -> None:
    called = results.names(session.house().sources, t.language)[name]
    if dimension.shown:
        rows = {called(one.code): one for one in dimension.shown}
        show_table(t, rows)
    if dimension.hidden:
        st.caption(t("results.hidden", count=t.count(dimension.hidden)))
    if not dimension.shown and not dimension.hidden:
        st.caption(t("results.nothing"))


def show_table(t: Words, rows: dict[str, Compared]) -> None:
    """The table of both groups, its numbers at the right."""
    told = table(t, rows)
    tables.show(told, numbers=list(told)[1:4])


def table(t: Words, rows: dict[str, Compared]) -> dict[str, list[str]]:
    """One line per value: both groups with their numbers, and the lift with its interval."""
    return {
        t("column.group"): [plain(name) for name in rows],
        t("results.treated"): [share(t, one.treated.share, one.treated.count) for one in rows.values()],
        t("results.control"): [share(t, one.control.share, one.control.count) for one in rows.values()],
        t("results.lift"): [lift(t, one) for one in rows.values()],
        t("results.enough"): [enough(t, one) for one in rows.values()],
    }


def share(t: Words, part: Decimal | None, count: int) -> str:
    return t("results.share", share=percent(t, part or Decimal(0)), count=t.count(count))


def lift(t: Words, one: Compared) -> str:
    """Points of difference with the bounds of 95 %."""
    if one.lift is None:
        return ""
    low, high = points(t, one.lift.low), points(t, one.lift.high)
    return plain(t("results.interval", value=points(t, one.lift.value), low=low, high=high))


def verdict(t: Words, one: Compared) -> str:
    """What may be said now, and whether this look is the last."""
    is_told = one.lift is not None and one.lift.is_told
    key = ("more" if one.lift.value > 0 else "less") if one.lift is not None and is_told else "open"
    if one.more == 0:
        return f"{t(f'results.verdict.{key}')} {t('results.final')}"
    return f"{t(f'results.interim.{key}')} {t('results.not_last', enough=enough(t, one))}"


def enough(t: Words, one: Compared) -> str:
    """Are there enough customers to tell, or how many more and about how many days?"""
    if one.more == 0:
        return t("results.is_enough")
    if one.days is None:
        return t("results.not_enough", more=t.count(one.more))
    return t("results.not_enough_days", more=t.count(one.more), days=t.count(one.days))


def balance_line(t: Words, balance: Balance | None) -> str:
    """By how much more the assets of who was offered grew."""
    if balance is None or balance.difference is None:
        return t("results.balance_unknown")
    found = balance.difference
    low, high, value = (t.money(bound.quantize(Decimal(1))) for bound in (found.low, found.high, found.value))
    counts = {"treated": t.count(balance.treated), "control": t.count(balance.control)}
    return plain(t("results.balance", value=value, low=low, high=high, **counts))


def percent(t: Words, part: Decimal) -> str:
    return format_decimal(100 * part, "#,##0.0", locale=t.locale) + " %"


def points(t: Words, part: Decimal) -> str:
    return format_decimal(100 * part, "+#,##0.0;−#,##0.0", locale=t.locale)
