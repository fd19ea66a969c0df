"""Two groups, each customer once in each, by whatever a result is asked by."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lobby.domain.results import Arm, Followed, Given, Interval, Offer, arms, followed, grouped

SINCE = date(2026, 9, 1)


def window(product: str) -> timedelta:
    return timedelta(days=60 if product == "loan_biz" else 30)


def given(customer: str, product: str = "dep_cd", *, control: bool = False, on: date = SINCE) -> Given:
    triggers = ("idle_balance",) if product == "dep_cd" else ()
    return Given(customer, "B1", on, Offer(product, 0, control, None, triggers, "saver"))


def one(customer: str, product: str = "dep_cd", *, control: bool = False, taken: bool = False) -> Followed:
    return Followed(given(customer, product, control=control), taken)


SEVEN = [
    one("c1", taken=True),
    one("c1", "gov_bond"),
    one("c2"),
    one("c3", "gov_bond", taken=True),
    one("c4", control=True),
    one("c4", "gov_bond", control=True, taken=True),
    one("c5", control=True),
]


def test_a_customer_counts_once_however_much_was_offered() -> None:
    assert arms(SEVEN) == (Arm(3, 2), Arm(2, 1))
    assert arms([]) == (Arm(0, 0), Arm(0, 0))


def test_each_value_has_both_groups_and_a_customer_may_stand_in_several() -> None:
    by_product = grouped(SEVEN, lambda of: [of.given.offer.product_code])
    assert by_product == {"dep_cd": (Arm(2, 1), Arm(2, 0)), "gov_bond": (Arm(2, 1), Arm(1, 1))}
    assert grouped(SEVEN, lambda of: of.given.offer.triggers) == {"idle_balance": (Arm(2, 1), Arm(2, 0))}


def test_the_share_of_nobody_is_unknown() -> None:
    assert (Arm(0, 0).share, Arm(8, 2).share) == (None, Decimal("0.25"))


def test_only_an_interval_without_zero_is_told() -> None:
    bounds = [("0.01", "0.2"), ("-0.2", "-0.01"), ("-0.01", "0.2"), ("0", "0.2")]
    told = [Interval(Decimal(0), Decimal(low), Decimal(high)).is_told for low, high in bounds]
    assert told == [True, True, False, False]


@pytest.mark.parametrize(
    ("taken_on", "is_taken_up"),
    [
        (date(2026, 8, 31), False),  # before it was offered
        (date(2026, 9, 1), True),
        (date(2026, 10, 1), True),
        (date(2026, 10, 2), False),  # too late
    ],
)
def test_what_is_taken_up_within_the_window_counts(taken_on: date, is_taken_up: bool) -> None:
    offers = [given("c1"), given("c1", "gov_bond")]
    found, waiting = followed(offers, {("c1", "dep_cd"): [taken_on]}, date(2026, 11, 20), window)
    assert [of.is_taken_up for of in found] == [is_taken_up, False]
    assert waiting == set()


def test_who_is_not_followed_to_the_end_of_the_window_waits() -> None:
    offers = [given("c1", on=date(2026, 10, 21)), given("c2", on=date(2026, 10, 22))]
    found, waiting = followed(offers, {("c2", "dep_cd"): [date(2026, 11, 1)]}, date(2026, 11, 20), window)
    assert ([of.given.customer_id for of in found], waiting) == (["c1"], {"c2"})


def test_a_product_may_have_a_window_of_its_own() -> None:
    offers = [given("c1", "loan_biz"), given("c1", "dep_cd")]
    taken_up = {("c1", product): [date(2026, 10, 20)] for product in ("loan_biz", "dep_cd")}
    found, waiting = followed(offers, taken_up, date(2026, 11, 20), window)
    assert ([of.is_taken_up for of in found], waiting) == ([True, False], set())
    found, waiting = followed(offers, taken_up, date(2026, 10, 30), window)
    assert ([of.given.offer.product_code for of in found], waiting) == (["dep_cd"], {"c1"})
