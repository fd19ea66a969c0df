"""Events of money that comes, goes, matures and lies idle: found, just missed, expired."""

from decimal import Decimal
from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import Rows, ago, at, happened


def spent(amount: int) -> list[dict[str, Any]]:
    """The same payment by card in each of six complete months."""
    days = [f"2026-{month:02}-10 12:00:00" for month in range(5, 11)]
    return [{"booked_at": day, "amount": -amount, "payment_method": "card", "channel": "pos"} for day in days]


RECEIPT = {"counterparty_account": "x9", "counterparty_bank": "Other"}


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([{"booked_at": at(10), "amount": 50_000, **RECEIPT}], ["50000.00"]),
        ([{"booked_at": at(30), "amount": 50_000, **RECEIPT}], ["50000.00"]),
        ([{"booked_at": at(31), "amount": 50_000, **RECEIPT}], []),
        ([{"booked_at": at(-1), "amount": 50_000, **RECEIPT}], []),
        ([{"booked_at": at(10), "amount": 49_999, **RECEIPT}], []),
        ([{"booked_at": at(10), "amount": 60_000, **RECEIPT}, *spent(12_000)], ["60000.00"]),
        ([{"booked_at": at(10), "amount": 59_999, **RECEIPT}, *spent(12_000)], []),
        ([{"booked_at": at(10), "amount": 90_000, "counterparty_customer_id": "c1"}], []),
        ([{"booked_at": at(10), "amount": 90_000, "counterparty_account": "a1"}], []),
        ([{"booked_at": at(15), "amount": 90_000, "payment_method": "salary"}], []),
        ([{"booked_at": at(15), "amount": 90_000, "payment_method": "interest"}], []),
        ([{"booked_at": at(10), "amount": -90_000, **RECEIPT}], []),
    ],
)
def test_large_inflow(rows: Rows, amounts: list[str]) -> None:
    found = happened("large_inflow", transaction=rows)
    assert [str(one.amount) for one in found] == amounts


def test_a_large_inflow_says_when_and_how() -> None:
    (found,) = happened("large_inflow", transaction=[{"booked_at": at(10), "amount": 100_000, **RECEIPT}])
    assert (found.customer_id, found.code) == ("c1", "large_inflow")
    assert (found.happened_on, found.expires_on, found.strength) == (ago(10), ago(-20), 0.9)
    assert found.evidence == {
        "account_tail": "a1",
        "booked_at": f"{ago(10)} 10:00:00",
        "channel": "mobile",
        "method": "transfer",
    }


def deposit(days_left: int, **changed: Any) -> dict[str, Any]:
    return {"account_id": "d1", "kind": "time_deposit", "matures_on": ago(-days_left), **changed}


@pytest.mark.parametrize(
    ("account", "found"),
    [
        (deposit(30), (30, "60000.00", 0.6, False)),
        (deposit(7), (7, "60000.00", 0.8, False)),
        (deposit(1), (1, "60000.00", 0.95, False)),
        (deposit(0), (0, "60000.00", 0.95, False)),
        (deposit(1, auto_renew=True), (1, "60000.00", 0.3, True)),
        (deposit(7, currency="USD"), (7, "None", 0.8, False)),
        (deposit(31), None),
        (deposit(-1), None),
        (deposit(7, closed_on=AS_OF), None),
        (deposit(7, kind="wealth"), None),
    ],
)
def test_deposit_maturing(account: dict[str, Any], found: tuple[int, str, float, bool] | None) -> None:
    balance = [{"account_id": "d1", "balance": Decimal(60_000)}]
    seen = happened("deposit_maturing", account=[account], balance=balance)
    told = [
        (one.evidence["days_left"], str(one.amount), one.strength, one.evidence["renews"]) for one in seen
    ]
    assert told == ([] if found is None else [found])


def test_a_maturing_deposit_lives_until_its_day() -> None:
    balance = [{"account_id": "d1", "balance": Decimal(60_000)}]
    (found,) = happened("deposit_maturing", account=[deposit(7)], balance=balance)
    assert (found.happened_on, found.expires_on) == (AS_OF, ago(-7))
    assert found.evidence["due_on"] == ago(-7).isoformat()


