"""Each risk flag found, just missed and expired, on rows that anybody can count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from lobby.data import queries
from lobby.data.build_plan import terms
from lobby.data.build_risk import RISK_FLAG, raise_flags
from lobby.data.feed.info import FeedInfo
from tests.portraits import AS_OF, CATALOG
from tests.queries.one_event import Rows, ago, at, feed


@dataclass(frozen=True)
class Flag:
    """One flag as the build publishes it, its evidence read."""

    code: str
    subject: str
    customer_id: str
    happened_on: date
    expires_on: date
    amount: Decimal
    evidence: Mapping[str, Any]
    involved: list[str]
    rows: list[Mapping[str, Any]]


def flagged(code: str, **rows: Rows) -> list[Flag]:
    """What `queries/risk/<code>.sql` raises among `rows`; the rows behind each amount are its sum."""
    asked = terms(FeedInfo("Ours", AS_OF, "CNY", "Asia/Shanghai", "CN"), CATALOG)
    with duckdb.connect() as con:
        feed(con, rows)
        raise_flags(con, asked, lambda step: None)
        same_shape(con, code, {**asked.values, **asked.risk[code]})
        found = con.execute("from risk_flag where flag_code = ? order by all", [code]).fetchall()
    flags = [Flag(*row[:6], json.loads(row[6]), *row[7:]) for row in found]
    for flag in flags:
        assert flag.amount == sum(row["value"] for row in flag.rows)
        assert flag.customer_id in flag.involved
    return flags


def same_shape(con: duckdb.DuckDBPyConnection, code: str, values: Mapping[str, Any]) -> None:
    """The flag's columns have the names and types all flags share."""
    con.execute(f"create table shape ({RISK_FLAG})")
    query = queries.load(f"risk/{code}")
    con.execute(f"create table one_flag as {query.sql}", query.pick(dict(values)))
    shapes = [con.execute(f"describe {name}").fetchall() for name in ("one_flag", "shape")]
    assert [row[:2] for row in shapes[0]] == [row[:2] for row in shapes[1]]


def people(*numbers: int, **changed: Any) -> dict[str, list[dict[str, Any]]]:
    """Customers c1, c2 … of households of their own, each with a current account a1, a2 …"""
    return {
        "customer": [{"customer_id": f"c{n}", **changed} for n in numbers],
        "account": [{"account_id": f"a{n}", "customer_id": f"c{n}"} for n in numbers],
    }


def repayments(
    borrowers: int, days: int = 20, payer: str = "a9", estate: str | None = "East", households: int = 9
) -> dict[str, Any]:
    """So many borrowers of mortgages in one estate, each loan repaid once from the account `payer`."""
    numbers = range(1, borrowers + 1)
    customers = [{"customer_id": f"c{n}", "address_key": f"h{min(n, households)}"} for n in numbers]
    loans = [{"account_id": f"m{n}", "customer_id": f"c{n}", "kind": "mortgage"} for n in numbers]
    return {
        "customer": [*customers, {"customer_id": "c9"}],
        "account": [*loans, {"account_id": "a9", "customer_id": "c9"}],
        "collateral": [{"account_id": f"m{n}", "estate": estate} for n in numbers],
        "loan_schedule": [
            {
                "account_id": f"m{n}", "due_on": ago(days), "due_amount": 1_000, "paid_on": ago(days),
                "paid_amount": 1_000, "paid_from_account": payer,
            }
            for n in numbers
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (repayments(3), 1),
        (repayments(3, payer="elsewhere"), 1),
        (repayments(3, days=179), 1),
        (repayments(3, days=180), 0),
        (repayments(3, days=-1), 0),
        (repayments(2), 0),
        (repayments(3, households=2), 0),
        (repayments(3, estate=None), 0),
        ({**repayments(3), "collateral": [{"account_id": f"m{n}", "estate": f"E{n}"} for n in (1, 2, 3)]}, 0),
    ],
)
def test_shared_repayment(rows: dict[str, Any], found: int) -> None:
    assert len(flagged("shared_repayment", **rows)) == found


def test_a_shared_repayment_names_the_payer_and_every_borrower() -> None:
    (flag,) = flagged("shared_repayment", **repayments(3))
    assert (flag.subject, flag.customer_id, flag.amount) == ("a9/East", "c9", Decimal("3000.00"))
    assert (flag.happened_on, flag.expires_on) == (ago(20), ago(-160))
    assert flag.involved == ["c1", "c2", "c3", "c9"]
    assert flag.evidence == {"borrowers": 3, "loans": 3, "estate": "East"}
    (outside,) = flagged("shared_repayment", **repayments(3, payer="elsewhere"))
    assert (outside.customer_id, outside.involved) == ("c1", ["c1", "c2", "c3"])


