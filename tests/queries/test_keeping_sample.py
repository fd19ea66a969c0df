"""Loyalty and churn on the sample bank, against its feed counted another way and against what was planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.built import records
from tests.portraits import AS_OF, CATALOG

RULES = CATALOG.keeping.loyalty
PART = """
    select customer_id, part.measured as measured, part.points as points
    from (select customer_id, unnest(loyalty_parts) as part from portrait)
    where part.part = $part
"""
ADULTS_WITH_ACCOUNTS = "select customer_id from portrait where loyalty_index is not null"


@pytest.fixture(scope="module")
def feed(sample: duckdb.DuckDBPyConnection, sample_feed: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with sample.cursor() as con:
        for table in ("customer", "survey", "account"):
            con.execute(f"create temp view fed_{table} as from '{sample_feed}/{table}.parquet'")
        yield con


def measured(con: duckdb.DuckDBPyConnection, part: str) -> dict[str, Decimal | None]:
    return dict(con.execute(f"select customer_id, measured from ({PART})", {"part": part}).fetchall())


def weighed(answers: list[tuple[date, int]]) -> Decimal:
    """The mean of scores by whole thousandths that halve every so many days."""
    weights = [int(1000 * 0.5 ** ((AS_OF - on).days / RULES.survey_half_days)) for on, _ in answers]
    reached = sum(weight * score for weight, (_, score) in zip(weights, answers, strict=True))
    return round(Decimal(reached) / sum(weights), 4)


@pytest.mark.parametrize("aspect", ["product", "service", "process", "campaign"])
def test_satisfaction_is_the_mean_of_the_answers(feed: duckdb.DuckDBPyConnection, aspect: str) -> None:
    asked = feed.execute(
        "select customer_id, answered_on, score from fed_survey where aspect = ? and answered_on <= ?",
        [aspect, AS_OF],
    ).fetchall()
    by_customer: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for customer, on, score in asked:
        if (AS_OF - on).days < RULES.survey_days:
            by_customer[customer].append((on, score))
    found = measured(feed, aspect)
    expected = {customer: weighed(answers) for customer, answers in by_customer.items() if customer in found}
    assert {customer: mean for customer, mean in found.items() if mean is not None} == expected
    assert expected


def test_referrals_are_those_the_feed_names(feed: duckdb.DuckDBPyConnection) -> None:
    named = feed.execute("select referred_by from fed_customer where referred_by is not null").fetchall()
    counted = Counter(customer for (customer,) in named)
    found = measured(feed, "referrals")
    assert {customer: int(count or 0) for customer, count in found.items()} == {
        customer: counted[customer] for customer in found
    }
    assert any(counted[customer] for customer in found)


def test_products_are_the_kinds_of_open_accounts(feed: duckdb.DuckDBPyConnection) -> None:
    held = dict(
        feed.execute(
            "select customer_id, count(distinct kind) from fed_account where opened_on <= ? "
            "and (closed_on is null or closed_on > ?) group by 1",
            [AS_OF, AS_OF],
        ).fetchall()
    )
    found = measured(feed, "products")
    assert {customer: int(count or 0) for customer, count in found.items()} == {
        customer: held[customer] for customer in found
    }


def test_every_index_is_its_parts_by_weight(feed: duckdb.DuckDBPyConnection) -> None:
    rows = records(feed, "select loyalty_index, loyalty_parts from portrait where loyalty_index is not null")
    for row in rows:
        known = [part for part in row["loyalty_parts"] if part["points"] is not None]
        reached = sum((part["points"] * part["weight"] for part in known), Decimal(0))
        assert abs(row["loyalty_index"] - reached / sum(part["weight"] for part in known)) <= Decimal("0.05")
        assert {part["part"]: part["weight"] for part in row["loyalty_parts"]} == dict(RULES.weight)
    assert len(rows) > 1500


def test_the_groups_are_the_means_of_their_members(feed: duckdb.DuckDBPyConnection) -> None:
    for kind, column in (("branch", "home_branch_id"), ("segment", "segment")):
        mean = feed.execute(
            f"select {column}, count(*), avg(loyalty_index) from portrait "
            "where loyalty_index is not null group by 1"
        ).fetchall()
        rows = records(feed, f"from loyalty_group where group_kind = '{kind}'")
        found = {row["group_code"]: (row["count_customers"], row["loyalty_index"]) for row in rows}
        assert found.keys() == {code for code, _, _ in mean}
        for code, count, index in mean:
            assert found[code][0] == count
            assert abs(float(found[code][1]) - index) <= 0.051


def planted(con: duckdb.DuckDBPyConnection, folder: Path) -> set[tuple[str, str]]:
    """Customer and rule, of the rules that are events, planted and usable."""
    profiled = con.execute("select customer_id from portrait where has_profiling_consent").fetchall()
    found: set[tuple[str, str]] = set()
    for code in CATALOG.keeping.churn.rules.keys() & CATALOG.events.keys():
        rows: list[Any] = con.execute(
            f"select distinct customer_id from read_csv('{folder}/truth/event/{code}.csv', "
            "types = {'customer_id': 'varchar'})"
        ).fetchall()
        usable = set(rows) & set(profiled) if CATALOG.events[code].needs_profiling else set(rows)
        found |= {(customer, code) for (customer,) in usable}
    return found


def test_the_planted_events_warn_and_no_other_does(
    feed: duckdb.DuckDBPyConnection, sample_feed: Path
) -> None:
    least = CATALOG.keeping.churn.numbers["least_assets"]
    worth = {
        customer
        for (customer,) in feed.execute(
            """
            select distinct customer_id from rows.balance_row
            where is_asset and report_on in ('2026-11-20', '2026-07-31', '2026-04-30')
            group by customer_id, report_on having sum(value) >= ?
            """,
            [least],
        ).fetchall()
    } & {customer for (customer,) in feed.execute(f"{ADULTS_WITH_ACCOUNTS}").fetchall()}
    truth = {(customer, code) for customer, code in planted(feed, sample_feed) if customer in worth}
    rows = records(feed, "select customer_id, churn_reasons from portrait where churn_reasons <> []")
    told = {(row["customer_id"], reason["code"]) for row in rows for reason in row["churn_reasons"]}
    of_events = {pair for pair in told if pair[1] in CATALOG.events}
    three = {row["customer_id"] for row in rows if len(row["churn_reasons"]) == 3}
    assert of_events <= truth
    assert {pair for pair in truth - of_events if pair[0] not in three} == set()
    assert truth


def test_level_and_points_agree(feed: duckdb.DuckDBPyConnection) -> None:
    levels = CATALOG.keeping.churn.levels
    rows = feed.execute("select distinct churn_level, churn_points from portrait").fetchall()
    for level, points in rows:
        reached = [code for code, least in levels.items() if points >= least]
        assert level == (reached[-1] if reached else "none")
    assert len({level for level, _ in rows}) >= 3
