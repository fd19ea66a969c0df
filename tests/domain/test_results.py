"""Two groups, each customer once in each, by whatever a result is asked by."""

from datetime import date
from decimal import Decimal

from lobby.domain.results import Arm, Followed, Interval, Offer, arms, grouped


def followed(
    customer: str, product: str = "dep_cd", *, control: bool = False, taken: bool = False
) -> Followed:
    offer = Offer(product, 0, control, None, ("idle_balance",) if product == "dep_cd" else (), "saver")
    return Followed(customer, "B1", date(2026, 9, 1), offer, taken)


SEVEN = [
    followed("c1", taken=True),
    followed("c1", "gov_bond"),
    followed("c2"),
    followed("c3", "gov_bond", taken=True),
    followed("c4", control=True),
    followed("c4", "gov_bond", control=True, taken=True),
    followed("c5", control=True),
]


def test_a_customer_counts_once_however_much_was_offered() -> None:
    assert arms(SEVEN) == (Arm(3, 2), Arm(2, 1))
    assert arms([]) == (Arm(0, 0), Arm(0, 0))


def test_each_value_has_both_groups_and_a_customer_may_stand_in_several() -> None:
    by_product = grouped(SEVEN, lambda one: [one.offer.product_code])
    assert by_product == {"dep_cd": (Arm(2, 1), Arm(2, 0)), "gov_bond": (Arm(2, 1), Arm(1, 1))}
    assert grouped(SEVEN, lambda one: one.offer.triggers) == {"idle_balance": (Arm(2, 1), Arm(2, 0))}


def test_the_share_of_nobody_is_unknown() -> None:
    assert (Arm(0, 0).share, Arm(8, 2).share) == (None, Decimal("0.25"))


def test_only_an_interval_without_zero_is_told() -> None:
    bounds = [("0.01", "0.2"), ("-0.2", "-0.01"), ("-0.01", "0.2"), ("0", "0.2")]
    told = [Interval(Decimal(0), Decimal(low), Decimal(high)).is_told for low, high in bounds]
    assert told == [True, True, False, False]
