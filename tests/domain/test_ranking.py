"""Fit times value, three at most, not three of a kind."""

from decimal import Decimal

import pytest

from lobby.domain.evidence import Evidence
from lobby.domain.ranking import choose, fit_word, ranked
from tests.portraits import CATALOG, POLICY


def contenders(*codes, reasons=("asked_about",)):
    evidence = {code: Evidence(code, {}) for code in reasons}
    return [ranked(CATALOG.products[code], evidence, {}) for code in codes]


def test_fit_is_the_sum_of_the_weights_and_at_most_one():
    (cd,) = contenders("dep_cd", reasons=("deposit_maturing", "low_risk_saver", "idle_balance"))
    assert cd.fit == Decimal(1)
    assert [reason.code for reason in cd.reasons] == ["deposit_maturing", "idle_balance", "low_risk_saver"]
    assert contenders("dep_cd", reasons=("low_risk_saver",))[0].fit == Decimal("0.3")


@pytest.mark.parametrize(
    ("fit", "word"), [("0.6", "high"), ("0.59", "medium"), ("0.25", "medium"), ("0.24", None), ("0", None)]
)
def test_fit_is_a_word(fit, word):
    assert fit_word(Decimal(fit), POLICY) == word


def test_the_best_three_are_chosen_but_only_two_of_a_kind():
    chosen, others = choose(contenders("fund_mm", "fund_bond", "fund_index", "dep_cd", "dep_term"), POLICY)
    assert [one.product.code for one in chosen] == ["fund_index", "dep_cd", "fund_bond"]
    assert {code: refusal.reason for code, refusal in others.items()} == {
        "dep_term": "others_first",
        "fund_mm": "others_first",
    }
    chosen, others = choose(contenders("fund_mm", "fund_bond", "fund_index"), POLICY)
    assert {code: refusal.reason for code, refusal in others.items()} == {"fund_mm": "same_kind"}


def test_without_a_reason_nothing_is_suggested():
    chosen, others = choose(contenders("dep_cd", reasons=()), POLICY)
    assert chosen == []
    assert others["dep_cd"].reason == "no_reason_now"
