"""The long tail: what it rests on, counted by hand, and each state and potential hit, missed and too old."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from lobby.domain.conditions import holds
from lobby.domain.keeping import Band
from tests.portraits import AS_OF, CATALOG
from tests.queries.one_event import ago, at
from tests.queries.one_mart import rows_of

REACH, CARD = CATALOG.keeping.reach, CATALOG.keeping.loan_card
SMALL: dict[str, Any] = {
    "as_of": AS_OF, "kind": "person", "deceased": False, "has_open_account": True, "age": 40,
    "aum": Decimal(500), "manager_staff_id": None, "phone": "100", "has_marketing_consent": True,
    "count_contacts_lately": 1, "last_contact_on": ago(40), "last_made_on": ago(3),
    "last_mobile_login_on": None, "last_branch_visit_on": None, "salary_amount": None,
    "pension_amount": None, "gone_lately": None, "has_overdue_loan": False, "debt_months": Decimal(0),
}  # fmt: skip
SILENT = {"last_made_on": ago(181), "last_mobile_login_on": ago(181), "last_branch_visit_on": ago(181)}


def reached(**rows: Any) -> dict[str, Any]:
    (found,) = rows_of("portrait/reach", **rows)
    return found


def contact(days: int, outcome: str = "interested") -> dict[str, Any]:
    return {"customer_id": "c1", "contacted_at": at(days), "channel": "phone", "outcome": outcome}


def test_contacts_are_counted_as_the_cap_counts_them() -> None:
    found = reached(
        contact=[contact(0), contact(29), contact(30), contact(5, "not_appropriate"), contact(-1)]
    )
    assert (found["last_contact_on"], found["count_contacts_lately"]) == (AS_OF, 2)
    assert (CATALOG.policy.contact_cap, CATALOG.policy.contact_cap_days) == (6, 30)


def test_without_any_contact_in_the_feed_nothing_is_said_of_them() -> None:
    assert (reached()["last_contact_on"], reached()["count_contacts_lately"]) == (None, None)
    other = {"customer": [{"customer_id": "c1"}], "contact": [contact(3) | {"customer_id": "c2"}]}
    assert (reached(**other)["last_contact_on"], reached(**other)["count_contacts_lately"]) == (None, 0)


@pytest.mark.parametrize(
    ("debt", "pension", "months"),
    [(0, None, "0.0"), (6_000, 2_000, "3.0"), (6_000, None, None), (500, 2_000, "0.3")],
)
def test_debt_is_measured_in_months_of_income(debt: int, pension: int | None, months: str | None) -> None:
    accounts = [{"account_id": "a1"}, {"account_id": "a2", "kind": "credit_card"}]
    paid = [
        {"booked_at": at(days), "amount": pension, "payment_method": "pension"}
        for days in (5, 35, 65)
        if pension
    ]
    balance = [{"account_id": "a2", "balance": debt}]
    found = reached(account=accounts, balance=balance, transaction=paid)["debt_months"]
    assert found == (None if months is None else Decimal(months))


def first(bands: tuple[Band, ...], facts: Mapping[str, object]) -> str:
    return next(band.code for band in bands if holds(band.condition, facts))


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "reachable"),
        ({"phone": None}, "unreachable"),
        ({"has_marketing_consent": False}, "unreachable"),
        ({"count_contacts_lately": 6}, "over_contacted"),
        ({"count_contacts_lately": 5}, "reachable"),
        (SILENT, "dormant"),
        (SILENT | {"last_made_on": ago(180)}, "reachable"),
        (SILENT | {"last_branch_visit_on": ago(180)}, "reachable"),
        (SILENT | {"last_mobile_login_on": None}, "dormant"),
        ({"count_contacts_lately": 0, "last_contact_on": None}, "never_contacted"),
        ({"count_contacts_lately": None, "last_contact_on": None}, "reachable"),
    ],
)
def test_states(changed: dict[str, Any], state: str) -> None:
    assert first(REACH.states, SMALL | changed) == state


@pytest.mark.parametrize(
    ("changed", "potential"),
    [
        ({}, "low"),
        ({"salary_amount": Decimal(8_000)}, "high"),
        ({"salary_amount": Decimal("7999.99")}, "medium"),
        ({"pension_amount": Decimal(4_000)}, "medium"),
        ({"pension_amount": Decimal("3999.99")}, "low"),
        ({"gone_lately": Decimal(20_000)}, "high"),
        ({"gone_lately": Decimal("5999.99")}, "low"),
    ],
)
def test_potentials(changed: dict[str, Any], potential: str) -> None:
    assert first(REACH.potentials, SMALL | changed) == potential


@pytest.mark.parametrize(
    "changed",
    [
        {"aum": Decimal(10_000)}, {"manager_staff_id": "S1"}, {"kind": "organisation"}, {"deceased": True},
        {"age": 17}, {"age": None}, {"has_open_account": False},
    ],
    ids=["enough", "in a book", "a firm", "dead", "under age", "of unknown age", "without an account"],
)  # fmt: skip
def test_who_is_not_in_the_long_tail(changed: dict[str, Any]) -> None:
    assert holds(REACH.long_tail, SMALL)
    assert not holds(REACH.long_tail, SMALL | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"age": 21}, {"age": 60}, {"age": None}, {"has_overdue_loan": True}, {"has_overdue_loan": None},
        {"debt_months": Decimal(3)}, {"debt_months": None},
    ],
    ids=["21", "60", "of unknown age", "overdue", "perhaps overdue", "over-indebted", "of unknown debt"],
)  # fmt: skip
def test_who_is_not_shown_the_loan_card(changed: dict[str, Any]) -> None:
    assert holds(CARD.condition, SMALL)
    assert not holds(CARD.condition, SMALL | changed)


def test_the_card_asks_first_and_has_five_steps() -> None:
    assert len(CARD.steps) == 5
    assert len(CARD.documents) == 3
    assert CARD.ask["zh_Hans"].startswith("近来")
    assert CATALOG.products[CARD.product].notices == ("N4",)


def test_the_cap_of_the_policy_is_the_one_of_the_state() -> None:
    facts = SMALL | {"count_contacts_lately": CATALOG.policy.contact_cap}
    assert first(REACH.states, facts) == "over_contacted"
    facts = SMALL | {"count_contacts_lately": CATALOG.policy.contact_cap - 1}
    assert first(REACH.states, facts) == "reachable"
