"""Talks and interest by product and segment, counted by hand."""

from __future__ import annotations

import duckdb

from lobby.data import queries
from tests.built import records

TALKS = [
    ("young", "dep_cd", "interested"),
    ("young", "dep_cd", "zone_booked"),
    ("young", "dep_cd", "declined"),
    ("young", "dep_cd", "not_now"),
    ("old", "dep_cd", "done"),
    ("old", "fund_mm", "declined"),
    ("old", "fund_mm", "no_answer"),  # nobody was talked to
    ("old", "fund_mm", "not_appropriate"),  # nothing was offered
    ("old", "fund_mm", "referred"),  # a colleague's talk will tell
    ("old", None, "declined"),
]


def test_a_talk_counts_once_and_what_was_none_does_not() -> None:
    with duckdb.connect() as con:
        con.execute("create table talk (segment varchar, product_code varchar, outcome varchar)")
        con.executemany("insert into talk values (?, ?, ?)", TALKS)
        con.execute(
            "create table portrait as select segment, list({'product_code': product_code, "
            "'outcome': outcome}) as contacts from talk group by segment "
            "union all select 'new', []"
        )
        found = records(con, f"from ({queries.load('marts/uptake').sql}) order by all")
    assert [tuple(row.values()) for row in found] == [
        ("dep_cd", "old", 1, 1),
        ("dep_cd", "young", 4, 2),
        ("fund_mm", "old", 1, 0),
    ]
