"""Scenario cards and tags: which hold for a customer, how well they fit, and what they do for a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from lobby.domain.conditions import AllOf, AnyOf, Comparison, Condition, Not, fact, holds
from lobby.domain.policy import Policy
from lobby.domain.portrait import Portrait
from lobby.domain.spoken import DecisionStage, SpeakLevel, Words

LoanFit = Literal["high", "medium", "low", "forbidden"]
LOAN_FITS: tuple[LoanFit, ...] = ("high", "medium", "low", "forbidden")
Freshness = Literal["daily", "monthly", "quarterly"]
FRESHNESS: tuple[Freshness, ...] = ("daily", "monthly", "quarterly")
HIGHEST = 5
HALF = Decimal("0.5")
ANNOUNCED = timedelta(days=366)
FULL = Decimal(1)
CENT = Decimal("0.01")
OF_THE_DAY = frozenset({"month_now", "days_to_holiday"})  # the same for everybody
HAS_PROFILING_CONSENT = Comparison("has_profiling_consent", "is_true", True)
HAS_PARTNER_DATA_CONSENT = Comparison("has_partner_data_consent", "is_true", True)


@dataclass(frozen=True)
class Strength:
    """How strongly a card holds: what stands in `column`, full at `full`."""

    column: str
    full: Decimal


@dataclass(frozen=True)
class Scenario:
    """A card joining need, trigger and product; `value` and `fit_product` 1 to 5, both for all customers.

    With `loan_fit` forbidden no consumer credit may be proposed with it. A sensitive card answers only what
    the customer asked or looked up. `partner`: what partners told triggers it too, with the consent alone.
    """

    code: str
    deck: str
    category: str
    name: Words
    ask: Words
    trigger: Condition
    product: str
    alternatives: tuple[str, ...]
    value: int
    fit_product: int
    loan_fit: LoanFit
    stage: DecisionStage
    window_days: int
    needs_profiling: bool
    is_sensitive: bool
    is_on: bool
    strength: Strength | None
    partner: Condition | None = None

    @property
    def own(self) -> Condition:
        """The trigger, with the consent it needs."""
        return AllOf((HAS_PROFILING_CONSENT, self.trigger)) if self.needs_profiling else self.trigger

    @property
    def condition(self) -> Condition:
        """When it holds at all: by its own trigger or by what partners told."""
        return self.own if self.partner is None else AnyOf((self.own, _let(self.partner)))

    @property
    def by_partner(self) -> Condition:
        """When it holds only by what partners told."""
        return AnyOf(()) if self.partner is None else AllOf((_let(self.partner), Not(self.own)))


def _let(partner: Condition) -> Condition:
    return AllOf((HAS_PARTNER_DATA_CONSENT, partner))


@dataclass(frozen=True)
class Tag:
    """A named condition on the portrait; `group` is the file it stands in."""

    code: str
    group: str
    meaning: Words
    tested: Condition
    freshness: Freshness
    speak: SpeakLevel
    needs_profiling: bool

    @property
    def condition(self) -> Condition:
        """What is tested, with the consent it needs."""
        return AllOf((HAS_PROFILING_CONSENT, self.tested)) if self.needs_profiling else self.tested


@dataclass(frozen=True)
class Topic:
    """What a customer asked or looked up, known by `words`, a regular expression in lower case."""

    code: str
    words: str
    name: Words


@dataclass(frozen=True)
class Benefit:
    """What a partner merchant gives the bank's customers, for the cards of a category, until a day."""

    code: str
    category: str
    partner: Words
    what: Words
    until: date


@dataclass(frozen=True)
class Calendar:
    """The first days of a country's long holidays, soonest first."""

    country: str
    holidays: tuple[date, ...]

    def next_holiday(self, country: str, as_of: date) -> date | None:
        """The next one on or after `as_of`, where the bank is in that country and it is announced."""
        coming = (day for day in self.holidays if timedelta(0) <= day - as_of <= ANNOUNCED)
        return next(coming, None) if country == self.country else None


Judged: TypeAlias = Scenario | Tag


@dataclass(frozen=True)
class Cards:
    """The cards by code with their categories, the tags by code, and what both rest on."""

    scenarios: Mapping[str, Scenario]
    categories: Mapping[str, Words]
    tags: Mapping[str, Tag]
    topics: Mapping[str, Topic]
    benefits: Mapping[str, Benefit]
    calendar: Calendar


def served(policy: Policy) -> Condition:
    """Whom cards are for at all: living people of age, or of an age that is not known."""
    return AllOf(
        (
            Comparison("kind", "equals", "person"),
            Comparison("deceased", "is_false", True),
            Not(Comparison("age", "below", policy.adult_age)),
        )
    )


def has_season(condition: Condition, day: Mapping[str, object]) -> bool:
    """Could it hold for anybody on this day? What is another for each customer is taken as it is wanted."""
    if isinstance(condition, AllOf):
        return all(has_season(part, day) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(has_season(part, day) for part in condition.parts)
    if isinstance(condition, Not):
        return not isinstance(condition.part, Comparison) or (
            condition.part.column not in OF_THE_DAY or not holds(condition.part, day)
        )
    return condition.column not in OF_THE_DAY or holds(condition, day)


def in_hand(cards: Mapping[str, Scenario], customer: Portrait) -> tuple[Scenario, ...]:
    """The cards of the build that may be used at the desk now, the most worth first.

    What spending shows is sales talk: it needs both consents. What partners told is gone with theirs.
    """
    refused = () if customer.has_partner_data_consent else customer.partner_scenarios
    codes = [code for code in customer.scenarios if code not in refused]
    held = [cards[code] for code in codes if code in cards and cards[code].is_on]
    may_infer = customer.has_profiling_consent and customer.has_marketing_consent
    usable = [card for card in held if may_infer or not card.needs_profiling]
    return tuple(sorted(usable, key=lambda card: (-card.value * card.fit_product, card.code)))


def fit_customer(card: Scenario, facts: Mapping[str, object]) -> Decimal:
    """How well the card fits this customer: a half for holding, the rest by its strength (none = full)."""
    if card.strength is None:
        return FULL
    value = fact(card.strength.column, facts)
    share = Decimal(str(value)) / card.strength.full if value is not None else Decimal(0)
    return HALF + HALF * max(Decimal(0), min(FULL, share))


def backing(card: Scenario, product: str, facts: Mapping[str, object], policy: Policy) -> Decimal:
    """What the card adds to the fit of `product`: weight × value/5 × fit_product/5 × fit of the customer.

    An alternative gets a share of that; consumer credit nothing where the card forbids it.
    """
    if product != card.product and product not in card.alternatives:
        return Decimal(0)
    if card.loan_fit == "forbidden" and product in policy.consumer_credit:
        return Decimal(0)
    weight = policy.scenario_weight * card.value * card.fit_product / HIGHEST**2
    share = FULL if product == card.product else policy.scenario_alternative
    return (weight * share * fit_customer(card, facts)).quantize(CENT)


def forbids_credit(cards: Iterable[Scenario]) -> bool:
    """Did the customer ask about something in which no credit may be proposed?"""
    return any(card.is_sensitive and card.loan_fit == "forbidden" for card in cards)
