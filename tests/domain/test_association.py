"""Which association is told as a reason for a product, to whom, and which never."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from lobby.domain.association import Association, goes_with
from lobby.domain.evidence import Evidence
from lobby.domain.portrait import Account
from tests.deciding import decide
from tests.portraits import ADVISER, AS_OF, CATALOG, NOW, POLICY, account, portrait

PAIR = Association("pair", "cc_standard", "fund_mm", 30, 100, 0.2189, 0.3958, 1.5)
NEXT = Association("sequence", "dep_cd", "fund_mm", 40, 200, 0.1505, 0.2609, 1.3)
HELD = {"has_profiling_consent": True, "held_products": ["cc_standard", "dep_cd"]}
FRESH = AS_OF - timedelta(days=POLICY.pair_days)


def opened(days_ago: int) -> Account:
    return account(product_code="dep_cd", opened_on=AS_OF - timedelta(days=days_ago))


def found(*associations: Association, **changed: object) -> dict[str, Evidence]:
    return goes_with("fund_mm", portrait(**(HELD | changed)), associations, POLICY)


def test_the_counts_and_the_bounds_are_the_facts():
    facts = {"product_code": "cc_standard", "count": 30, "count_of": 100}
    bounds = {"low_share": Decimal("0.22"), "high_share": Decimal("0.40")}
    assert found(PAIR) == {"association": Evidence("association", facts | bounds)}


def test_the_surest_of_a_kind_is_told():
    surer = replace(PAIR, product_code="dep_cd", lift_low=1.6)
    same = replace(surer, product_code="cc_inst")
    assert found(PAIR, surer)["association"].facts["product_code"] == "dep_cd"
    assert (
        found(surer, same, held_products=["cc_inst", "dep_cd"])["association"].facts["product_code"]
        == "cc_inst"
    )


@pytest.mark.parametrize(
    ("days_ago", "is_told"), [(0, True), (POLICY.pair_days, True), (POLICY.pair_days + 1, False)]
)
def test_what_comes_next_is_told_while_the_first_is_new(days_ago, is_told):
    reasons = found(NEXT, accounts=[opened(days_ago)])
    assert ("association_next" in reasons) is is_told
    assert not is_told or reasons["association_next"].facts["days"] == POLICY.pair_days


def test_an_older_account_of_the_product_was_the_first():
    assert found(NEXT, accounts=[opened(10), opened(POLICY.pair_days + 1)]) == {}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"has_profiling_consent": False}, "no consent to profiling"),
        ({"held_products": ["cc_standard", "fund_mm"]}, "holds it already"),
        ({"held_products": ["dep_term"]}, "holds nothing that goes with it"),
    ],
)
def test_nothing_is_told(changed, why):
    assert found(PAIR, **changed) == {}, why


def test_an_association_with_another_product_is_none_of_this_one():
    assert goes_with("fund_bond", portrait(**HELD), [PAIR], POLICY) == {}


OFFER = {**HELD, "idle_balance": Decimal(10_000)}


def test_it_supports_a_suggestion_and_makes_none():
    supported = decide(portrait(**OFFER), CATALOG, ADVISER, NOW, "en", associations=(PAIR,))
    reasons = {one.product: [reason.code for reason in one.reasons] for one in supported.suggestions}
    assert "association" in reasons["fund_mm"]
    alone = OFFER | {"idle_balance": None}
    bare = decide(portrait(**alone), CATALOG, ADVISER, NOW, "en", associations=(PAIR, NEXT))
    assert "fund_mm" not in [one.product for one in bare.suggestions]


@pytest.mark.parametrize("changed", [{"is_control": True}, {"has_marketing_consent": False}])
def test_control_and_consentless_customers_hear_of_no_association(changed):
    decision = decide(portrait(**(OFFER | changed)), CATALOG, ADVISER, NOW, "en", associations=(PAIR,))
    lines = (*decision.suggestions, *decision.services, *decision.unfinished)
    assert "association" not in [reason.code for line in lines for reason in line.reasons]
    assert decision.suggestions == ()
