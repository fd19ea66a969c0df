"""Every card and tag on its own table of facts: whom it holds for and whom it just misses, at both judges."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.data.conditions import scenarios_expression, tags_expression
from lobby.domain.conditions import holds
from lobby.domain.scenarios import served
from lobby.domain.sections import SECTIONS
from tests.cards import SCENARIOS, TAGS, day
from tests.judging import TYPES, by_sql
from tests.portraits import CATALOG, PLAIN, POLICY

COLUMNS = {
    field.name: get_type_hints(section)[field.name] for section in SECTIONS for field in fields(section)
}
NOTHING = {
    name: [] if get_origin(hint) is list else False if hint is bool else 0 if hint is int else None
    for name, hint in COLUMNS.items()
}
UNTOUCHED = {**PLAIN, **NOTHING, "month_now": 11, "days_to_holiday": 60}
CARD_CASES = [
    (code, case, expected)
    for code, (hits, misses) in SCENARIOS.items()
    for expected, cases in ((True, hits), (False, misses))
    for case in cases
]
TAG_CASES = [
    (code, case, expected)
    for code, pair in TAGS.items()
    for expected, case in zip((True, False), pair, strict=True)
]


def customer(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**UNTOUCHED, **facts}


def judged_in_the_build(rows: list[dict[str, Any]]) -> list[tuple[list[str], list[str]]]:
    """Scenarios and tags of each row, as the build's SQL has them."""
    both = f"[{scenarios_expression(CATALOG, 'CNY')}, {tags_expression(CATALOG, 'CNY')}]"
    return [(cards, tags) for cards, tags in by_sql(both, rows, TYPES)]


def judged_by_the_evaluator(row: dict[str, Any]) -> tuple[list[str], list[str]]:
    if not holds(served(POLICY), row):
        return [], []
    cards, tags = (
        sorted(one.code for one in items.values() if holds(one.condition, row))
        for items in (CATALOG.cards.scenarios, CATALOG.cards.tags)
    )
    return cards, tags


def test_every_card_and_every_tag_has_its_cases() -> None:
    assert SCENARIOS.keys() == CATALOG.cards.scenarios.keys()
    assert TAGS.keys() == CATALOG.cards.tags.keys()
    assert (len(SCENARIOS), len(CATALOG.cards.categories)) == (53, 12)
    assert len(TAGS) >= 100


def test_a_card_holds_for_whom_it_is_meant_and_misses_the_next() -> None:
    found = judged_in_the_build([customer(case) for _, case, _ in CARD_CASES])
    wrong = [
        (code, case)
        for (code, case, expected), (cards, _) in zip(CARD_CASES, found, strict=True)
        if (code in cards) is not expected
    ]
    assert wrong == []


def test_a_tag_holds_for_whom_it_is_meant_and_misses_the_next() -> None:
    found = judged_in_the_build([customer(case) for _, case, _ in TAG_CASES])
    wrong = [
        (code, case)
        for (code, case, expected), (_, tags) in zip(TAG_CASES, found, strict=True)
        if (code in tags) is not expected
    ]
    assert wrong == []


CASES = st.lists(
    st.sampled_from([case for _, case, _ in (*CARD_CASES, *TAG_CASES)]), min_size=1, max_size=6
).map(lambda cases: {name: value for case in cases for name, value in case.items()})


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(CASES, min_size=1, max_size=10))
def test_every_card_and_tag_is_the_same_in_sql_and_at_the_desk(rows: list[dict[str, Any]]) -> None:
    customers = [customer(row) for row in rows]
    assert judged_in_the_build(customers) == [judged_by_the_evaluator(row) for row in customers]


def test_what_spending_shows_needs_the_consent() -> None:
    inferred = [code for code, card in CATALOG.cards.scenarios.items() if card.needs_profiling]
    rows = [customer({**SCENARIOS[code][0][0], "has_profiling_consent": False}) for code in inferred]
    found = judged_in_the_build(rows)
    assert [code for code, (cards, _) in zip(inferred, found, strict=True) if code in cards] == []


@pytest.mark.parametrize(
    "of_nobody", [{"kind": "organisation"}, {"deceased": True}, {"age": 17, "birth_date": day(-17 * 366)}]
)
def test_nobody_who_is_not_served_gets_a_card_or_a_tag(of_nobody: dict[str, Any]) -> None:
    rows = [customer({**case, **of_nobody}) for _, case, expected in (*CARD_CASES, *TAG_CASES) if expected]
    assert judged_in_the_build(rows) == [([], [])] * len(rows)


def test_a_customer_whose_age_is_not_known_is_served() -> None:
    ((cards, _),) = judged_in_the_build([customer({**SCENARIOS["TRG1"][0][0], "age": None})])
    assert "TRG1" in cards


def test_an_amount_in_another_currency_says_nothing() -> None:
    rows = [customer(SCENARIOS[code][0][0]) for code in ("WED2", "RNT2", "TRG1")]
    cards = by_sql(scenarios_expression(CATALOG, "CZK"), rows, TYPES)
    assert cards == [[], ["RNT2"], ["TRG1"]]
    rich = [customer(TAGS["aum_over_1m"][0]), customer(TAGS["no_debt"][0])]
    tags = by_sql(tags_expression(CATALOG, "CZK"), rich, TYPES)
    assert ["aum_over_1m" in tags[0], "no_debt" in tags[1]] == [False, True]
