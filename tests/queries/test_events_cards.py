"""Events of cards, loans and of possible scams: found, just missed, expired."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import Rows, ago, at, happened


@pytest.mark.parametrize(
    ("card", "found"),
    [
        ({"activated_on": ago(14)}, True),
        ({"activated_on": AS_OF}, True),
        ({"activated_on": ago(15)}, False),
        ({"activated_on": ago(-1)}, False),
        ({"activated_on": None}, False),
        ({"activated_on": ago(3), "blocked": True}, False),
    ],
)
def test_card_activated(card: dict[str, Any], found: bool) -> None:
    seen = happened("card_activated", card=[{"kind": "credit", "last4": "1234", **card}])
    told = [(one.happened_on, one.evidence["card_kind"], one.evidence["card_tail"]) for one in seen]
    assert told == ([(card["activated_on"], "credit", "1234")] if found else [])


def test_a_card_of_a_closed_account_is_no_news() -> None:
    closed = [{"closed_on": AS_OF}]
    assert happened("card_activated", account=closed, card=[{"activated_on": ago(3)}]) == []


CREDIT: dict[str, Any] = {"kind": "credit_card", "credit_limit": 10_000}
PURCHASE: dict[str, Any] = {"amount": -50, "payment_method": "card", "channel": "pos"}


@pytest.mark.parametrize(
    ("activated", "rows", "silent_since"),
    [
        (400, [{"booked_at": at(180), **PURCHASE}], ago(0)),
        (400, [{"booked_at": at(210), **PURCHASE}], ago(30)),
        (400, [{"booked_at": at(211), **PURCHASE}], None),
        (400, [{"booked_at": at(179), **PURCHASE}], None),
        (400, [{"booked_at": at(200), **PURCHASE}, {"booked_at": at(1), **PURCHASE}], None),
        (400, [{"booked_at": at(200), **PURCHASE}, {"booked_at": at(1), "amount": 50}], ago(20)),
        (185, [], ago(5)),
        (179, [], None),
    ],
)
def test_card_dormant(activated: int, rows: Rows, silent_since: date | None) -> None:
    card = [{"kind": "credit", "activated_on": ago(activated)}]
    found = happened("card_dormant", account=[CREDIT], card=card, transaction=rows)
    assert [one.happened_on for one in found] == ([] if silent_since is None else [silent_since])
    assert all(one.evidence["since_on"] == str(one.happened_on - timedelta(days=180)) for one in found)


def test_a_debit_card_is_not_called_dormant() -> None:
    assert happened("card_dormant", card=[{"activated_on": ago(185)}]) == []


@pytest.mark.parametrize(
    ("account", "balance", "share"),
    [
        (CREDIT, {"balance": 8_000}, "0.8"),
        (CREDIT, {"balance": 7_999}, None),
        (CREDIT, {"balance": 9_000, "balance_on": ago(7)}, "0.9"),
        (CREDIT, {"balance": 9_000, "balance_on": ago(8)}, None),
        (CREDIT | {"credit_limit": None}, {"balance": 9_000}, None),
        (CREDIT | {"credit_limit": 0}, {"balance": 9_000}, None),
        (CREDIT | {"kind": "consumer_loan"}, {"balance": 9_000}, None),
        (CREDIT | {"closed_on": AS_OF}, {"balance": 9_000}, None),
    ],
)
def test_card_near_limit(account: dict[str, Any], balance: dict[str, Any], share: str | None) -> None:
    found = happened("card_near_limit", account=[account], balance=[balance])
    assert [str(one.evidence["used_share"]) for one in found] == ([] if share is None else [share])


def due(days: int, **changed: Any) -> dict[str, Any]:
    return {"due_on": ago(days), "due_amount": 500, **changed}


@pytest.mark.parametrize(
    ("schedule", "happened_on"),
    [
        (due(10, paid_on=ago(6)), ago(6)),
        (due(10, paid_on=ago(7)), None),
        (due(10), ago(6)),
        (due(10, paid_on=ago(10), paid_amount=499), ago(6)),
        (due(10, paid_on=ago(10), paid_amount=500), None),
        (due(4), ago(0)),
        (due(3), None),
        (due(34), ago(30)),
        (due(35), None),
        (due(-5), None),
    ],
)
def test_card_paid_late(schedule: dict[str, Any], happened_on: date | None) -> None:
    found = happened("card_paid_late", account=[CREDIT], loan_schedule=[schedule])
    assert [one.happened_on for one in found] == ([] if happened_on is None else [happened_on])


def test_a_late_loan_is_no_late_card_and_without_a_schedule_nothing_is_late() -> None:
    assert happened("card_paid_late", account=[{"kind": "mortgage"}], loan_schedule=[due(10)]) == []
    assert happened("card_paid_late", account=[CREDIT]) == []


def instalments(*days: int) -> list[dict[str, Any]]:
    return [due(day, due_amount=500) for day in days]


@pytest.mark.parametrize(
    ("loan", "schedule", "found"),
    [
        ({"matures_on": ago(-70)}, instalments(20, -10, -40, -70), (ago(20), 3, "1500.00")),
        ({"matures_on": ago(-100)}, instalments(20, -10, -40, -70, -100), None),  # four left
        (
            {"matures_on": ago(-900)},
            instalments(20, -10, -40, -70),
            None,
        ),  # the schedule does not reach its end
        ({"matures_on": None}, instalments(20, -10), None),
        ({"matures_on": ago(-10)}, instalments(-10), (AS_OF, 1, "500.00")),
        ({"matures_on": ago(1)}, instalments(30, 1), None),
        ({"matures_on": ago(-10)}, [], None),
        ({"matures_on": ago(-10), "closed_on": ago(1)}, instalments(-10), None),
    ],
)
def test_loan_ending(loan: dict[str, Any], schedule: Rows, found: tuple[date, int, str] | None) -> None:
    seen = happened("loan_ending", account=[{"kind": "consumer_loan", **loan}], loan_schedule=schedule)
    told = [(one.happened_on, one.evidence["count"], str(one.amount)) for one in seen]
    assert told == ([] if found is None else [found])


@pytest.mark.parametrize(
    ("opened_on", "years"),
    [
        (date(2018, 11, 20), 8),
        (date(2018, 11, 6), 8),
        (date(2018, 11, 5), None),
        (date(2018, 11, 21), None),
        (date(2025, 11, 10), 1),
        (date(2026, 11, 10), None),
    ],
)
def test_mortgage_year(opened_on: date, years: int | None) -> None:
    found = happened("mortgage_year", account=[{"kind": "mortgage", "opened_on": opened_on}])
    told = [(one.evidence["years"], one.happened_on) for one in found]
    assert told == ([] if years is None else [(years, opened_on.replace(year=2026))])
    assert happened("mortgage_year", account=[{"kind": "consumer_loan", "opened_on": opened_on}]) == []


def test_a_mortgage_of_the_29th_of_february_has_its_day_on_the_28th() -> None:
    loan = [{"kind": "mortgage", "opened_on": date(2024, 2, 29)}]
    (found,) = happened("mortgage_year", as_of=date(2027, 3, 1), account=loan)
    assert (found.happened_on, found.evidence["years"]) == (date(2027, 2, 28), 3)


ELDER = [{"birth_date": date(1966, 11, 20)}]
NOT_YET = [{"birth_date": date(1966, 11, 21)}]
NEW = {"counterparty_name": "Stranger", "counterparty_account": "x1", "counterparty_bank": "Other"}
KNOWN = {"counterparty_name": "Friend", "counterparty_account": "x2", "counterparty_bank": "Other"}


def sent(days: int, amount: int, to: dict[str, Any] = NEW, **rest: Any) -> dict[str, Any]:
    return {"booked_at": at(days), "amount": -amount, **to, **rest}


@pytest.mark.parametrize(
    ("customer", "rows", "amounts"),
    [
        (ELDER, [sent(1, 20_000)], ["20000.00"]),
        (NOT_YET, [sent(1, 20_000)], []),
        (ELDER, [sent(1, 19_999)], []),
        (ELDER, [sent(7, 20_000)], ["20000.00"]),
        (ELDER, [sent(8, 20_000)], []),
        (ELDER, [sent(1, 20_000), sent(100, 10)], []),  # paid before
        (ELDER, [sent(1, 20_000), sent(100, 10, KNOWN)], ["20000.00"]),
        (ELDER, [sent(1, 20_000, to={"counterparty_customer_id": "c1"})], []),
        (ELDER, [sent(1, 20_000, to={})], []),  # nobody knows to whom
        (ELDER, [sent(1, 20_000, payment_method="card")], []),
        (NOT_YET, [sent(1, 50_000), sent(100, 10_000, KNOWN)], ["50000.00"]),
        (NOT_YET, [sent(1, 49_999), sent(100, 9_000, KNOWN)], []),
        (NOT_YET, [sent(1, 50_000), sent(100, 10_001, KNOWN)], []),  # not five times the usual
        (NOT_YET, [sent(1, 90_000)], []),  # nothing is known of what is usual
        ([{"birth_date": None}], [sent(1, 90_000), sent(100, 10, KNOWN)], ["90000.00"]),
        # a firm's new supplier
        ([{"birth_date": None, "kind": "organisation"}], [sent(1, 90_000), sent(100, 10, KNOWN)], []),
    ],
)
def test_possible_scam(customer: Rows, rows: Rows, amounts: list[str]) -> None:
    found = happened("possible_scam", customer=customer, transaction=rows)
    assert [str(one.amount) for one in found] == amounts
    assert all(one.strength == 1 for one in found)


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ({"counterparty_customer_id": "c2"}, False),  # lives at the same address
        ({"counterparty_account": "a2"}, False),  # the same, known by the account
        ({"counterparty_customer_id": "c3", "counterparty_account": "a3"}, False),  # shares an account
        ({"counterparty_customer_id": "c4", "counterparty_account": "a4"}, True),
        ({"counterparty_account": "a1b"}, False),  # the own account here
        ({"counterparty_name": "Old Li"}, False),  # … and elsewhere, by the own name
        ({"counterparty_name": None}, True),
    ],
)
def test_money_that_stays_in_the_family_is_no_possible_scam(to: dict[str, Any], found: bool) -> None:
    seen = happened(
        "possible_scam",
        customer=[
            {**ELDER[0], "name": "Old Li", "address_key": "h1"},
            {"customer_id": "c2", "address_key": "h1"},
            {"customer_id": "c3", "address_key": "h2"},
            {"customer_id": "c4", "address_key": "h3"},
        ],
        account=[
            {},
            {"account_id": "a1b"},
            *({"account_id": f"a{n}", "customer_id": f"c{n}"} for n in (2, 3, 4)),
        ],
        account_party=[{"account_id": "a1", "customer_id": "c3", "role": "joint"}],
        transaction=[sent(1, 20_000, to={**NEW, **to})],
    )
    assert len(seen) == found


def test_a_possible_scam_names_nobody() -> None:
    (found,) = happened("possible_scam", customer=ELDER, transaction=[sent(1, 20_000)])
    assert found.evidence == {
        "account_tail": "a1",
        "booked_at": f"{ago(1)} 10:00:00",
        "channel": "mobile",
        "bank": "Other",
        "usual_amount": None,
        "is_elder": True,
    }