CARD = {
    "customer": [{"customer_id": "c1"}],
    "account": [
        {"account_id": "a1", "customer_id": "c1"},
        {"account_id": "k1", "customer_id": "c1", "kind": "credit_card", "credit_limit": 20_000},
    ],
}


def bought(days: int, amount: int = 6_000, shop: str = "Shop", hour: int = 10) -> dict[str, Any]:
    paid = {"payment_method": "card", "channel": "pos", "counterparty_name": shop}
    return {"account_id": "k1", "booked_at": at(days, hour), "amount": -amount, **paid}


def came_back(days: int, amount: int = 5_700, hour: int = 18, **changed: Any) -> dict[str, Any]:
    return {"booked_at": at(days, hour), "amount": amount, "counterparty_account": "x1", **changed}


def repaid(days: int, amount: int = 18_000, hour: int = 9) -> dict[str, Any]:
    return {"account_id": "k1", "booked_at": at(days, hour), "amount": amount, "payment_method": "transfer"}


def returned(*days: int, later: int = 1, back: int = 5_700, amount: int = 6_000, **changed: Any) -> Rows:
    """A purchase on each of the days, and the money `later` days after it."""
    pairs = [(bought(day, amount), came_back(day - later, back, **changed)) for day in days]
    return [row for pair in pairs for row in pair]


def refilled(*days: int, later: int = 1, amount: int = 19_000) -> Rows:
    """A repayment on each of the days, and a purchase up to the limit `later` days after it."""
    pairs = [(repaid(day), bought(day - later, amount, hour=20)) for day in days]
    return [row for pair in pairs for row in pair]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (returned(70, 40, 10), 1),
        (returned(70, 40, 10, later=3), 1),
        (returned(70, 40, 10, later=4), 0),
        (returned(70, 40, 10, later=-1), 0),
        (returned(40, 10), 0),
        (returned(121, 40, 10), 0),
        (returned(119, 40, 10), 1),
        (returned(70, 40, 10, back=5_399), 0),
        (returned(70, 40, 10, back=6_001), 0),
        (returned(70, 40, 10, amount=5_999, back=5_700), 0),
        (returned(70, 40, 10, amount=6_050, back=6_000), 0),
        (returned(70, 40, 10, payment_method="salary"), 0),
        (returned(70, 40, 10, counterparty_customer_id="c1"), 0),
        ([*returned(70, 40), bought(10, shop="B"), came_back(9), bought(20, shop="C"), came_back(19)], 0),
        ([row | {"counterparty_name": None} for row in returned(70, 40, 10)], 0),
        ([bought(70), bought(40), bought(10)], 0),
        (refilled(70, 40, 10), 1),
        (refilled(70, 40, 10, later=4), 0),
        (refilled(40, 10), 0),
        (refilled(70, 40, 10, amount=15_999), 0),
        ([*returned(70), *refilled(40, 10)], 1),
    ],
)
def test_card_cash_out(rows: Rows, found: int) -> None:
    assert len(flagged("card_cash_out", **CARD, transaction=rows)) == found


def test_a_card_cash_out_counts_both_signs() -> None:
    (flag,) = flagged("card_cash_out", **CARD, transaction=[*returned(70), *refilled(40, 10)])
    assert (flag.subject, flag.customer_id, flag.amount) == ("k1", "c1", Decimal("44000.00"))
    assert (flag.happened_on, flag.expires_on, flag.involved) == (ago(9), ago(-111), ["c1"])
    assert flag.evidence == {"returned": 1, "refilled": 2}


def gathered(
    payers: int, days: int = 10, later: int = 1, each: int = 2_500, passed: int = 24_000, **out: Any
) -> Rows:
    """So many receipts on one day, and most of it to one account `later` days after."""
    receipts = [
        {"booked_at": at(days), "amount": each, "counterparty_account": f"x{number}"}
        for number in range(payers)
    ]
    return [
        *receipts,
        {"booked_at": at(days - later, 20), "amount": -passed, "counterparty_account": "y1", **out},
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (gathered(10), 1),
        (gathered(10, later=2), 1),
        (gathered(10, later=3), 0),
        (gathered(10, later=-1), 0),
        (gathered(9, each=2_700), 0),
        (gathered(10, passed=19_999), 0),
        (gathered(10, passed=20_000), 1),
        (gathered(10, each=3_000, passed=23_900), 0),
        (gathered(10, counterparty_customer_id="c1"), 0),
        (gathered(10, payment_method="card"), 0),
        (gathered(10, days=89), 1),
        (gathered(10, days=90), 0),
    ],
)
def test_fund_collection(rows: Rows, found: int) -> None:
    assert len(flagged("fund_collection", transaction=rows)) == found


