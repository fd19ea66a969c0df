"""A condition says what it tests, is false of what is not known, and names what failed first."""

from datetime import date
from decimal import Decimal

import pytest

from lobby.domain.columns import BUILD_COLUMNS, FACT_COLUMNS, PORTRAIT_COLUMNS
from lobby.domain.conditions import ALWAYS, AllOf, AnyOf, Comparison, Not, first_failing, holds, parse
from lobby.domain.errors import CatalogError
from lobby.domain.sections import SECTIONS, columns_of

FACTS = {
    "as_of": date(2026, 11, 20),
    "age": 65,
    "aum": Decimal("50000.00"),
    "kind": "person",
    "has_organisation": True,
    "held_kinds": ["current", "credit_card"],
    "next_maturity_on": date(2026, 12, 20),
    "last_mobile_login_on": date(2026, 11, 20),
    "risk_rating": None,
    "spent_by_category_365d": [{"code": "travel", "amount": Decimal(5000), "count": 3}],
}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"column": "age", "below": 65}, False),
        ({"column": "age", "below": 66}, True),
        ({"column": "age", "above": 64}, True),
        ({"column": "age", "above": 65}, False),
        ({"column": "age", "at_least": 65}, True),
        ({"column": "age", "at_most": 64}, False),
        ({"column": "aum", "equals": 50_000}, True),
        ({"column": "aum", "at_least": Decimal("50000.01")}, False),
        ({"column": "kind", "equals": "person"}, True),
        ({"column": "kind", "one_of": ["organisation"]}, False),
        ({"column": "has_organisation", "is_true": True}, True),
        ({"column": "has_organisation", "is_false": True}, False),
        ({"column": "risk_rating", "is_missing": True}, True),
        ({"column": "risk_rating", "is_present": True}, False),
        ({"column": "risk_rating", "equals": "C1"}, False),
        ({"not": {"column": "risk_rating", "equals": "C1"}}, True),
        ({"column": "held_kinds", "contains": "credit_card"}, True),
        ({"column": "held_kinds", "contains_any": ["gold", "fund"]}, False),
        ({"column": "next_maturity_on", "within_days": 30}, True),
        ({"column": "next_maturity_on", "within_days": 29}, False),
        ({"column": "next_maturity_on", "within_last_days": 30}, False),
        ({"column": "last_mobile_login_on", "within_last_days": 0}, True),
        ({"column": "last_mobile_login_on", "older_than_days": 0}, False),
        ({"column": "next_maturity_on", "above": date(2026, 12, 19)}, True),
        ({"column": "spent_by_category_365d.travel", "at_least": 5000}, True),
        ({"column": "spent_by_category_365d.car", "at_least": 0}, False),
        ({"column": "spent_by_category_365d.travel.amount", "at_least": 5000}, True),
        ({"column": "spent_by_category_365d.travel.amount", "above": 5000}, False),
        ({"column": "spent_by_category_365d.travel.count", "at_least": 3}, True),
        ({"column": "spent_by_category_365d.travel.count", "at_least": 4}, False),
        ({"column": "spent_by_category_365d.car.count", "at_least": 0}, False),
        ({"column": "spent_by_category_365d.car.count", "is_missing": True}, True),
        ([], True),
        ([{"column": "age", "above": 1}, {"column": "age", "above": 99}], False),
        ({"any": [{"column": "age", "above": 99}, {"column": "age", "above": 1}]}, True),
    ],
)
def test_a_condition_holds_or_not(table, expected):
    assert holds(parse(table, PORTRAIT_COLUMNS, "here"), FACTS) is expected


OLD = Comparison("age", "above", 99)
RICH = Comparison("aum", "at_least", Decimal(100_000))
GROWN = Comparison("age", "at_least", 18)


@pytest.mark.parametrize(
    ("condition", "failing"),
    [
        (ALWAYS, None),
        (AllOf((GROWN, RICH, OLD)), RICH),
        (AnyOf((OLD, RICH)), OLD),
        (AnyOf((OLD, GROWN)), None),
        (Not(GROWN), GROWN),
        (AllOf((GROWN, AnyOf((RICH, OLD)))), RICH),
    ],
)
def test_the_first_comparison_that_fails_is_named(condition, failing):
    assert first_failing(condition, FACTS) == failing


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ({"column": "agee", "below": 3}, "unknown_column", "Did you mean 'age'?"),
        ({"column": "spent_by_category_365d", "is_present": True}, "unknown_column", ""),
        ({"column": "spent_by_category_365d.travel.cuont", "above": 1}, "unknown_column", ""),
        ({"column": "spent_by_category_365d.travel.count.x", "above": 1}, "unknown_column", ""),
        ({"column": "spent_by_category_365d.tra vel.count", "above": 1}, "unknown_column", ""),
        ({"column": "spent_by_category_365d.travel.count", "above": "1"}, "condition", ""),
        ({"column": "age.travel", "above": 1}, "unknown_column", ""),
        ({"column": "age", "blow": 3}, "unknown_operator", "Did you mean 'below'?"),
        ({"column": "kind", "below": 3}, "unknown_operator", "equals"),
        ({"column": "age", "below": 3, "above": 1}, "condition", ""),
        ({"column": "age"}, "condition", ""),
        ({"column": "age", "below": "three"}, "condition", ""),
        ({"column": "has_organisation", "is_true": False}, "condition", ""),
        ({"column": "kind", "one_of": []}, "condition", ""),
        ({"column": "next_maturity_on", "within_days": -1}, "condition", ""),
        ({"any": []}, "condition", ""),
        ({"any": [{"column": "age", "below": 3}], "column": "age"}, "condition", ""),
        ({"below": 3}, "condition", ""),
        ("age below 3", "condition", ""),
    ],
)
def test_a_malformed_condition_says_where_and_what(table, code, said):
    with pytest.raises(CatalogError) as caught:
        parse(table, PORTRAIT_COLUMNS, "products/x.toml: condition 1")
    assert caught.value.code == code
    assert "products/x.toml: condition 1" in caught.value.message
    assert said in caught.value.hint


def test_judgements_cannot_be_tested_by_what_they_are_judged_from():
    assert {"segment", "tier", "candidates"} <= PORTRAIT_COLUMNS.keys()
    assert not {"segment", "tier", "candidates"} & FACT_COLUMNS.keys()


def test_the_build_may_test_what_the_desk_may_and_the_sections_besides():
    assert PORTRAIT_COLUMNS.items() <= BUILD_COLUMNS.items()
    assert BUILD_COLUMNS.keys() - PORTRAIT_COLUMNS.keys() <= {
        column for section in SECTIONS for column in columns_of(section)
    }
