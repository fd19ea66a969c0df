"""What a card adds to a product's fit, step by step, and when it adds nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lobby.domain.scenarios import Calendar, Scenario, backing, fit_customer, forbids_credit, in_hand
from tests.portraits import CATALOG, POLICY, portrait

CARDS = CATALOG.cards.scenarios


def spent(code: str, amount: int) -> dict[str, Any]:
    return {
        "spent_by_category_365d": [{"code": code, "amount": Decimal(amount), "count": 1}],
        "aum": Decimal(amount),
    }


@pytest.mark.parametrize(
    ("code", "facts", "fit"),
    [
        ("WED1", spent("wedding", 0), "0.5"),
        ("WED1", spent("wedding", 15_000), "0.75"),
        ("WED1", spent("wedding", 30_000), "1"),
        ("WED1", spent("wedding", 90_000), "1"),
        ("WED1", spent("travel", 90_000), "0.5"),
        ("REN5", {}, "1"),  # without a strength a card fits fully
    ],
)
def test_a_card_fits_a_half_for_holding_and_the_rest_by_its_strength(
    code: str, facts: dict[str, Any], fit: str
) -> None:
    assert fit_customer(CARDS[code], facts) == Decimal(fit)


@pytest.mark.parametrize(
    ("code", "product", "adds"),
    [
        ("REN5", "loan_home", "0.60"),  # 0.6 × 5/5 × 5/5 × 1
        ("WED1", "cc_inst", "0.29"),  # 0.6 × 4/5 × 4/5 × 0.75
        ("WED1", "loan_consumer", "0.14"),  # half of that for an alternative
        ("WED1", "fund_index", "0"),
        ("WHO4", "loan_biz", "0.48"),  # no consumer credit: the card forbids only that
    ],
)
def test_a_card_backs_its_product_and_its_alternatives_less(code: str, product: str, adds: str) -> None:
    assert backing(CARDS[code], product, spent("wedding", 15_000), POLICY) == Decimal(adds)


def test_a_card_that_forbids_loans_backs_no_consumer_credit() -> None:
    for code in POLICY.consumer_credit:
        card = replace(CARDS["REN5"], product=code, loan_fit="forbidden")
        assert backing(card, code, {}, POLICY) == 0


def test_only_what_the_customer_asked_about_withholds_credit() -> None:
    assert forbids_credit([CARDS["BEA3"]])
    assert not forbids_credit([CARDS["TRG1"], CARDS["MED1"], CARDS["REN5"]])


def held(changed: dict[str, Any], cards: dict[str, Scenario] | None = None) -> list[str]:
    customer = portrait(scenarios=["CAR2", "REN5", "RNT3", "WED1"], **changed)
    return [card.code for card in in_hand(cards or dict(CARDS), customer)]


def test_the_card_worth_most_comes_first_and_what_is_inferred_needs_both_consents() -> None:
    assert held({}) == ["CAR2", "REN5", "WED1", "RNT3"]
    assert held({"has_profiling_consent": False}) == ["REN5", "RNT3"]
    assert held({"has_marketing_consent": False}) == ["REN5", "RNT3"]


def test_what_partners_told_alone_is_gone_with_their_consent() -> None:
    told = {"partner_scenarios": ["RNT3"]}
    assert held({**told, "has_partner_data_consent": True}) == ["CAR2", "REN5", "WED1", "RNT3"]
    assert held(told) == ["CAR2", "REN5", "WED1"]


def test_a_card_that_is_off_or_gone_is_not_used() -> None:
    off = {**CARDS, "REN5": replace(CARDS["REN5"], is_on=False)}
    del off["RNT3"]
    assert held({}, off) == ["CAR2", "WED1"]


def test_a_holiday_counts_in_its_country_and_once_it_is_announced() -> None:
    calendar = Calendar("CN", (date(2027, 1, 1), date(2027, 2, 6)))
    assert calendar.next_holiday("CN", date(2026, 11, 20)) == date(2027, 1, 1)
    assert calendar.next_holiday("CN", date(2027, 1, 1)) == date(2027, 1, 1)
    assert calendar.next_holiday("CN", date(2027, 1, 2)) == date(2027, 2, 6)
    assert calendar.next_holiday("CN", date(2027, 2, 7)) is None
    assert calendar.next_holiday("CN", date(2025, 12, 31)) == date(2027, 1, 1)
    assert calendar.next_holiday("CN", date(2025, 12, 30)) is None
    assert calendar.next_holiday("CZ", date(2026, 11, 20)) is None
