"""The year in review of invented moves: sums, months, the year before, and what is folded away."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from lobby.domain.year import FOLDED, Moves, Spending, Year, full_years, has_year, year_of
from tests.portraits import portrait

SINCE, OCTOBER, NOVEMBER = date(2025, 12, 1), date(2026, 10, 1), date(2026, 11, 1)
MEAL = Moves(OCTOBER, True, True, "alipay", "dining", "third_party", "示例市", Decimal(-100), 4)
PAY = replace(
    MEAL, is_spending=False, method="salary", category="other", channel="batch", value=Decimal(5_000)
)


def year(*moves: Moves) -> Year:
    found = year_of(portrait(), moves, SINCE)
    assert found is not None
    return found


def test_categories_come_by_size_with_their_month_and_other_last():
    found = year(
        MEAL,
        replace(MEAL, month=NOVEMBER, value=Decimal(-150), count_rows=1),
        replace(MEAL, category="other", value=Decimal(-900)),
        replace(MEAL, category="travel", value=Decimal(-300)),
    )
    assert found.by_category == (
        Spending("travel", Decimal(300), 4, OCTOBER),
        Spending("dining", Decimal(250), 5, NOVEMBER),
        Spending("other", Decimal(900), 4, OCTOBER),
    )
    assert (found.spent, found.biggest_month) == (Decimal(1450), OCTOBER)
    assert found.by_month == ((OCTOBER, Decimal(1300)), (NOVEMBER, Decimal(150)))


@pytest.mark.parametrize("category", sorted(FOLDED))
def test_what_is_delicate_is_told_as_other(category):
    found = year(MEAL, replace(MEAL, category=category))
    assert [one.code for one in found.by_category] == ["dining", "other"]
    assert category not in repr(found)


def test_health_beauty_and_gambling_are_delicate():
    assert sorted(FOLDED) == ["beauty", "gambling_like", "medical"]


def test_interest_is_what_came_in_as_interest():
    found = year(
        MEAL,
        PAY,
        replace(PAY, method="interest", value=Decimal(12)),
        replace(PAY, method="interest", value=Decimal(-3)),
    )
    assert (found.received, found.interest, found.kept) == (Decimal(5_012), Decimal(12), Decimal(4_909))


BEFORE = [
    replace(PAY, month=date(2024, 12, 1), is_this_year=False),
    replace(MEAL, month=OCTOBER.replace(year=2025), is_this_year=False),
]


def test_the_year_before_counts_where_it_is_known_from_its_first_month():
    assert year(MEAL, *BEFORE).kept_before == Decimal(4_900)
    assert year(MEAL, *BEFORE[1:]).kept_before is None


def test_nothing_of_the_year_before_is_in_this_one():
    assert replace(year(MEAL, *BEFORE), kept_before=None) == year(MEAL)


def test_the_phone_counts_payments_and_batches_are_no_payment_by_phone():
    found = year(
        MEAL, replace(MEAL, channel="pos"), replace(MEAL, channel="mobile"), replace(MEAL, channel=None)
    )
    assert (found.count_by_phone, found.count_payments) == (8, 16)


def test_three_cities_at_most_and_none_unknown():
    moves = [
        replace(MEAL, city=city, count_rows=count)
        for city, count in (("甲", 1), ("乙", 3), (None, 9), ("丙", 2), ("丁", 1))
    ]
    assert year(*moves).cities == ("乙", "丙", "丁")


def test_a_year_without_spending_is_none():
    assert year_of(portrait(), [PAY, *BEFORE], SINCE) is None


@pytest.mark.parametrize(
    ("changed", "age", "is_shown"),
    [
        ({}, 40, True),
        ({}, None, True),
        ({}, 18, True),
        ({}, 17, False),
        ({"deceased": True}, 80, False),
        ({"kind": "organisation"}, None, False),
    ],
)
def test_to_whom_a_year_is_shown(changed, age, is_shown):
    assert has_year(portrait(age=age, **changed), 18) is is_shown


@pytest.mark.parametrize(
    ("since", "years"),
    [(date(2020, 11, 20), 6), (date(2020, 11, 21), 5), (date(2026, 11, 20), 0)],
)
def test_full_years(since, years):
    assert full_years(since, date(2026, 11, 20)) == years


def test_the_year_holds_nothing_of_judgements_or_of_others():
    held = {field.name for field in fields(Year)}
    told = ("segment", "tier", "score", "churn", "risk", "loyal", "other", "counterparty", "employer", "name")
    assert not {name for name in held for word in told if word in name}