SENT = {"counterparty_account": "x9", "counterparty_bank": "Other"}


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([{"booked_at": at(30), "amount": -50_000, **SENT}, *spent(100)], ["50000.00"]),
        ([{"booked_at": at(31), "amount": -50_000, **SENT}, *spent(100)], []),
        ([{"booked_at": at(-1), "amount": -50_000, **SENT}], []),
        ([{"booked_at": at(3), "amount": -49_999, **SENT}], []),
        ([{"booked_at": at(3), "amount": -60_000, **SENT}, *spent(12_000)], ["60000.00"]),
        ([{"booked_at": at(3), "amount": -59_999, **SENT}, *spent(12_000)], []),
        ([{"booked_at": at(3), "amount": -90_000, "counterparty_customer_id": "c1"}], []),
        ([{"booked_at": at(3), "amount": -90_000, "counterparty_account": "loan"}], []),
        ([{"booked_at": at(3), "amount": -90_000, "payment_method": "card"}], []),
        ([{"booked_at": at(3), "amount": 90_000, **SENT}], []),
    ],
)
def test_large_outflow(rows: Rows, amounts: list[str]) -> None:
    accounts = [{}, {"account_id": "loan", "kind": "mortgage"}]
    found = happened("large_outflow", account=accounts, transaction=rows)
    assert [str(one.amount) for one in found] == amounts


def moves(*pairs: tuple[int, int], **rest: Any) -> list[dict[str, Any]]:
    """Payments: so many days ago, so much."""
    return [{"booked_at": at(days), "amount": -amount, **rest} for days, amount in pairs]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (moves((10, 30_000), (100, 20_000), **SENT), ("30000.00", 20_000)),
        (moves((10, 29_999), (100, 20_000), **SENT), None),
        (moves((10, 20_000), **SENT), ("20000.00", 0)),
        (moves((10, 19_999), **SENT), None),
        (moves((30, 20_000), **SENT), ("20000.00", 0)),
        (moves((31, 20_000), **SENT), None),
        # the same every month: three transfers in one span, two in the other
        (moves((1, 10_000), (32, 10_000), (62, 10_000), (93, 10_000), (123, 10_000), **SENT), None),
        (
            moves((1, 15_000), (32, 15_000), (62, 15_000), (93, 10_000), (123, 10_000), **SENT),
            ("45000.00", 20_000),
        ),
        (moves((1, 14_999), (32, 15_000), (62, 15_000), (93, 10_000), (123, 10_000), **SENT), None),
        (
            moves((1, 10_000), (9, 10_000), (32, 10_000), (62, 10_000), (93, 10_000), (123, 10_000), **SENT),
            ("40000.00", 20_000),
        ),
        (moves((10, 20_000), counterparty_bank="Ours"), None),
        (moves((10, 20_000)), None),
        (moves((10, 20_000), merchant_category="SIPO", **SENT), None),
        (moves((10, 20_000), **SENT) + moves((9, 5_000), merchant_category="SIPO", **SENT), ("20000.00", 0)),
        (moves((10, 20_000), merchant_category="not known", **SENT), ("20000.00", 0)),
        (moves((10, 20_000), counterparty_bank="Other", counterparty_customer_id="c1"), None),
        (moves((10, 20_000), counterparty_bank="Other", payment_method="alipay"), None),
    ],
)
def test_outflow_to_bank(rows: Rows, found: tuple[str, float] | None) -> None:
    bills = [{"code": "SIPO", "category": "utilities"}]
    seen = happened("outflow_to_bank", transaction=rows, merchant_category=bills)
    told = [(str(one.amount), float(one.evidence["amount_before"])) for one in seen]
    assert told == ([] if found is None else [found])


def test_what_spending_shows_is_kept_of_those_alone_who_let_it() -> None:
    rows = moves((10, 20_000), **SENT)
    refused = [{"state": "denied", "changed_at": at(50)}]
    assert len(happened("outflow_to_bank", consent=[{"changed_at": at(50)}], transaction=rows)) == 1
    assert happened("outflow_to_bank", consent=refused, transaction=rows) == []
    assert len(happened("large_outflow", consent=refused, transaction=[*moves((10, 60_000), **SENT)])) == 1


