"""Rates where many talks were held, and towards the product's and the bank's where few were."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.domain.propensity import Propensity, Uptake, propensities

FORTY = Decimal(40)
UPTAKES = (
    Uptake("dep_cd", "young", 160, 40),
    Uptake("dep_cd", "old", 40, 40),
    Uptake("fund_mm", "young", 200, 20),
)  # 100 of 400: a quarter


def rate(product: str, segment: str | None, prior: Decimal = FORTY) -> Propensity:
    return propensities(UPTAKES, ["dep_cd", "fund_mm", "gov_bond"], segment, prior)[product]


@pytest.mark.parametrize(
    ("product", "segment", "expected"),
    [
        # all: 100/400 = 0.25; dep_cd: (80 + 40·0.25)/(200 + 40) = 0.375; old: (40 + 40·0.375)/(40 + 40)
        ("dep_cd", "old", Propensity(Decimal("0.6875"), 40, 40)),
        ("dep_cd", "young", Propensity(Decimal("0.2750"), 160, 40)),
        ("dep_cd", None, Propensity(Decimal("0.3750"), 200, 80)),
        ("dep_cd", "nobody", Propensity(Decimal("0.3750"), 0, 0)),
        ("fund_mm", "young", Propensity(Decimal("0.1042"), 200, 20)),
        ("gov_bond", "young", Propensity(Decimal("0.2500"), 0, 0)),
        ("gov_bond", None, Propensity(Decimal("0.2500"), 0, 0)),
    ],
)
def test_a_rate_is_drawn_from_all_to_the_product_to_the_segment(product, segment, expected):
    assert rate(product, segment) == expected


def test_a_bank_without_contacts_has_no_propensity():
    assert propensities((), ["dep_cd"], "young", FORTY) == {}


def test_a_strong_prior_leaves_the_mean_and_a_weak_one_the_rate():
    assert rate("dep_cd", "old", Decimal(1_000_000)).rate == Decimal("0.2501")
    assert rate("dep_cd", "old", Decimal("0.001")).rate == Decimal("1.0000")


COUNTS = st.integers(0, 500).flatmap(lambda talks: st.tuples(st.just(talks), st.integers(0, talks)))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), COUNTS), max_size=6))
def test_a_rate_lies_between_the_least_and_the_most_that_was_seen(rows):
    uptakes = [Uptake(product, segment, *counts) for product, segment, counts in rows]
    seen = [Decimal(one.count_welcomed) / one.count_talks for one in uptakes if one.count_talks]
    for found in propensities(uptakes, "abc", "x", FORTY).values():
        assert min(seen) - Decimal("0.0001") <= found.rate <= max(seen) + Decimal("0.0001")
