"""The portrait: what the desk decides with, one row per customer; field names are the table's columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict


class CurrencyAmount(TypedDict):
    currency: str
    amount: Decimal


class Account(TypedDict):
    """An open account the customer owns; `balance` in the account's own currency, None before any."""

    account_id: str
    kind: str
    product_code: str | None
    currency: str
    opened_on: date
    matures_on: date | None
    auto_renew: bool
    renew_term: str | None
    interest_rate: Decimal | None
    credit_limit: Decimal | None
    balance: Decimal | None
    balance_on: date | None


class PartyRole(TypedDict):
    """Joint, authorised or guardian on an account of somebody else: the relation, no money."""

    account_id: str
    kind: str
    role: str


class Card(TypedDict):
    card_id: str
    account_id: str
    kind: str | None
    last4: str | None
    issued_on: date | None
    activated_on: date | None
    blocked: bool
    bound_wallets: list[str]


class KindBalance(TypedDict):
    month_end: date
    kind: str
    balance: Decimal


class Spent(TypedDict):
    """Spending by method or category: `code`, positive `amount` in the feed's currency, number of rows."""

    code: str
    amount: Decimal
    count: int


class CategoryWindow(TypedDict):
    """Spending in a category (`code`) in days ending with as_of: `max_60d` the largest, `first_on` of 365."""

    code: str
    count_30d: int
    count_45d: int
    count_60d: int
    amount_60d: Decimal
    max_60d: Decimal | None
    count_90d: int
    first_on: date


class MonthSpent(TypedDict):
    month: date
    code: str
    amount: Decimal


class MonthFlow(TypedDict):
    month: date
    inflow: Decimal
    outflow: Decimal


class Destination(TypedDict):
    """Where money went: `kind` bank or wallet; amounts positive."""

    destination: str
    kind: str
    amount_90d: Decimal
    amount_365d: Decimal
    count: int


class Counted(TypedDict):
    """How often: an hour (00–23), a weekday (0 = Sunday), a city, a channel."""

    code: str
    count: int


class Touch(TypedDict):
    """An unfinished application, a calculator, a question or a complaint of the last 90 days."""

    happened_at: datetime
    touchpoint_id: str
    kind: str
    channel: str
    product_code: str | None
    amount: Decimal | None
    step: str | None
    missing_document: str | None
    expires_on: date | None
    reference: str | None


class Contact(TypedDict):
    contacted_at: datetime
    contact_id: str
    channel: str
    product_code: str | None
    scenario_code: str | None
    outcome: str
    reason_code: str | None
    next_on: date | None


class Appointment(TypedDict):
    starts_at: datetime
    appointment_id: str
    branch_id: str
    business_type: str | None


class Happened(TypedDict):
    """An event alive on as_of; `strength` 0 to 1, `evidence` the facts that prove it, as JSON."""

    code: str
    happened_on: date
    expires_on: date
    amount: Decimal | None
    strength: float
    evidence: str


class DatedIndex(TypedDict):
    on: date
    value: Decimal


class PartPoints(TypedDict):
    """A part of the loyalty index: its weight, and its points, 0 to 100, for what was measured.

    `_before`: the same at the last quarter end. None: not known, so left out of the index.
    """

    part: str
    weight: int
    points: Decimal | None
    measured: Decimal | None
    points_before: Decimal | None
    measured_before: Decimal | None


class Answer(TypedDict):
    """One answered survey question, `score` 1 to 5, and what it was asked about."""

    answered_on: date
    survey_id: str
    aspect: str
    score: int
    product_code: str | None
    account_tail: str | None
    trigger: str | None


class ChurnReason(TypedDict):
    """A rule of the churn warning that holds, strongest first: its points, its day, the amounts behind it."""

    place: int
    code: str
    points: int
    happened_on: date
    amount: Decimal | None
    amount_before: Decimal | None


@dataclass(frozen=True)
class Portrait:
    """What is known of one customer as of `as_of`; money in the feed's currency; None = not known."""

    customer_id: str
    as_of: date
    kind: str
    name: str | None
    gender: str | None
    birth_date: date | None
    age: int | None
    id_number_last4: str | None
    id_expires_on: date | None
    phone: str | None
    address_area: str | None
    address_key: str | None
    occupation: str | None
    employer: str | None
    education: str | None
    marital_status: str | None
    income_band: str | None
    language: str | None
    first_opened_on: date | None
    home_branch_id: str
    manager_staff_id: str | None
    risk_rating: str | None
    risk_rated_on: date | None
    risk_expires_on: date | None
    limited_capacity: bool
    care_needs: list[str]
    deceased: bool
    has_marketing_consent: bool
    has_profiling_consent: bool
    has_partner_data_consent: bool
    has_face_consent: bool
    is_control: bool
    segment: str
    tier: str
    candidates: list[str]
    scenarios: list[str]
    partner_scenarios: list[str]
    # assets and liabilities
    aum: Decimal
    aum_90d_ago: Decimal | None
    asset_current: Decimal | None
    asset_time_deposit: Decimal | None
    asset_wealth: Decimal | None
    asset_fund: Decimal | None
    asset_insurance: Decimal | None
    asset_gold: Decimal | None
    asset_securities: Decimal | None
    asset_gov_bond: Decimal | None
    liabilities: Decimal
    liability_credit_card: Decimal | None
    liability_consumer_loan: Decimal | None
    liability_mortgage: Decimal | None
    liability_business_loan: Decimal | None
    other_currencies: list[CurrencyAmount]
    maturing_30d: Decimal
    next_maturity_on: date | None
    next_maturity_renews: bool | None
    next_maturity_amount: Decimal | None
    next_maturity_kind: str | None
    deposit_share: Decimal | None
    idle_balance: Decimal | None
    monthly_spend_median: Decimal | None
    accounts: list[Account]
    held_products: list[str]
    held_kinds: list[str]
    bound_wallets: list[str]
    has_open_account: bool
    # habits
    spent_by_method_365d: list[Spent]
    spent_by_category_365d: list[Spent]
    spent_by_month: list[MonthSpent]
    count_transactions_365d: int
    last_transaction_on: date | None
    count_counter_365d: int | None
    count_mobile_logins_90d: int | None
    last_mobile_login_on: date | None
    last_branch_visit_on: date | None
    salary_day: int | None
    salary_amount: Decimal | None
    salary_last_on: date | None
    salary_months: int
    pension_day: int | None
    pension_amount: Decimal | None
    pension_last_on: date | None
    # flags that conditions use
    has_overdue_loan: bool | None
    has_organisation: bool
    business_months_6m: int
    personal_receipts_monthly: Decimal | None
    remitted_away_share: Decimal | None
    is_guardian: bool
    has_social_security_card_inactive: bool
    asked_education: bool
    has_open_complaint: bool
    last_complaint_on: date | None
    fits_small_loan: bool
    # what happened lately
    unfinished: list[Touch]
    questions: list[Touch]
    contacts: list[Contact]
    appointments: list[Appointment]
    event_codes: list[str]
    events: list[Happened]
