"""Keeping customers: the bank's rules of loyalty, the churn warning, the long tail and its loan card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lobby.domain.conditions import Condition
from lobby.domain.viewer import Language

Sentence = Mapping[Language, str]
LoyaltyPart = Literal[
    "product", "service", "process", "campaign", "products", "tenure", "activity", "wallet", "referrals"
]
LOYALTY_PARTS: tuple[LoyaltyPart, ...] = (
    "product", "service", "process", "campaign", "products", "tenure", "activity", "wallet", "referrals",
)  # fmt: skip
ASKED_PARTS: tuple[LoyaltyPart, ...] = ("product", "service", "process", "campaign")
ChurnLevel = Literal["none", "low", "medium", "high"]
CHURN_LEVELS: tuple[ChurnLevel, ...] = ("none", "low", "medium", "high")
OWN_RULES = ("balance_fall", "maturity_withdrawn", "inactive")


@dataclass(frozen=True)
class LoyaltyRules:
    """What each part weighs and what earns all its points; answers count `survey_days`, the newer the more.

    A fall of the index since the last quarter end by `drop_points` or more is explained.
    """

    weight: Mapping[str, int]
    whole: Mapping[str, Decimal]
    survey_days: int
    survey_half_days: int
    drop_points: Decimal


@dataclass(frozen=True)
class ChurnRule:
    """What a rule of the churn warning adds to it, and the neutral service that answers it."""

    code: str
    points: int
    do: Sentence


@dataclass(frozen=True)
class ChurnRules:
    """The rules by code, the numbers they hold with, and the points from which each level begins."""

    rules: Mapping[str, ChurnRule]
    numbers: Mapping[str, Decimal]
    levels: Mapping[str, int]


@dataclass(frozen=True)
class Band:
    """A state or potential of the long tail: the first whose condition holds."""

    code: str
    name: Sentence
    condition: Condition


@dataclass(frozen=True)
class ReachRules:
    """Who belongs to the long tail, can they be reached, and how much may be in it."""

    long_tail: Condition
    states: tuple[Band, ...]
    potentials: tuple[Band, ...]


@dataclass(frozen=True)
class LoanCard:
    """The small loan for the long tail as a service: a question first, then papers and steps on the phone."""

    product: str
    condition: Condition
    ask: Sentence
    documents: tuple[Sentence, ...]
    steps: tuple[Sentence, ...]


@dataclass(frozen=True)
class Keeping:
    loyalty: LoyaltyRules
    churn: ChurnRules
    reach: ReachRules
    loan_card: LoanCard
