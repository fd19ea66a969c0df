"""Who may be offered which risk: all ratings and risks, expiry to the day, the protected age to the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lobby.domain.suitability import age_on, rating_state, rating_until, refusal
from tests.portraits import AS_OF, CATALOG, POLICY, portrait

RISKS = ("R1", "R2", "R3", "R4", "R5")
RATINGS = ("C1", "C2", "C3", "C4", "C5", None)
FUND = CATALOG.products["fund_index"]


def why(product_code="fund_index", today=AS_OF, risk=None, **customer):
    product = CATALOG.products[product_code]
    refused = refusal(replace(product, risk=risk or product.risk), portrait(**customer), today, POLICY)
    return refused and refused.reason


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("rating", RATINGS)
def test_f9_order_7_12_no_product_is_above_the_rating_and_none_is_offered_without_one(risk, rating):
    found = why(risk=risk, risk_rating=rating)
    if rating is None:
        assert found == "rating_missing"
    else:
        assert found == ("risk_above_rating" if risk[1] > rating[1] else None)


def test_the_refusal_names_both_levels():
    refused = refusal(FUND, portrait(risk_rating="C2"), AS_OF, POLICY)
    assert refused is not None
    assert refused.values == {"product": "R4", "customer": "C2"}


@pytest.mark.parametrize(
    ("rated_days_ago", "expires_in", "state"),
    [
        (0, 365, "valid"),
        (365, 100, "valid"),
        (366, 100, "expired"),
        (10, 0, "valid"),
        (10, -1, "expired"),
        (-1, 100, "missing"),
        (None, 100, "missing"),
        (10, None, "missing"),
    ],
)
def test_f9_order_7_29_a_rating_holds_until_its_last_day_and_at_most_365_days(
    rated_days_ago, expires_in, state
):
    rated_on = None if rated_days_ago is None else AS_OF - timedelta(days=rated_days_ago)
    expires_on = None if expires_in is None else AS_OF + timedelta(days=expires_in)
    customer = portrait(risk_rated_on=rated_on, risk_expires_on=expires_on, risk_rating="C5")
    assert rating_state(customer, AS_OF, POLICY) == state
    refused = refusal(CATALOG.products["wmp_cash"], customer, AS_OF, POLICY)
    assert (refused and refused.reason) == {"valid": None, "expired": "rating_expired"}.get(
        state, "rating_missing"
    )


@pytest.mark.parametrize(
    ("today", "refused_because"),
    [(date(2028, 2, 28), None), (date(2028, 2, 29), "rating_expired")],
)
def test_f9_order_7_29_a_leap_day_counts_as_a_day(today, refused_because):
    rated_on = date(2027, 2, 28)
    found = why("wmp_30d", today, risk_rated_on=rated_on, risk_expires_on=date(2028, 3, 31))
    assert found == refused_because


@pytest.mark.parametrize(
    ("born", "today", "refused_because"),
    [
        (date(1961, 11, 21), date(2026, 11, 20), None),
        (date(1961, 11, 20), date(2026, 11, 20), "protected_by_age"),
        (date(1961, 11, 19), date(2026, 11, 20), "protected_by_age"),
        (date(1960, 2, 29), date(2025, 2, 28), None),
        (date(1960, 2, 29), date(2025, 3, 1), "protected_by_age"),
        (None, date(2026, 11, 20), "protected_by_age"),
    ],
)
def test_f9_order_7_65_from_65_or_without_a_birth_date_high_risk_is_refused(born, today, refused_because):
    valid = {"risk_rated_on": today, "risk_expires_on": today, "risk_rating": "C5", "birth_date": born}
    assert why("fund_index", today, **valid) == refused_because
    assert why("fund_index", today, risk="R5", **valid) == refused_because
    assert why("fund_index", today, risk="R3", **valid) is None


@pytest.mark.parametrize(
    "product_code",
    ["dep_term", "dep_cd", "dep_notice", "gov_bond", "pension_acc", "cc_standard", "cc_inst", "loan_consumer",
     "loan_small", "loan_home", "loan_biz"],
)  # fmt: skip
def test_what_is_no_investment_is_never_refused_by_a_rating(product_code):
    assert why(product_code, risk_rating=None, risk_rated_on=None, birth_date=None) is None
    assert why(product_code, risk_expires_on=date(2020, 1, 1)) is None


def test_insurance_needs_a_valid_rating_too():
    assert why("ins_medical", risk_rating=None) == "rating_missing"
    assert why("ins_medical", risk_rating="C1") is None


def test_order_7_19_limited_capacity_refuses_every_investment():
    assert why("wmp_cash", limited_capacity=True) == "limited_capacity"
    assert why("dep_term", limited_capacity=True) is None


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 11, 20), date(2026, 11, 19), 25),
        (date(2000, 11, 20), date(2026, 11, 20), 26),
        (date(2004, 2, 29), date(2023, 2, 28), 18),
        (date(2004, 2, 29), date(2023, 3, 1), 19),
        (None, date(2026, 11, 20), None),
    ],
)
def test_age_changes_on_the_birthday(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("rated_on", "expires_on", "until"),
    [
        (date(2026, 3, 1), date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 3, 1), date(2028, 2, 28), date(2027, 3, 1)),
        (None, date(2028, 2, 28), None),
    ],
)
def test_a_rating_ends_on_the_earlier_of_two_days(rated_on, expires_on, until):
    assert rating_until(portrait(risk_rated_on=rated_on, risk_expires_on=expires_on), POLICY) == until