def test_nothing_happens_to_the_dead() -> None:
    rows = moves((10, 60_000), **SENT)
    assert happened("large_outflow", customer=[{"deceased": True}], transaction=rows) == []


@pytest.mark.parametrize(("days", "count"), [(0, 1), (-1, 0)])
def test_nothing_happens_to_those_who_come_after_as_of(days: int, count: int) -> None:
    rows = moves((10, 60_000), **SENT)
    found = happened("large_outflow", customer=[{"first_opened_on": ago(days)}], transaction=rows)
    assert len(found) == count


def test_growth_is_not_known_of_a_new_customer() -> None:
    rows = moves((10, 20_000), **SENT)
    for days, count in ((180, 1), (179, 0)):
        found = happened("outflow_to_bank", account=[{"opened_on": ago(days)}], transaction=rows)
        assert len(found) == count


def test_the_bank_that_gets_most_is_named() -> None:
    rows = moves((10, 15_000), **SENT) + moves((12, 16_000), counterparty_bank="Third")
    (found,) = happened("outflow_to_bank", transaction=rows)
    assert (found.evidence["bank"], found.evidence["days"], found.happened_on) == ("Third", 90, ago(10))


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        (moves((1, 4_000), (80, 3_500), (91, 5_000), payment_method="alipay"), ["7500.00"]),
        (moves((1, 4_000), (80, 3_499), (91, 5_000), payment_method="alipay"), []),
        (
            moves((1, 2_500), payment_method="alipay") + moves((2, 2_500), payment_method="wechat"),
            ["5000.00"],
        ),
        (moves((1, 4_999), payment_method="wechat"), []),
        (moves((7, 5_000), payment_method="wechat"), ["5000.00"]),
        (moves((8, 5_000), payment_method="wechat"), []),
        (moves((1, 5_000), payment_method="card"), []),
    ],
)
def test_wallet_outflow_growing(rows: Rows, amounts: list[str]) -> None:
    found = happened("wallet_outflow_growing", transaction=rows)
    assert [str(one.amount) for one in found] == amounts


@pytest.mark.parametrize(
    ("kind", "days_left", "renews", "strength"),
    [
        ("wealth", 30, False, 0.6),
        ("fund", 7, False, 0.8),
        ("securities", 1, False, 0.95),
        ("wealth", 1, True, 0.3),
        ("wealth", 31, False, None),
        ("wealth", -1, False, None),
        ("time_deposit", 7, False, None),
        ("insurance", 7, False, None),
    ],
)
def test_investment_maturing(kind: str, days_left: int, renews: bool, strength: float | None) -> None:
    account = deposit(days_left, kind=kind, auto_renew=renews)
    balance = [{"account_id": "d1", "balance": Decimal(60_000)}]
    seen = happened("investment_maturing", account=[account], balance=balance)
    told = [(one.evidence["kind"], one.evidence["days_left"], one.strength, str(one.amount)) for one in seen]
    assert told == ([] if strength is None else [(kind, days_left, strength, "60000.00")])


@pytest.mark.parametrize(
    ("balance", "rows", "amounts"),
    [
        (122_000, spent(12_000), ["50000.00"]),
        (121_999, spent(12_000), []),
        (500_000, [], []),  # no spending is known
    ],
)
def test_idle_balance(balance: int, rows: Rows, amounts: list[str]) -> None:
    found = happened("idle_balance", balance=[{"balance": balance}], transaction=rows)
    assert [str(one.amount) for one in found] == amounts
    assert all((one.happened_on, one.expires_on) == (AS_OF, ago(-7)) for one in found)


def test_an_old_balance_is_not_idle_for_ever() -> None:
    closed = [{"closed_on": ago(1)}]
    assert (
        happened("idle_balance", account=closed, balance=[{"balance": 500_000}], transaction=spent(1)) == []
    )
