"""Who is related to whom: the tiny bank by hand, and each query at its bounds."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from lobby.data import queries

AS_OF = date(2026, 11, 20)
TINY = """
    select customer_id, kind, other_id, organisation_id, payer, step, since_on, last_on, count_rows, amount
    from rows.relation order by all
"""
A08, A07, A10 = date(2012, 2, 2), date(2024, 9, 1), date(2018, 8, 8)
GIFT = date(2026, 11, 9)
RELATIONS: set[tuple[Any, ...]] = {
    ("c01", "household", "c02", None, None, 1, None, None, None, None),
    ("c02", "household", "c01", None, None, 1, None, None, None, None),
    ("c04", "household", "c05", None, None, 1, None, None, None, None),
    ("c04", "household", "c09", None, None, 1, None, None, None, None),
    ("c05", "household", "c04", None, None, 1, None, None, None, None),
    ("c05", "household", "c09", None, None, 1, None, None, None, None),
    ("c09", "household", "c04", None, None, 1, None, None, None, None),
    ("c09", "household", "c05", None, None, 1, None, None, None, None),
    ("c05", "joint", "c09", None, None, 1, A08, None, 1, None),
    ("c09", "joint", "c05", None, None, 1, A08, None, 1, None),
    ("c04", "guardian", "c05", None, None, 1, A07, None, 1, None),
    ("c05", "ward", "c04", None, None, 1, A07, None, 1, None),
    ("c06", "authorised", "c12", None, None, 1, A10, None, 1, None),
    ("c12", "acts_for", "c06", None, None, 1, A10, None, 1, None),
    ("c02", "referred_by", "c01", None, None, 1, date(2020, 7, 1), None, None, None),
    ("c01", "referred", "c02", None, None, 1, date(2020, 7, 1), None, None, None),
    ("c12", "owner", None, "o1", None, 1, None, None, None, None),
    ("c05", "finance", None, "o1", None, 1, None, None, None, None),
    ("c12", "partner", "c05", "o1", None, 1, None, None, None, None),
    ("c05", "partner", "c12", "o1", None, 1, None, None, None, None),
    ("c03", "owner", None, "o2", None, 1, None, None, None, None),
    ("c05", "pays", "c04", None, None, 1, GIFT, GIFT, 1, Decimal("200.00")),
    ("c04", "paid_by", "c05", None, None, 1, GIFT, GIFT, 1, Decimal("200.00")),
    ("c02", "employer", None, None, "示例科技有限公司", 1, date(2026, 9, 15), date(2026, 11, 15), 3,
     Decimal("14420.00")),
    ("c05", "employer", None, None, None, 1, date(2026, 7, 5), date(2026, 11, 5), 5, Decimal("30600.00")),
}  # fmt: skip


def test_the_tiny_bank_has_these_relations_and_no_other(tiny: duckdb.DuckDBPyConnection):
    assert set(tiny.execute(TINY).fetchall()) == RELATIONS


def test_no_relation_stands_twice(sample: duckdb.DuckDBPyConnection):
    counted = sample.execute(
        "select count(*), count(distinct (customer_id, kind, other_id, organisation_id)) from rows.relation"
    ).fetchone()
    assert counted is not None
    assert counted[0] == counted[1] > 0


def test_the_transfers_behind_a_payer_add_up(sample: duckdb.DuckDBPyConnection):
    sides = sample.execute(
        "with behind as (select customer_id, other_id, if(value < 0, 'pays', 'paid_by') as kind, "
        "sum(abs(value)) as amount, count(*) as count_rows from rows.customer_transfer group by all) "
        "select count(*), count(*) filter (r.amount = behind.amount and r.count_rows = behind.count_rows), "
        "(select count(*) from behind) from rows.relation as r "
        "left join behind using (customer_id, other_id, kind) where r.kind in ('pays', 'paid_by')"
    ).fetchone()
    assert sides is not None
    assert sides[0] == sides[1] == sides[2] > 0


def run(name: str, tables: dict[str, tuple[str, Sequence[Sequence[object]]]], **values: Any) -> set[Any]:
    """The rows of one query over tables given as columns and rows."""
    with duckdb.connect() as con:
        for table, (columns, rows) in tables.items():
            con.execute(f"create table {table} ({columns})")
            for row in rows:
                con.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)
        query = queries.load(f"marts/{name}")
        return set(con.execute(query.sql, query.pick(values)).fetchall())


def at_address(*keys: str | None, kind: str = "person") -> dict[str, tuple[str, list[list[object]]]]:
    rows: list[list[object]] = [[f"c{place}", key, kind] for place, key in enumerate(keys, start=1)]
    return {"customer": ("customer_id varchar, address_key varchar, kind varchar", rows)}


@pytest.mark.parametrize(
    ("customers", "pairs"),
    [
        (at_address("h1", "h1", "h2", None, None), {("c1", "c2"), ("c2", "c1")}),
        (at_address("h1", "h1", "h1", "h1"), set()),  # a building: more than household_most
        (at_address("h1", "h1", kind="organisation"), set()),
    ],
)
def test_a_household_shares_an_address_that_is_no_building(customers, pairs):
    found = run("household_pair", customers, household_most=3)
    assert {(row[0], row[2]) for row in found} == pairs


def test_a_role_ends_with_its_account_and_two_accounts_are_one_relation():
    day = date(2020, 1, 1)
    accounts = [
        ["a1", "c1", "current", day, None], ["a2", "c1", "current", day + timedelta(1), None],
        ["a3", "c1", "current", day, AS_OF], ["a4", "c1", "current", AS_OF + timedelta(1), None],
    ]  # fmt: skip
    parties = [[f"a{place}", "c2", "joint"] for place in (1, 2)] + [
        ["a3", "c3", "joint"], ["a4", "c4", "joint"], ["a1", "c1", "authorised"],
    ]  # fmt: skip
    tables: dict[str, tuple[str, list[list[object]]]] = {
        "account": (
            "account_id varchar, customer_id varchar, kind varchar, opened_on date, closed_on date",
            accounts,
        ),
        "account_party": ("account_id varchar, customer_id varchar, role varchar", parties),
    }
    ties = run("account_tie", tables, as_of=AS_OF)
    assert {(row[0], row[3]) for row in ties} == {("c1", "a1"), ("c2", "a1"), ("c1", "a2"), ("c2", "a2")}
    columns = (
        "customer_id varchar, other_id varchar, kind varchar, account_id varchar, account_kind varchar,"
        " opened_on date"
    )
    assert run("party_pair", {"account_tie": (columns, sorted(ties))}) == {
        ("c1", "joint", "c2", None, 1, day, 2),
        ("c2", "joint", "c1", None, 1, day, 2),
    }


def referred(*paths: tuple[str, str | None]) -> set[Any]:
    rows = [[customer, by, AS_OF - timedelta(int(customer[1:]))] for customer, by in paths]
    customers = {"customer": ("customer_id varchar, referred_by varchar, first_opened_on date", rows)}
    return {(row[0], row[1], row[2], row[4]) for row in run("referral_pair", customers)}


def test_referrals_go_three_steps_up_and_down():
    found = referred(("c1", None), ("c2", "c1"), ("c3", "c2"), ("c4", "c3"), ("c5", "c4"))
    assert {row for row in found if row[0] == "c1"} == {
        ("c1", "referred", "c2", 1), ("c1", "referred", "c3", 2), ("c1", "referred", "c4", 3),
    }  # fmt: skip
    assert {row for row in found if row[0] == "c5"} == {
        ("c5", "referred_by", "c4", 1), ("c5", "referred_by", "c3", 2), ("c5", "referred_by", "c2", 3),
    }  # fmt: skip


def test_a_circle_of_referrals_ends_and_nobody_refers_themselves():
    found = referred(("c1", "c2"), ("c2", "c1"), ("c3", "c3"))
    assert found == {
        ("c1", "referred_by", "c2", 1), ("c1", "referred", "c2", 1),
        ("c2", "referred_by", "c1", 1), ("c2", "referred", "c1", 1),
    }  # fmt: skip


TRANSFER = (
    "customer_id varchar, other varchar, transaction_id varchar, account_id varchar, booked_at timestamp, "
    "booked_on date, method varchar, channel varchar, value decimal(18, 2), counterparty_account varchar, "
    "counterparty_customer_id varchar, is_own_transfer boolean"
)


@pytest.mark.parametrize(
    ("account", "customer", "is_own", "other"),
    [
        ("a2", None, False, "c2"),  # by the account alone
        (None, "c2", False, "c2"),  # by the number alone
        ("a9", "c2", False, "c2"),  # an account that is closed by now
        ("x1", None, False, None),  # another bank's
        (None, None, False, None),
        ("a1", None, False, None),  # the customer's own
        ("a2", None, True, None),
    ],
)
def test_a_transfer_to_another_customer_is_told_by_number_or_account(account, customer, is_own, other):
    row = ["c1", None, "t1", "a1", None, AS_OF, "transfer", "mobile", -100, account, customer, is_own]
    tables: dict[str, tuple[str, list[list[object]]]] = {
        "transfer_row": (TRANSFER, [row]),
        "open_account": ("account_id varchar, customer_id varchar", [["a1", "c1"], ["a2", "c2"]]),
    }
    assert [found[1] for found in run("customer_transfer", tables)] == ([other] if other else [])


def payroll(*payments: tuple[int, str, str | None, bool], is_present: bool = True) -> set[Any]:
    """Payments as month before as_of, payer's account, payer's name and whether they are tagged."""
    days = [AS_OF - timedelta(30 * months) for months, *_ in payments]
    rows: list[list[object]] = [
        ["c1", "salary", f"t{place}", day, day, 5000, is_tagged]
        for place, (day, (*_, is_tagged)) in enumerate(zip(days, payments, strict=True))
    ]
    parties: list[list[object]] = [
        ["c1", f"t{place}", account, name] for place, (_, account, name, _) in enumerate(payments)
    ]
    tables: dict[str, tuple[str, list[list[object]]]] = {
        "regular_income": (
            "customer_id varchar, income varchar, is_present boolean",
            [["c1", "salary", is_present], ["c1", "pension", True]],
        ),
        "regular_income_row": (
            "customer_id varchar, income varchar, transaction_id varchar, booked_at timestamp, "
            "booked_on date, value decimal(18, 2), is_tagged boolean",
            rows,
        ),
        "transfer_row": (
            "customer_id varchar, transaction_id varchar, counterparty varchar, counterparty_name varchar",
            parties,
        ),
    }
    return {
        (row[2], (AS_OF - row[3]).days, (AS_OF - row[4]).days, row[5], row[6])
        for row in run("payroll", tables)
    }


FIRM, OTHER_FIRM = ("x1", "甲公司", True), ("x2", "乙公司", True)


@pytest.mark.parametrize(
    ("payments", "found"),
    [
        ([(2, *FIRM), (1, *FIRM), (0, *FIRM)], {("甲公司", 60, 0, 3, Decimal(15_000))}),
        # Another employer since: the newest payer alone.
        ([(2, *FIRM), (1, *FIRM), (0, *OTHER_FIRM)], {("乙公司", 0, 0, 1, Decimal(5_000))}),
        # Nobody says that it is a salary: the payer may be a person and is not named.
        ([(1, "x1", "甲某", False), (0, "x1", "甲某", False)], {(None, 30, 0, 2, Decimal(10_000))}),
    ],
)
def test_the_employer_is_who_paid_last(payments, found):
    assert payroll(*payments) == found


def test_a_salary_that_stopped_has_no_employer():
    assert payroll((9, *FIRM), is_present=False) == set()