def test_a_fund_collection_names_the_taker_and_opens_to_the_receipts() -> None:
    (flag,) = flagged("fund_collection", **people(1, 2), transaction=gathered(10, counterparty_account="a2"))
    assert (flag.subject, flag.customer_id, flag.involved) == ("a1", "c1", ["c1", "c2"])
    assert (flag.amount, len(flag.rows)) == (Decimal("25000.00"), 10)
    assert (flag.happened_on, flag.expires_on) == (ago(9), ago(-81))
    assert flag.evidence == {"payers": 10, "forwarded": 24000.0}


FIRMS = {
    **people(1, 2, 3, 4),
    "organisation": [{"organisation_id": f"g{n}", "name": f"Firm {n}"} for n in (1, 2, 3)],
    "organisation_person": [
        *({"organisation_id": f"g{n}", "customer_id": f"c{n}", "role": "owner"} for n in (1, 2, 3)),
        {"organisation_id": "g1", "customer_id": "c2", "role": "finance"},
    ],
}
UNRELATED = {**FIRMS, "organisation_person": FIRMS["organisation_person"][:3]}


def ring(
    *to: int,
    days: int = 20,
    apart: int = 5,
    amounts: tuple[int, ...] = (30_000, 29_000, 28_000),
    **changed: Any,
) -> Rows:
    """c1 pays the first of `to`, who pays the next, and so on, `apart` days after one another."""
    payers = (1, *to[:-1])
    return [
        {
            "account_id": f"a{payer}",
            "booked_at": at(days - apart * place),
            "amount": -amounts[place],
            "counterparty_customer_id": f"c{payee}",
            **changed,
        }
        for place, (payer, payee) in enumerate(zip(payers, to, strict=True))
    ]


@pytest.mark.parametrize(
    ("firms", "rows", "found"),
    [
        (FIRMS, ring(2, 3, 1), 1),
        (FIRMS, ring(3, 2, 1), 1),
        (FIRMS, [*ring(2, 3, 1), *ring(2, 3, 1, days=60)], 1),
        (UNRELATED, ring(2, 3, 1), 0),
        (FIRMS, ring(2, 4, 1), 0),
        (FIRMS, ring(2, 3, 2), 0),
        (FIRMS, ring(2, 3), 0),
        (FIRMS, ring(2, 1), 0),
        (FIRMS, ring(2, 3, 1, apart=7), 1),
        (FIRMS, ring(2, 3, 1, apart=8), 0),
        (FIRMS, ring(2, 3, 1, apart=-5), 0),
        (FIRMS, ring(2, 3, 1, amounts=(23_000, 22_000, 19_999)), 0),
        (FIRMS, ring(2, 3, 1, amounts=(30_000, 29_000, 25_500)), 1),
        (FIRMS, ring(2, 3, 1, amounts=(30_000, 29_000, 25_499)), 0),
        (FIRMS, ring(2, 3, 1, days=119), 1),
        (FIRMS, ring(2, 3, 1, days=120), 0),
    ],
)
def test_circular_acceptance(firms: dict[str, Any], rows: Rows, found: int) -> None:
    assert len(flagged("circular_acceptance", **firms, transaction=rows)) == found


def test_a_ring_is_known_by_the_account_too_and_names_all_three() -> None:
    by_account = [
        {**row, "counterparty_customer_id": None, "counterparty_account": f"a{payee}"}
        for row, payee in zip(ring(2, 3, 1), (2, 3, 1), strict=True)
    ]
    (flag,) = flagged("circular_acceptance", **FIRMS, transaction=by_account)
    assert (flag.subject, flag.customer_id, flag.involved) == ("c1/c2/c3", "c1", ["c1", "c2", "c3"])
    assert (flag.amount, flag.happened_on, flag.expires_on) == (Decimal("87000.00"), ago(10), ago(-110))
    assert flag.evidence == {"people": 3}
    assert [row["counterparty"] for row in flag.rows] == ["c2", "c3", "c1"]
