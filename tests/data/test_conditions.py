"""The compiled condition and the evaluated one agree, for every row and tree that could be written."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lobby.data.conditions import (
    candidates_expression,
    literal,
    predicate,
    segment_expression,
    tier_expression,
)
from lobby.domain.columns import BUILD_COLUMNS, PORTRAIT_COLUMNS, column_kind, parts
from lobby.domain.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Operator,
    Value,
    comparisons,
    holds,
)
from lobby.domain.errors import CatalogError
from tests.examples import IN_CI, IN_PROOF
from tests.judging import KINDS_IN_SQL, SPENT, WINDOWS, by_sql
from tests.portraits import AS_OF, CATALOG, PLAIN

INTEGERS = ("age", "salary_months", "business_months_6m", "salary_day")
SHARES = ("deposit_share", "remitted_away_share")
TYPES = {
    **dict.fromkeys(INTEGERS, "bigint"),
    **dict.fromkeys(SHARES, "decimal(9,6)"),
    "aum": "decimal(18,2)",
    "idle_balance": "decimal(18,2)",
    "personal_receipts_monthly": "decimal(18,2)",
    "next_maturity_on": "date",
    "risk_rated_on": "date",
    "next_maturity_renews": "boolean",
    "is_guardian": "boolean",
    "kind": "varchar",
    "risk_rating": "varchar",
    "held_kinds": "varchar[]",
    "event_codes": "varchar[]",
    "spent_by_category_365d": SPENT,
    "category_windows": WINDOWS,
}
BOUND: Mapping[str, Value] = {
    "count": 5, "amount": Decimal("0.50"), "date": AS_OF, "text": "C1", "list": "C1", "bool": True,
}  # fmt: skip
BOUNDS: Mapping[str, Value] = {
    **dict.fromkeys(("is_missing", "is_present", "is_true", "is_false"), True),
    **dict.fromkeys(("within_days", "within_last_days", "older_than_days"), 5),
    **dict.fromkeys(("one_of", "contains_any"), ("C1", "it's")),
}
AROUND: Mapping[str, list[Any]] = {
    "count": [4, 5, 6],
    "amount": [Decimal("0.49"), Decimal("0.50"), Decimal("0.51")],
    "date": [AS_OF + timedelta(days=days) for days in (-6, -5, -1, 0, 1, 5, 6)],
    "text": ["C1", "C2", "it's", ""],
    "list": [[], ["C1"], ["C2", "it's"], ["C2"]],
    "bool": [True, False],
}
EMPTY_ENTRY = {
    SPENT: {"amount": None, "count": None},
    WINDOWS: dict.fromkeys(
        ("count_30d", "count_45d", "count_60d", "amount_60d", "max_60d", "count_90d", "first_on")
    ),
}
WORDS = ("C1", "person", "credit_card", "it's", "")
AMOUNTS = st.decimals(Decimal(-1000), Decimal(1000), places=2)
DAYS = st.integers(-40, 40).map(lambda days: AS_OF + timedelta(days=days))
SPENDING = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["travel", "car"]),
            "amount": st.none() | AMOUNTS,
            "count": st.none() | st.integers(-5, 70),
        }
    ),
    max_size=2,
    unique_by=lambda entry: entry["code"],
)
COUNTS = st.integers(-5, 70)
WINDOWED = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["travel", "car"]),
            "count_30d": COUNTS,
            "count_45d": COUNTS,
            "count_60d": st.none() | COUNTS,
            "amount_60d": AMOUNTS,
            "max_60d": st.none() | AMOUNTS,
            "count_90d": COUNTS,
            "first_on": st.none() | DAYS,
        }
    ),
    max_size=2,
    unique_by=lambda entry: entry["code"],
)
VALUES = {
    "bigint": st.integers(-5, 70),
    "decimal(9,6)": st.decimals(Decimal(0), Decimal(1), places=6),
    "decimal(18,2)": AMOUNTS,
    "date": DAYS,
    "boolean": st.booleans(),
    "varchar": st.sampled_from(WORDS),
    "varchar[]": st.lists(st.sampled_from(WORDS), max_size=3),
    SPENT: SPENDING,
    WINDOWS: WINDOWED,
}
ROWS = st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in TYPES.items()})


TESTED = (
    *(name for name in TYPES if TYPES[name] not in (SPENT, WINDOWS)),
    *(f"spent_by_category_365d.{key}" for key in ("travel", "travel.amount", "travel.count")),
    *(f"category_windows.travel.{field}" for field in ("count_60d", "max_60d", "first_on")),
)


def comparisons_of(column: str) -> st.SearchStrategy[Comparison]:
    kind = column_kind(column, BUILD_COLUMNS)
    known = st.sampled_from(("is_missing", "is_present")).map(lambda word: Comparison(column, word, True))
    signs = st.sampled_from(("below", "above", "at_least", "at_most", "equals"))
    compared = {
        "count": st.integers(-5, 70),
        "amount": AMOUNTS,
        "date": DAYS,
    }
    if kind in compared:
        found = st.builds(Comparison, st.just(column), signs, compared[kind])
    elif kind == "bool":
        found = st.sampled_from(("is_true", "is_false")).map(lambda word: Comparison(column, word, True))
    else:
        one, several = ("contains", "contains_any") if kind == "list" else ("equals", "one_of")
        words = st.sampled_from(WORDS)
        found = st.builds(Comparison, st.just(column), st.just(one), words) | st.builds(
            Comparison, st.just(column), st.just(several), st.lists(words, min_size=1, max_size=3).map(tuple)
        )
    if kind == "date":
        spans = st.sampled_from(("within_days", "within_last_days", "older_than_days"))
        found |= st.builds(Comparison, st.just(column), spans, st.integers(0, 40))
    return found | known


LEAVES = st.sampled_from(TESTED).flatmap(comparisons_of)
TREES = st.recursive(
    LEAVES,
    lambda parts: (
        st.lists(parts, max_size=3).map(tuple).map(AllOf)
        | st.lists(parts, max_size=3).map(tuple).map(AnyOf)
        | parts.map(Not)
    ),
    max_leaves=6,
)


TABLES = st.lists(ROWS, min_size=1, max_size=8)


def agrees(condition: Condition, rows: list[dict[str, Any]]) -> None:
    evaluated = [holds(condition, row | {"as_of": AS_OF}) for row in rows]
    assert by_sql(predicate(condition, BUILD_COLUMNS), rows, TYPES) == evaluated


@IN_CI
@given(condition=TREES, rows=TABLES)
def test_any_condition_is_the_same_in_sql_and_at_the_desk(
    condition: Condition, rows: list[dict[str, Any]]
) -> None:
    agrees(condition, rows)


@pytest.mark.proof
@IN_PROOF
@given(condition=TREES, rows=TABLES)
def test_ten_thousand_conditions_are_the_same_in_sql_and_at_the_desk(
    condition: Condition, rows: list[dict[str, Any]]
) -> None:
    agrees(condition, rows)


@pytest.mark.parametrize(
    ("column", "operator"),
    [
        (column, operator)
        for column in TESTED
        for operator in OPERATORS[column_kind(column, BUILD_COLUMNS) or "text"]
    ],
)
def test_every_operator_of_every_kind_agrees_on_none_and_on_each_bound(column: str, operator: str) -> None:
    name, code, field = parts(column)
    kind = column_kind(column, BUILD_COLUMNS) or "text"
    test = Comparison(
        column, cast(Operator, operator), BOUNDS[operator] if operator in BOUNDS else BOUND[kind]
    )
    values = [None, *AROUND[kind]]
    if column != name:
        values = [None, [], *([{**EMPTY_ENTRY[TYPES[name]], "code": code, field: value}] for value in values)]
    rows = [{**dict.fromkeys(TYPES), name: value} for value in values]
    agrees(test, rows)
    agrees(Not(test), rows)


CONDITIONS = (
    *(product.condition for product in CATALOG.products.values()),
    *(segment.condition for segment in (*CATALOG.segments, CATALOG.unknown_segment)),
    *(reason.condition for reason in CATALOG.reasons.values() if reason.condition is not None),
)
ALL_TESTS = [test for condition in CONDITIONS for test in comparisons(condition)]
USED = {
    name: KINDS_IN_SQL[PORTRAIT_COLUMNS[name]]
    for name in sorted({test.column.partition(".")[0] for test in ALL_TESTS} | {"aum"})
}
ABOUT = ("deposit_share", "remitted_away_share")
TYPES_OF_CATALOG = USED | dict.fromkeys(ABOUT, "decimal(9,6)")


def near(name: str) -> st.SearchStrategy[Any]:
    """Values on and around every threshold the catalogue sets for a column, and none."""
    tests = [test for test in ALL_TESTS if test.column.partition(".")[0] == name]
    bounds = [
        test.value
        for test in tests
        if isinstance(test.value, int | Decimal) and not isinstance(test.value, bool)
    ]
    words = [
        word for test in tests for word in (test.value if isinstance(test.value, tuple) else (test.value,))
    ]
    texts = st.sampled_from([*sorted({str(word) for word in words}), "other"])
    steps = st.sampled_from((-1, 0, 1))
    shares = st.sampled_from([Decimal("0.599999"), Decimal("0.6"), Decimal(1)])
    amounts = st.sampled_from([Decimal(bound) for bound in bounds] or [Decimal(0)])
    spans = st.sampled_from([int(bound) * sign for bound in bounds for sign in (-1, 1)] or [0])
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "bigint": st.tuples(st.sampled_from([int(bound) for bound in bounds] or [0]), steps).map(sum),
        "decimal(18,2)": st.tuples(amounts, steps).map(lambda pair: pair[0] + pair[1] * Decimal("0.01")),
        "decimal(9,6)": shares,
        "date": st.tuples(spans, steps).map(lambda pair: AS_OF + timedelta(days=pair[0] + pair[1])),
        "boolean": st.booleans(),
        "varchar": texts,
        "varchar[]": st.lists(texts, max_size=2, unique=True),
        SPENT: st.lists(
            st.fixed_dictionaries(
                {
                    "code": st.sampled_from(["travel", "home_improvement", "card"]),
                    "amount": amounts,
                    "count": st.just(1),
                }
            ),
            max_size=2,
            unique_by=lambda entry: entry["code"],
        ),
    }
    return st.none() | strategies[TYPES_OF_CATALOG[name]]


CUSTOMERS = st.fixed_dictionaries({name: near(name) for name in TYPES_OF_CATALOG})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(CUSTOMERS, min_size=1, max_size=20))
def test_every_product_and_segment_is_the_same_in_sql_and_at_the_desk(rows: list[dict[str, Any]]) -> None:
    facts = [row | {"as_of": AS_OF} for row in rows]
    unknown = CATALOG.unknown_segment
    segments = [
        next((one.code for one in (unknown, *CATALOG.segments) if holds(one.condition, row)), "unknown")
        for row in facts
    ]
    candidates = [
        sorted(code for code, product in CATALOG.products.items() if holds(product.condition, row))
        for row in facts
    ]
    expression = f"[{segment_expression(CATALOG)}] || {candidates_expression(CATALOG)}"
    assert by_sql(expression, rows, TYPES_OF_CATALOG) == [
        [segment, *found] for segment, found in zip(segments, candidates, strict=True)
    ]


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(CUSTOMERS, min_size=1, max_size=8))
def test_every_reason_is_the_same_in_sql_and_at_the_desk(rows: list[dict[str, Any]]) -> None:
    conditions = [reason.condition for reason in CATALOG.reasons.values() if reason.condition is not None]
    expression = f"[{', '.join(predicate(condition) for condition in conditions)}]"
    evaluated = [[holds(condition, row | {"as_of": AS_OF}) for condition in conditions] for row in rows]
    assert by_sql(expression, rows, TYPES_OF_CATALOG) == evaluated


SEGMENTS: list[tuple[dict[str, Any], str]] = [
    ({"age": 17, "is_guardian": True}, "minor"),
    ({"age": 18, "salary_months": 0}, "campus_starter"),
    ({"age": 24, "salary_months": 5}, "campus_starter"),
    ({"age": 24, "salary_months": 6}, "young_worker"),
    ({"age": 35, "salary_months": 6}, "young_worker"),
    ({"age": 36, "salary_months": 6}, "mature_worker"),
    ({"age": 49, "salary_months": 6}, "mature_worker"),
    ({"age": 30, "salary_months": 6, "liability_mortgage": Decimal("0.01")}, "mortgage_family"),
    ({"age": 30, "salary_months": 6, "is_guardian": True}, "family_children"),
    ({"age": 27, "salary_months": 6, "is_guardian": True}, "young_worker"),
    ({"age": 30, "salary_months": 6, "aum": Decimal(500_000)}, "affluent_family"),
    ({"age": 29, "salary_months": 6, "aum": Decimal(500_000)}, "young_worker"),
    ({"age": 50, "aum": Decimal(500_000)}, "pre_retire"),
    ({"age": 60, "aum": Decimal(50_000), "deposit_share": Decimal("0.6")}, "elderly_saver"),
    ({"age": 60, "aum": Decimal("49999.99"), "deposit_share": Decimal(1)}, "elderly_pension"),
    ({"age": 60, "aum": Decimal(50_000), "deposit_share": Decimal("0.599999")}, "elderly_pension"),
    ({"age": 70, "business_months_6m": 3}, "business_owner"),
    ({"age": 40, "has_organisation": True}, "business_owner"),
    ({"age": 40, "liability_business_loan": Decimal(1)}, "business_owner"),
    ({"age": 40, "personal_receipts_monthly": Decimal(4)}, "flexible_newcitizen"),
    (
        {"age": 40, "salary_day": 15, "salary_months": 2, "remitted_away_share": Decimal("0.6")},
        "flexible_newcitizen",
    ),
    ({"age": 40}, "unknown"),
    ({"age": None, "liability_mortgage": Decimal(1)}, "unknown"),
]


@pytest.mark.parametrize(("facts", "segment"), SEGMENTS)
def test_the_first_life_stage_that_fits_is_the_customers(facts, segment):
    row = {name: PLAIN.get(name) for name in TYPES_OF_CATALOG} | {"salary_months": 0, "age": 40} | facts
    assert by_sql(segment_expression(CATALOG), [row], TYPES_OF_CATALOG) == [segment]


@pytest.mark.parametrize(
    ("aum", "tier"),
    [
        (None, "standard"), ("-1", "standard"), ("49999.99", "standard"), ("50000", "silver"),
        ("200000", "gold"),
        ("1000000", "platinum"), ("5999999.99", "platinum"), ("6000000", "private"),
    ],
)  # fmt: skip
def test_a_tier_is_a_band_of_assets(aum, tier):
    row = {"aum": None if aum is None else Decimal(aum)}
    assert by_sql(tier_expression(CATALOG), [row], {"aum": "decimal(18,2)"}) == [tier]


def test_literals_are_safe_in_sql():
    assert literal("it's") == "'it''s'"
    assert literal(Decimal("1E+3")) == "1000"
    assert literal(date(2026, 11, 20)) == "date '2026-11-20'"


def test_an_unknown_column_is_named_with_the_nearest():
    with pytest.raises(CatalogError) as caught:
        predicate(Comparison("agee", "below", 3))
    assert (caught.value.code, caught.value.hint) == ("unknown_column", "Did you mean 'age'?")
