"""Credit signs: each level and each gap, the band they make, and that nothing is decided by them."""

from __future__ import annotations

import ast
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lobby.domain.columns import BUILD_COLUMNS, PORTRAIT_COLUMNS
from lobby.domain.credit import credit_band
from lobby.domain.sections import Credit
from tests.portraits import CATALOG, account, portrait

LOBBY = Path(__file__).parents[2] / "lobby"
RULES = CATALOG.credit
NOTHING: dict[str, Any] = {
    "count_instalments_24m": None,
    "count_late_24m": 0,
    "count_overdue": 0,
    "worst_days_late": 0,
    "last_late_on": None,
    "income_months_6m": 0,
    "income_variation": None,
    "count_penalty_interest_365d": 0,
    "last_penalty_interest_on": None,
}


def credit(**changed: Any) -> Credit:
    return Credit(**(NOTHING | changed))


def card(balance: int | None, limit: int | None, **changed: Any) -> Any:
    return account(
        kind="credit_card",
        balance=None if balance is None else Decimal(balance),
        credit_limit=None if limit is None else Decimal(limit),
        **changed,
    )


@pytest.mark.parametrize(
    ("told", "customer", "code", "level", "points"),
    [
        ({"count_instalments_24m": 24}, {}, "repayment", "good", 4),
        ({"count_instalments_24m": 20, "count_late_24m": 2}, {}, "repayment", "fair", 2),
        ({"count_instalments_24m": 20, "count_late_24m": 3}, {}, "repayment", "poor", 0),
        ({"count_instalments_24m": 24, "count_late_24m": 1, "count_overdue": 1}, {}, "repayment", "poor", 0),
        ({"income_months_6m": 4, "income_variation": Decimal("0.1")}, {}, "income", "good", 2),
        ({"income_months_6m": 6, "income_variation": Decimal("0.3")}, {}, "income", "fair", 1),
        ({"income_months_6m": 6, "income_variation": Decimal("0.3001")}, {}, "income", "poor", 0),
        ({}, {"occupation": "engineer"}, "occupation", "good", 1),
        ({}, {"accounts": [card(3_000, 10_000)]}, "utilisation", "good", 2),
        ({}, {"accounts": [card(3_100, 10_000)]}, "utilisation", "fair", 1),
        ({}, {"accounts": [card(0, 1_000), card(7_100, 9_000)]}, "utilisation", "poor", 0),
        ({"count_penalty_interest_365d": 1}, {}, "penalty", "fair", 1),
        ({"count_penalty_interest_365d": 2}, {}, "penalty", "poor", 0),
    ],
)
def test_a_sign_says_how_good_it_is(
    told: dict[str, Any], customer: dict[str, Any], code: str, level: str, points: int
) -> None:
    (sign,) = credit_band(portrait(**customer), credit(**told), RULES, "CNY").signs
    assert (sign.code, sign.level, sign.points) == (code, level, points)


@pytest.mark.parametrize(
    ("told", "customer", "code", "why"),
    [
        ({}, {}, "repayment", "not_supplied"),
        ({"count_instalments_24m": 0}, {}, "repayment", "no_debt"),
        ({"income_months_6m": 3, "income_variation": Decimal(0)}, {}, "income", "too_few_months"),
        ({}, {"occupation": ""}, "occupation", "not_known"),
        ({}, {}, "utilisation", "no_card"),
        ({}, {"accounts": [card(500, None)]}, "utilisation", "not_known"),
        ({}, {"accounts": [card(None, 500)]}, "utilisation", "not_known"),
        ({}, {"accounts": [card(500, 900, currency="USD")]}, "utilisation", "no_card"),
    ],
)
def test_a_missing_input_leaves_its_sign_out_and_is_said(
    told: dict[str, Any], customer: dict[str, Any], code: str, why: str
) -> None:
    found = credit_band(portrait(**customer), credit(**told), RULES, "CNY")
    assert dict(found.missing)[code] == why  # type: ignore[index]
    assert (found.band, found.signs) == ("unknown", ())


GOOD = {"count_instalments_24m": 24, "income_months_6m": 6, "income_variation": Decimal("0.05")}


@pytest.mark.parametrize(
    ("told", "customer", "band"),
    [
        (GOOD, {}, "strong"),
        (GOOD, {"occupation": "clerk", "accounts": [card(100, 1_000)]}, "strong"),
        (GOOD | {"count_late_24m": 2}, {}, "steady"),
        (GOOD | {"count_late_24m": 3, "income_variation": Decimal("0.2")}, {}, "watch"),
        (GOOD | {"count_overdue": 1}, {}, "watch"),
        ({"count_instalments_24m": 24}, {}, "unknown"),
    ],
)
def test_the_band_is_the_share_of_the_points_that_can_be_had(
    told: dict[str, Any], customer: dict[str, Any], band: str
) -> None:
    assert credit_band(portrait(**customer), credit(**told), RULES, "CNY").band == band


def test_a_sign_carries_its_facts() -> None:
    told = credit(
        count_instalments_24m=20, count_late_24m=2, worst_days_late=9, last_late_on=date(2026, 8, 5)
    )
    (sign,) = credit_band(portrait(liabilities=Decimal(90_000)), told, RULES, "CNY").signs
    assert sign.facts == {
        "due": 20, "late": 2, "overdue": 0, "days": 9, "last_late_on": date(2026, 8, 5),
        "remaining": Decimal(90_000),
    }  # fmt: skip


def test_no_condition_can_test_a_credit_fact_and_no_decision_reads_one() -> None:
    columns = {field.name for field in fields(Credit)}
    assert not columns & (PORTRAIT_COLUMNS.keys() | BUILD_COLUMNS.keys())
    deciding = ["domain/case.py", "domain/choosing.py", "domain/funnel.py", "domain/suitability.py",
                "domain/ranking.py", "domain/evidence.py", "domain/fatigue.py", "domain/first_line.py",
                "domain/conditions.py", "data/conditions.py", "services/decide.py", "services/offers.py",
                "services/service_lines.py", "services/leads.py", "services/customer.py"]  # fmt: skip
    readers = {path.relative_to(LOBBY).as_posix() for path in LOBBY.rglob("*.py") if reads_credit(path)}
    assert not readers & set(deciding)
    assert readers == {"domain/columns.py", "domain/catalogue.py", "data/catalog_credit.py",
                       "domain/credit.py", "services/advice.py", "ui/advice.py"}  # fmt: skip


def reads_credit(path: Path) -> bool:
    """Does a module name the credit signs, their rules or their section?"""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (
            node.module == "lobby.domain.credit" or any(name.name == "Credit" for name in node.names)
        ):
            return True
        if isinstance(node, ast.Attribute) and node.attr == "credit":
            return True
    return False
