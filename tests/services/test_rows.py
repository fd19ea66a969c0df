"""The rows behind each figure of the tiny bank: their sum is the figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from lobby.domain.errors import QueryError
from lobby.domain.sections import Movements
from lobby.domain.viewer import Viewer
from lobby.services.customer import customer_view
from lobby.services.figures import sent_to
from lobby.services.portraits import open_section
from lobby.services.rows import as_behind, rows_behind
from lobby.services.sources import Sources
from lobby.services.views import CustomerView
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
CUSTOMERS = tuple(f"c{number:02}" for number in range(1, 13))


def figures(view: CustomerView, moved: Movements) -> Iterator[tuple[str, Decimal]]:
    """Every figure of a view that is known, with its key."""
    assets, habits = view.assets, view.habits
    of_kinds = [*assets.by_kind.values(), *assets.liabilities.values()]
    spent = [*habits.spent_by_method_365d.values(), *habits.spent_by_category_365d.values()]
    for figure in (assets.total, assets.maturing_30d, *of_kinds, *spent):
        if figure.value is not None:
            yield figure.figure, figure.value
    for flow in moved.flows_by_month:
        yield f"month:{flow['month']:%Y-%m}:in", flow["inflow"]
        yield f"month:{flow['month']:%Y-%m}:out", flow["outflow"]
    for sent in (sent_to(destination, view.as_of) for destination in moved.destinations_365d):
        assert sent.value is not None
        yield sent.figure, sent.value
    for income in (habits.salary, habits.pension):
        if income is not None:
            yield income.figure, income.amount


def figures_of_reasons(view: CustomerView) -> set[str]:
    lines = (*view.unfinished, *view.services, *view.suggestions)
    reasons = [*view.recent, *(reason for line in lines for reason in line.reasons)]
    return {reason.figure for reason in reasons if reason.figure is not None}


@pytest.mark.parametrize("customer_id", CUSTOMERS)
def test_the_rows_sum_to_the_figure(
    sources: Sources, signed_in: SignIn, now: datetime, customer_id: str
) -> None:
    viewer = signed_in("s3")
    visit = open_customer(sources, viewer, customer_id, reason="test of the figures")
    view = customer_view(sources, viewer, visit, now, "en")
    checked = 0
    for figure, value in figures(view, open_section(sources, viewer, visit, Movements)):
        behind = rows_behind(sources, viewer, visit, figure)
        values = [row[behind.columns.index("value")] for row in behind.rows] if behind.rows else []
        assert (behind.figure, behind.total, behind.is_cut) == (figure, value, False)
        assert sum((Decimal(str(one)) for one in values), Decimal(0)) == value
        checked += 1
    assert checked >= 2
    for figure in figures_of_reasons(view):
        assert rows_behind(sources, viewer, visit, figure).rows


def test_the_rows_behind_a_deposit(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    behind = rows_behind(sources, viewer, visit, "asset:time_deposit")
    assert behind.columns == ("account_tail", "kind", "balance_on", "currency", "balance", "value")
    assert behind.rows == (
        ("a02", "time_deposit", date(2026, 11, 20), "CNY", Decimal("200000.00"), Decimal("200000.00")),
    )
    newest = sources.desk.audited(1)[0]
    assert (newest["action"], newest["visit_id"], newest["details"]) == (
        "rows",
        visit.visit_id,
        {"figure": "asset:time_deposit"},
    )


def test_no_row_names_a_person(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c05")
    behind = rows_behind(sources, viewer, visit, "method:transfer")
    assert behind.columns == (
        "booked_at",
        "account_tail",
        "method",
        "category",
        "channel",
        "city",
        "counterparty_bank",
        "value",
    )


def test_a_figure_of_nothing_has_no_rows(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c10")
    behind = rows_behind(sources, viewer, visit, "method:alipay")
    assert (behind.total, behind.rows, behind.is_cut) == (Decimal(0), (), False)
    adviser = signed_in("s2")
    visit = open_customer(sources, adviser, "c10", reason="test of the figures")
    assert rows_behind(sources, adviser, visit, "penalty").rows == ()


@pytest.mark.parametrize(
    "figure",
    [
        "",
        "nothing",
        "asset:castle",
        "liability:current",
        "month:2026-13:in",
        "month:2026-11:up",
        "month:x",
        "event:x",
    ],
)
def test_an_unknown_figure_is_named(sources: Sources, signed_in: SignIn, figure: str) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    with pytest.raises(QueryError) as unknown:
        rows_behind(sources, viewer, visit, figure)
    assert unknown.value.code == "unknown_figure"


def test_what_is_cut_keeps_the_total_of_all() -> None:
    rows = [{"total": Decimal(900), "count_rows": 900, "account_id": "6222000", "value": Decimal(1)}] * 500
    behind = as_behind("aum", rows)
    assert (behind.total, behind.is_cut, behind.columns) == (Decimal(900), True, ("account_tail", "value"))
    assert behind.rows[0] == ("2000", Decimal(1))
    assert replace(behind, rows=()).is_cut
