"""Propensity × value × fit × the bank's own weights, three at most, not three of a kind."""

from decimal import Decimal

import pytest

from lobby.domain.evidence import Evidence
from lobby.domain.levers import Lever
from lobby.domain.propensity import Propensity
from lobby.domain.ranking import best_first, choose, fit_word, ranked
from tests.portraits import AS_OF, CATALOG, POLICY


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


def test_the_score_is_the_product_of_its_factors():
    evidence = {"asked_about": Evidence("asked_about", {})}
    told = Propensity(Decimal("0.1250"), 8, 1)
    levers = tuple(Lever(Decimal(weight), AS_OF, AS_OF) for weight in ("1.2", "0.5"))
    one = ranked(CATALOG.products["dep_cd"], evidence, {}, told, levers)
    assert (one.product.value, one.fit) == (3, Decimal("0.6"))
    assert one.score == Decimal("0.125") * 3 * Decimal("0.6") * Decimal("1.2") * Decimal("0.5")
    assert ranked(CATALOG.products["dep_cd"], evidence, {}).score == Decimal("1.8")


def test_a_lever_and_a_propensity_change_the_order_and_never_the_fit():
    evidence = {"asked_about": Evidence("asked_about", {})}
    cd, term = (CATALOG.products[code] for code in ("dep_cd", "dep_term"))
    pulled = ranked(term, evidence, {}, levers=(Lever(Decimal(2), AS_OF, AS_OF),))
    assert [one.product.code for one in best_first([ranked(cd, evidence, {}), pulled])] == [
        "dep_term", "dep_cd"
    ]  # fmt: skip
    likely = ranked(term, evidence, {}, Propensity(Decimal("0.9"), 10, 9))
    unlikely = ranked(cd, evidence, {}, Propensity(Decimal("0.1"), 10, 1))
    assert best_first([unlikely, likely])[0] is likely
    assert likely.fit == pulled.fit == ranked(term, evidence, {}).fit


def test_without_a_reason_nothing_is_suggested():
    chosen, others = choose(contenders("dep_cd", reasons=()), POLICY)
    assert chosen == []
    assert others["dep_cd"].reason == "no_reason_now"
