"""Spending by category in windows of days, on rows that anybody can count."""

from datetime import date, timedelta
from typing import Any

import duckdb

from lobby.data.queries import load
from tests.built import records

AS_OF = date(2026, 11, 20)
ROW = (
    "customer_id varchar, category varchar, booked_on date, value decimal(18, 2), "
    "is_spending boolean, is_in_year boolean"
)


def windows(*rows: tuple[str, str, int, int], then: str = "") -> list[dict[str, Any]]:
    """The mart, or `then` made of it, over payments: customer, category, days before as_of, amount."""
    with duckdb.connect() as con:
        con.execute(f"create table transaction_row ({ROW})")
        for customer, category, days, amount in rows:
            booked_on = AS_OF - timedelta(days=days)
            con.execute(
                "insert into transaction_row values (?, ?, ?, ?, ?, ?)",
                [customer, category, booked_on, amount, amount < 0, days < 365],
            )
        made = f"create table category_window as {load('marts/category_window').sql}"
        con.execute(made, {"as_of": AS_OF})
        return records(con, f"select * from {then or 'category_window'} order by all")


def test_a_window_ends_with_as_of_and_holds_so_many_days() -> None:
    days = (0, 29, 30, 44, 45, 59, 60, 89, 90, 364, 365)
    (found,) = windows(*(("c1", "travel", day, -100 - day) for day in days))
    counts = {name: value for name, value in found.items() if name.startswith("count_")}
    assert counts == {"count_30d": 2, "count_45d": 4, "count_60d": 6, "count_90d": 8, "count_365d": 10}
    assert (found["amount_30d"], found["amount_60d"], found["amount_365d"]) == (229, 807, 1810)
    assert found["max_60d"] == 159
    assert (found["first_on"], found["last_on"]) == (AS_OF - timedelta(days=364), AS_OF)


def test_what_is_older_than_a_window_leaves_it_empty() -> None:
    (found,) = windows(("c1", "rent", 100, -2000))
    assert (found["count_60d"], found["amount_60d"], found["max_60d"]) == (0, 0, None)
    assert (found["count_365d"], found["amount_365d"]) == (1, 2000)


def test_income_and_other_customers_and_categories_stay_apart() -> None:
    found = windows(
        ("c1", "car", 5, -10), ("c1", "car", 5, 500), ("c1", "other", 5, -7), ("c2", "car", 5, -1)
    )
    told = [(row["customer_id"], row["category"], row["amount_30d"]) for row in found]
    assert told == [("c1", "car", 10), ("c1", "other", 7), ("c2", "car", 1)]


def test_health_and_children_are_in_no_window_that_a_condition_can_test() -> None:
    then = "({})".format(load("marts/category_list").sql.replace("$as_of", f"date '{AS_OF}'"))
    paid = [("c1", category, 5, -9000) for category in ("medical", "child", "travel")]
    (found,) = windows(*paid, then=then)
    assert [entry["code"] for entry in found["category_windows"]] == ["travel"]
