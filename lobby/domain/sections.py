"""The sections of the portrait: columns that are read only when a folded part of the page is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, get_type_hints

from lobby.domain.portrait import (
    Answer,
    Card,
    CategoryWindow,
    ChurnReason,
    Counted,
    DatedIndex,
    Destination,
    KindBalance,
    MonthFlow,
    PartPoints,
    PartyRole,
    Portrait,
)


@dataclass(frozen=True)
class Section:
    """Columns of the one wide row that nothing is decided with; `reads/customer_<name>.sql` names them."""


@dataclass(frozen=True)
class Holdings(Section):
    """How the assets came about, and the accounts of others the customer has a part in."""

    assets_by_month: list[KindBalance]
    party_roles: list[PartyRole]


@dataclass(frozen=True)
class Movements(Section):
    """Where the money goes and comes from, when, where, with which cards and through what."""

    cards: list[Card]
    flows_by_month: list[MonthFlow]
    destinations_365d: list[Destination]
    active_hours: list[Counted]
    active_weekdays: list[Counted]
    cities: list[Counted]
    transaction_channels: list[Counted]
    touch_channels: list[Counted]


@dataclass(frozen=True)
class Loyalty(Section):
    """How close the customer is to the bank, and the warning that money may leave; never spoken."""

    loyalty_index: Decimal | None
    loyalty_index_before: Decimal | None
    loyalty_trend: list[DatedIndex]
    loyalty_parts: list[PartPoints]
    surveys: list[Answer]
    churn_level: str
    churn_points: int
    churn_reasons: list[ChurnReason]


@dataclass(frozen=True)
class Reach(Section):
    """A customer of the long tail: can they be reached, and what may be in it."""

    reach_state: str | None
    potential: str | None
    last_contact_on: date | None
    count_contacts_lately: int | None
    last_made_on: date | None
    gone_lately: Decimal | None
    debt_months: Decimal | None


class CardSince(TypedDict):
    """A card whose trigger holds, and the business date from which on it does."""

    code: str
    since_on: date


@dataclass(frozen=True)
class Signals(Section):
    """What scenario cards and tags are judged by beside the portrait, since when cards hold, and the tags."""

    tags: list[str]
    scenario_since: list[CardSince]
    month_now: int
    days_to_holiday: int | None
    category_windows: list[CategoryWindow]
    viewed_products: list[str]
    viewed_often: list[str]
    calculated_products: list[str]
    unfinished_products: list[str]
    asked_topics: list[str]
    mortgage_opened_on: date | None
    mortgage_settled_on: date | None
    home_loan_dues_left: int | None
    joint_opened_on: date | None
    organisation_registered_on: date | None
    foreign_categories: list[str]
    count_charging_30d: int
    count_jewellery_90d: int
    car_insured_on: date | None
    home_shops_45d: int
    luxury_income_share: Decimal | None
    is_top_luxury: bool
    rent_months: int
    beauty_months: int
    gift_payers: int
    count_receipts_30d: int
    receipt_gap_ratio: Decimal | None
    wholesale_ratio: Decimal | None
    external_attributes: list[str]


@dataclass(frozen=True)
class Credit(Section):
    """How debts were repaid and how even the income is; no condition may test it, nothing is decided by it.

    `count_instalments_24m` is None where the feed has no repayment schedules.
    """

    count_instalments_24m: int | None
    count_late_24m: int
    count_overdue: int
    worst_days_late: int
    last_late_on: date | None
    income_months_6m: int
    income_variation: Decimal | None
    count_penalty_interest_365d: int
    last_penalty_interest_on: date | None


class ExternalFact(TypedDict):
    """What a partner told of a customer who lets partner data be used, and when it was measured."""

    attribute: str
    source: str
    value: str | None
    measured_on: date


@dataclass(frozen=True)
class External(Section):
    """What partners told, each with its source and day; empty without consent to partner data."""

    external_facts: list[ExternalFact]


class Consent(TypedDict):
    """The feed's last word on a purpose and channel, and the day it was said."""

    purpose: str
    channel: str
    is_granted: bool
    changed_on: date


@dataclass(frozen=True)
class Consents(Section):
    """What the feed knows the customer to have granted and refused; what was said at a desk is not in it."""

    consents: list[Consent]


SECTIONS: tuple[type[Section], ...] = (
    Holdings, Movements, Loyalty, Reach, Signals, Credit, External, Consents,
)  # fmt: skip
HOLDERS: tuple[type[Portrait | Section], ...] = (Portrait, *SECTIONS)


def name_of(section: type[Section]) -> str:
    """`YearInReview` is `year_in_review`: its query is `reads/customer_year_in_review.sql`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", section.__name__).lower()


def columns_of(holder: type[Portrait | Section]) -> tuple[str, ...]:
    """The columns that `holder` is read from, in order."""
    return tuple(field.name for field in fields(holder))


def every_column() -> tuple[str, ...]:
    """The columns of the portrait table: those of the portrait, then those of each section."""
    return tuple(column for holder in HOLDERS for column in columns_of(holder))


def kinds_of_columns() -> dict[str, Any]:
    """The type of each column of the portrait table."""
    return {name: kind for holder in HOLDERS for name, kind in get_type_hints(holder).items()}
