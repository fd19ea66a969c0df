"""Invented customers for tests: a plain one, changed field by field."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from lobby.data.catalog import load_catalog
from lobby.domain.portrait import Account, Contact, Happened, Portrait, Touch
from lobby.domain.viewer import Viewer

AS_OF = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
CATALOG = load_catalog()
POLICY = CATALOG.policy
EVERYTHING = frozenset({"wm", "fund", "ins", "loan", "corp"})
LOBBY = Viewer("S1", "Lin", "lobby", "B1")
ADVISER = Viewer("S2", "He", "adviser", "B1", EVERYTHING)

HINTS = get_type_hints(Portrait)
EMPTY = {
    field.name: [] if get_origin(HINTS[field.name]) is list else False if HINTS[field.name] is bool else None
    for field in fields(Portrait)
}
PLAIN: dict[str, Any] = EMPTY | {
    "customer_id": "C0001",
    "as_of": AS_OF,
    "kind": "person",
    "name": "张三",
    "birth_date": date(1986, 5, 1),
    "age": 40,
    "home_branch_id": "B1",
    "first_opened_on": date(2015, 3, 2),
    "risk_rating": "C2",
    "risk_rated_on": date(2026, 3, 1),
    "risk_expires_on": date(2027, 2, 28),
    "has_marketing_consent": True,
    "has_profiling_consent": True,
    "segment": "mature_worker",
    "tier": "silver",
    "aum": Decimal(0),
    "liabilities": Decimal(0),
    "maturing_30d": Decimal(0),
    "count_transactions_365d": 100,
    "count_counter_365d": 0,
    "count_mobile_logins_90d": 5,
    "has_overdue_loan": False,
    "has_open_account": True,
    "salary_months": 0,
    "business_months_6m": 0,
}


def portrait(**changed: Any) -> Portrait:
    """A customer of 40 with a valid C2 and consent; every product is a candidate unless said otherwise."""
    return Portrait(**(PLAIN | {"candidates": sorted(CATALOG.products)} | changed))


def elderly_saver(**changed: Any) -> Portrait:
    """63 years old, 200,000 in a deposit that matures on 3 December without renewal."""
    saver: dict[str, Any] = {
        "birth_date": date(1963, 5, 1),
        "age": 63,
        "segment": "elderly_saver",
        "tier": "gold",
        "aum": Decimal(200_000),
        "asset_time_deposit": Decimal(200_000),
        "deposit_share": Decimal("1.0"),
        "maturing_30d": Decimal(200_000),
        "next_maturity_on": date(2026, 12, 3),
        "next_maturity_renews": False,
        "next_maturity_amount": Decimal(200_000),
        "next_maturity_kind": "time_deposit",
        "accounts": [account()],
        "events": [happening("deposit_maturing")],
        "event_codes": ["deposit_maturing"],
        "held_kinds": ["time_deposit"],
    }
    return portrait(**(saver | changed))


def account(**changed: Any) -> Account:
    plain: dict[str, Any] = {
        "account_id": "A1",
        "kind": "time_deposit",
        "product_code": None,
        "currency": "CNY",
        "opened_on": date(2025, 12, 3),
        "matures_on": date(2026, 12, 3),
        "auto_renew": False,
        "renew_term": None,
        "interest_rate": None,
        "credit_limit": None,
        "balance": Decimal(200_000),
        "balance_on": AS_OF,
    }
    return Account(**(plain | changed))  # type: ignore[typeddict-item]


EVIDENCE: Mapping[str, Mapping[str, object]] = {
    "deposit_maturing": {"account_tail": "A1", "due_on": "2026-12-03", "days_left": 13, "renews": False},
    "investment_maturing": {
        "account_tail": "A2", "kind": "wealth", "due_on": "2026-12-03", "days_left": 13, "renews": False,
    },
}  # fmt: skip


def happening(code: str, evidence: Mapping[str, object] | None = None, **changed: Any) -> Happened:
    """An event of 200,000 that lives from 20 November to 3 December, with its usual evidence."""
    plain: dict[str, Any] = {
        "code": code,
        "happened_on": AS_OF,
        "expires_on": date(2026, 12, 3),
        "amount": Decimal(200_000),
        "strength": 0.6,
        "evidence": json.dumps(EVIDENCE.get(code, {}) | (evidence or {})),
    }
    return Happened(**(plain | changed))  # type: ignore[typeddict-item]


def touch(**changed: Any) -> Touch:
    plain: dict[str, Any] = {
        "touchpoint_id": "T1",
        "kind": "application_abandoned",
        "happened_at": datetime(2026, 11, 10, 20, 15),  # noqa: DTZ001 the feed's own time zone
        "channel": "mobile",
        "product_code": "loan_consumer",
        "amount": None,
        "step": "upload",
        "missing_document": "income_proof",
        "expires_on": date(2026, 12, 10),
        "reference": None,
    }
    return Touch(**(plain | changed))  # type: ignore[typeddict-item]


def contact(outcome: str, day: date = AS_OF, product: str | None = "fund_index", **changed: Any) -> Contact:
    plain: dict[str, Any] = {
        "contact_id": f"K{day:%m%d}",
        "contacted_at": datetime(day.year, day.month, day.day, 10),  # noqa: DTZ001
        "channel": "branch",
        "product_code": product,
        "scenario_code": None,
        "outcome": outcome,
        "reason_code": None,
        "next_on": None,
    }
    return Contact(**(plain | changed))  # type: ignore[typeddict-item]
