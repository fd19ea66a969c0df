"""The year in review of the tiny bank's customers, exactly, and for whom there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lobby.data.build_plan import windows
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.domain.year import Spending, Year
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from lobby.services.year import YearShown, year_before, year_in_review

SignIn = Callable[[str], Viewer]
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def opened(sources: Sources, viewer: Viewer, customer_id: str) -> YearShown:
    visit = open_customer(sources, viewer, customer_id, reason="test of the year")
    return year_in_review(sources, viewer, visit, "en")


def test_a_young_workers_year(sources: Sources, signed_in: SignIn) -> None:
    shown = opened(sources, signed_in("s1"), "c02")
    assert (shown.language, shown.has_categories) == ("zh_Hans", True)
    assert shown.year == Year(
        since=date(2025, 12, 1),
        until=date(2026, 11, 20),
        customer_since=date(2020, 7, 1),
        full_years=6,
        spent=Decimal("3489.38"),
        by_month=((OCTOBER, Decimal("1900.00")), (NOVEMBER, Decimal("1589.38"))),
        biggest_month=OCTOBER,
        by_category=(
            Spending("dining", Decimal("1900.00"), 1, OCTOBER),
            Spending("grocery", Decimal("1200.50"), 1, NOVEMBER),
            Spending("transport", Decimal("300.00"), 1, NOVEMBER),
            Spending("other", Decimal("88.88"), 1, NOVEMBER),
        ),
        by_method=(
            Spending("alipay", Decimal("3100.50"), 2, OCTOBER),
            Spending("wechat", Decimal("300.00"), 1, NOVEMBER),
            Spending("other", Decimal("88.88"), 1, NOVEMBER),
        ),
        received=Decimal("14420.00"),
        interest=Decimal(0),
        kept=Decimal("10430.62"),
        kept_before=None,
        cities=("示例市",),
        count_payments=4,
        count_by_phone=3,
    )


@pytest.mark.parametrize(
    ("customer_id", "why"),
    [("c04", "a minor"), ("c06", "an organisation"), ("c10", "deceased"), ("c09", "spent nothing")],
)
def test_for_whom_there_is_none(sources: Sources, signed_in: SignIn, customer_id: str, why: str) -> None:
    assert opened(sources, signed_in("s1"), customer_id).year is None, why


def test_a_joint_account_is_its_owners_only(sources: Sources, signed_in: SignIn) -> None:
    owner = opened(sources, signed_in("s1"), "c05").year
    assert owner is not None
    assert owner.spent == Decimal("352.00")
    assert opened(sources, signed_in("s1"), "c09").year is None


def test_opening_it_is_kept_and_the_back_offices_have_none(sources: Sources, signed_in: SignIn) -> None:
    opened(sources, signed_in("s1"), "c02")
    newest = sources.desk.audited(1)[0]
    assert (newest["action"], newest["details"]) == ("part", {"part": "year"})
    for staff_id in ("s5", "s6", "s7"):
        with pytest.raises(AccessRefused):
            opened(sources, signed_in(staff_id), "c02")


def test_everybody_in_front_of_customers_may_show_it(sources: Sources, signed_in: SignIn) -> None:
    for role in ("lobby", "adviser", "teller", "manager"):
        shown = opened(sources, replace(signed_in("s1"), role=role), "c02")  # type: ignore[arg-type]
        assert shown.year is not None


def test_the_months_of_a_year() -> None:
    assert windows(date(2026, 12, 31))["from_12m"] == date(2026, 1, 1)
    assert windows(date(2026, 1, 1))["from_12m"] == date(2025, 2, 1)
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
