"""The year in review: a press in the staff's page, one warm sheet of the screen turned to the customer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import streamlit as st

from lobby.domain.year import Spending, Year
from lobby.services import year
from lobby.services.views import CustomerView, Visit
from lobby.services.year import YearShown
from lobby.ui import bars, revealing, session, state
from lobby.ui.text import SEPARATOR, Words, plain

SHOWN = 4
YEAR_PX = 400  # what the months have on a tablet held upright


def show_part(t: Words, view: CustomerView) -> None:
    """What it is, and the press that turns the screen to the customer."""
    if read(view.visit).year is None:
        st.markdown(t("year.none"))
        return
    st.markdown(t("year.hint"))
    press, icon = t("year.press"), ":material/screen_rotation_alt:"
    shown = (view.visit, "year", True)
    st.button(press, key="turn_year", type="primary", icon=icon, on_click=state.turn, args=shown)


def read(visit: Visit) -> YearShown:
    """The year of this visit, read and written to the audit once per portrait and language."""
    house, spoken = session.house(), session.language()
    standing = house.standing()
    asked = (house.sources, session.viewer(), visit, spoken)
    key = (visit.visit_id, spoken, standing and standing.fingerprint)
    return state.kept("section_year", key, lambda: year.year_in_review(*asked))


def show(t: Words, visit: Visit) -> None:
    """The year, in the customer's own language."""
    shown = read(visit)
    own = replace(t, language=shown.language)
    if shown.year is not None:
        show_year(own, shown.year, has_categories=shown.has_categories)
    if revealing.may_show_amounts(own):
        press, key = own("reveal.press.amounts"), f"reveal_year_{visit.visit_id}"
        owner = (visit, ("amounts",), "owner")
        st.button(press, key=key, icon=revealing.ICON, on_click=revealing.lift, args=owner)


def show_year(t: Words, seen: Year, *, has_categories: bool) -> None:
    """Left the year as a whole, right what it went to and how it was paid."""
    st.header(f":primary[:material/celebration:] {t('year.title')}", anchor=False)
    whole, parts = st.columns([5, 4], gap="large")
    with whole:
        show_lines(greeting(t, seen))
        show_numbers(t, seen)
        if not t.is_hidden:
            labels = [t.month(month) for month, _ in seen.by_month]
            series = {t("year.spent"): [amount for _, amount in seen.by_month]}
            bars.show_months(labels, series, t("year.chart"), is_exact=not t.is_masked, narrowest=YEAR_PX)
        show_lines(closing(t, seen))
    with parts:
        if has_categories:
            show_spending(t, "category", seen.by_category)
        show_spending(t, "method", seen.by_method)


def show_numbers(t: Words, seen: Year) -> None:
    """What was spent and received, and the interest in it."""
    numbers = {"spent": seen.spent, "received": seen.received, "interest": seen.interest}
    with st.container(horizontal=True, gap="large"):
        for code, amount in numbers.items():
            if amount > 0:
                st.metric(t(f"year.{code}"), t.amount(amount), width="content")


def show_lines(lines: Iterable[str]) -> None:
    """Short sentences in large type."""
    with st.container(gap=None):
        for line in lines:
            st.subheader(plain(line), anchor=False)


def greeting(t: Words, seen: Year) -> Iterator[str]:
    """How long the customer has been here, and which year this is."""
    if seen.full_years and seen.customer_since is not None:
        yield t("year.together", years=seen.full_years, day=t.long_day(seen.customer_since))
    elif seen.customer_since is not None:
        yield t("year.new", day=t.long_day(seen.customer_since))
    yield t("year.period", since=t.long_day(seen.since), until=t.long_day(seen.until))


def show_spending(t: Words, family: str, spending: tuple[Spending, ...]) -> None:
    """What most went to, with the number of payments and the month with most of it."""
    st.markdown(f"**{t(f'year.by.{family}')}**")
    show_lines(spending_line(t, family, one) for one in spending[:SHOWN])


def spending_line(t: Words, family: str, one: Spending) -> str:
    return t(
        "year.line",
        name=t.code(family, one.code),
        amount=t.amount(one.amount),
        count=t.count(one.count),
        month=t.month(one.most_in),
    )


def closing(t: Words, seen: Year) -> Iterator[str]:
    """The month with most of it, what was kept, where and how it was paid."""
    amounts = dict(seen.by_month)
    yield t("year.biggest", month=t.month(seen.biggest_month), amount=t.amount(amounts[seen.biggest_month]))
    yield t(f"year.kept.{'more' if seen.kept >= 0 else 'less'}", amount=t.amount(abs(seen.kept)))
    if seen.kept_before is not None:
        change = seen.kept - seen.kept_before
        yield t(f"year.before.{'more' if change >= 0 else 'less'}", amount=t.amount(abs(change)))
    if seen.cities:
        yield t("year.cities", cities=SEPARATOR.join(seen.cities))
    if seen.count_by_phone:
        yield t("year.phone", count=t.count(seen.count_by_phone), all=t.count(seen.count_payments))
