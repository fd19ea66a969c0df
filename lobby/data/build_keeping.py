"""What keeping customers adds to a build: numbers its queries are asked with, and its judgements as SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lobby.data.conditions import literal, predicate
from lobby.domain.columns import BUILD_COLUMNS
from lobby.domain.conditions import AllOf
from lobby.domain.keeping import Band, Keeping
from lobby.domain.policy import Policy


def keeping_values(keeping: Keeping, policy: Policy) -> Mapping[str, Any]:
    """Parameter → value; groups of numbers are structs."""
    loyalty, churn = keeping.loyalty, keeping.churn
    return {
        "weight": dict(loyalty.weight),
        "whole": plain(loyalty.whole),
        "survey": {"days": loyalty.survey_days, "half_days": loyalty.survey_half_days},
        "churn": plain(churn.numbers),
        "churn_rules": [{"code": rule.code, "points": rule.points} for rule in churn.rules.values()],
        "churn_level": dict(churn.levels),
        "contact_cap_days": policy.contact_cap_days,
        "adult_age": policy.adult_age,
    }


def plain(numbers: Mapping[str, Decimal]) -> dict[str, int | Decimal]:
    """The numbers, whole ones as such."""
    return {
        key: int(value) if value == value.to_integral_value() else value for key, value in numbers.items()
    }


def keeping_columns(keeping: Keeping) -> Mapping[str, str]:
    """Column → SQL over the judged portrait: the long tail's state and potential, and whom its card fits."""
    reach = keeping.reach
    long_tail = predicate(reach.long_tail, BUILD_COLUMNS)
    card = AllOf((reach.long_tail, keeping.loan_card.condition))
    return {
        "reach_state": f"case when {long_tail} then {first_of(reach.states)} end",
        "potential": f"case when {long_tail} then {first_of(reach.potentials)} end",
        "fits_small_loan": predicate(card, BUILD_COLUMNS),
    }


def first_of(bands: Sequence[Band]) -> str:
    """SQL: the code of the first band whose condition holds."""
    whens = [f"when {predicate(band.condition, BUILD_COLUMNS)} then {literal(band.code)}" for band in bands]
    return f"case {' '.join(whens)} end"
