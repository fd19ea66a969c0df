"""What is held together, on ten customers counted by hand; the bounds by their formulas."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import exp, sqrt
from typing import Any

import duckdb
import pytest

from lobby.data import queries

AS_OF = date(2026, 11, 20)
NUMBERS: dict[str, Any] = {
    "as_of": AS_OF, "pair_customers": 10, "pair_count": 2, "pair_common": 0.9, "pair_days": 180,
    "pair_z": 1.96,
}  # fmt: skip
Opened = tuple[int, str, int, int | None]  # customer, product, days ago opened, days ago closed
# Everybody has a current account. The card: 1 to 5. The fund: 3, 4, 5 and 10. Gold: 9, closed by 8.
HOLDINGS: list[Opened] = [
    *((customer, "current", 2000, None) for customer in range(1, 11)),
    *((customer, "card", 400, None) for customer in (1, 2, 3)),
    (4, "card", 100, None), (5, "card", 300, None),
    (3, "fund", 300, None), (4, "fund", 50, None), (5, "fund", 301, None), (10, "fund", 40, None),
    (9, "gold", 900, None), (8, "gold", 900, 1), (8, "gold", -1, None),
]  # fmt: skip


def associations(holdings: list[Opened], **changed: Any) -> dict[tuple[str, str, str], Mapping[str, Any]]:
    """The rows of `association` by kind and the two products."""
    numbers = NUMBERS | changed
    with duckdb.connect() as con:
        con.execute(
            "create table account (account_id varchar, customer_id varchar, product_code varchar, "
            "opened_on date, closed_on date)"
        )
        for place, (customer, product, opened, closed) in enumerate(holdings):
            closed_on = None if closed is None else AS_OF - timedelta(days=closed)
            row = [f"a{place}", f"c{customer}", product, AS_OF - timedelta(days=opened), closed_on]
            con.execute("insert into account values (?, ?, ?, ?, ?)", row)
        for name in ("product_pair", "association"):
            query = queries.load(f"marts/{name}")
            con.execute(f"create table {name} as {query.sql}", query.pick(numbers))
        found = con.execute("from association")
        columns = [column[0] for column in found.description]
        rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    return {(row["kind"], row["product_code"], row["with_product_code"]): row for row in rows}


def test_pairs_and_sequences_are_counted_over_all_customers():
    counts = {
        key: (row["count_both"], row["count_with_product"], row["count_customers"])
        for key, row in associations(HOLDINGS).items()
    }
    assert counts == {
        ("pair", "card", "fund"): (3, 5, 10),
        ("pair", "fund", "card"): (3, 4, 10),
    }


def test_a_sequence_runs_one_way_and_within_its_days():
    holdings = [
        *HOLDINGS,
        (6, "card", 481, None), (6, "fund", 301, None),  # on the last day
        (7, "card", 482, None), (7, "fund", 301, None),  # a day too late
        (1, "fund", 220, None),  # on the last day
    ]  # fmt: skip
    found = associations(holdings, pair_count=1)
    # Card first, and then 180 days to look at: 1 and 6; 3 (100 days later); 5 opened the fund a day before.
    row = found["sequence", "card", "fund"]
    assert (row["count_both"], row["count_with_product"]) == (3, 6)
    # The fund first: 5 opened the card the day after; of the five funds of 180 days and older.
    row = found["sequence", "fund", "card"]
    assert (row["count_both"], row["count_with_product"]) == (1, 5)


def test_the_bounds_are_those_of_wilson_and_of_the_delta_method():
    row = associations(HOLDINGS)["pair", "card", "fund"]
    assert (row["support"], row["confidence"], row["lift"]) == pytest.approx((0.3, 0.6, 1.5))
    bounds = (row["confidence_low"], row["confidence_high"])
    assert bounds == pytest.approx((0.230720, 0.882382), abs=1e-6)
    # Wilson's bounds are the shares from which 0.6 lies 1.96 standard errors away.
    assert [abs(0.6 - share) / sqrt(share * (1 - share) / 5) for share in bounds] == pytest.approx([1.96] * 2)
    factor = exp(1.96 * sqrt(1 / 3 - 1 / 5 - 1 / 4 + (2 * 1.5 - 1) / 10))
    assert factor == pytest.approx(1.760862, abs=1e-6)
    assert (row["lift_low"], row["lift_high"]) == pytest.approx((1.5 / factor, 1.5 * factor))


@pytest.mark.parametrize(
    ("ordered", "unordered", "one", "other", "customers"), [(3, 0, 5, 4, 10), (20, 11, 60, 45, 200)]
)
def test_the_variance_is_the_delta_method_on_the_four_cells(ordered, unordered, one, other, customers):
    both = ordered + unordered
    lift = ordered * customers / (one * other)
    slope_one, slope_other = customers / one, customers / other
    cells = {
        ordered: customers / ordered - slope_one - slope_other,
        unordered: -slope_one - slope_other,
        one - both: -slope_one,
        other - both: -slope_other,
    }
    mean = sum(count / customers * slope for count, slope in cells.items())
    square = sum(count / customers * slope**2 for count, slope in cells.items())
    with duckdb.connect() as con:
        con.execute(
            "create table product_pair as select 'sequence' as kind, 'a' as product_code, 'b' as "
            "with_product_code, ? as count_both, ? as count_any, ? as count_with_product, "
            "? as count_with_other, ? as count_customers",
            [ordered, both, one, other, customers],
        )
        query = queries.load("marts/association")
        row = con.execute(f"select lift, lift_high from ({query.sql})", {"pair_z": 1.96}).fetchone()
    assert row == pytest.approx((lift, lift * exp(1.96 * sqrt((square - mean**2) / customers))))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"pair_customers": 11}, "the bank is too small"),
        ({"pair_count": 4}, "too few hold both"),
        ({"pair_common": 0.4}, "what 4 of 10 have is common"),
    ],
)
def test_too_little_says_nothing(changed, why):
    assert associations(HOLDINGS, **changed) == {}, why


def test_what_everybody_has_goes_with_nothing():
    found = associations(HOLDINGS, pair_count=1)
    assert found
    assert "current" not in {product for _, *products in found for product in products}


def test_a_small_bank_has_none(tiny: duckdb.DuckDBPyConnection):
    assert tiny.execute("select count(*) from association").fetchone() == (0,)


def test_the_sample_bank_has_some(sample: duckdb.DuckDBPyConnection):
    row = sample.execute(
        "select min(count_both), min(count_customers), bool_and(confidence between confidence_low and "
        "confidence_high and lift between lift_low and lift_high), count(*) > 0 from association"
    ).fetchone()
    assert row is not None
    assert row[0] >= 30
    assert row[1:] == (2000, True, True)
