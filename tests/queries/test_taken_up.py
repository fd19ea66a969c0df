"""What was taken up lately, and how customers are served and asked, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from lobby.data import queries
from tests.built import records
from tests.portraits import AS_OF, POLICY
from tests.queries.one_event import at
from tests.queries.one_mart import rows_of

LONG_AGO = AS_OF - timedelta(days=POLICY.results_period_days)


def account(number: str, product: str | None, opened_on: date, **more: object) -> dict[str, object]:
    return {
        "account_id": number, "customer_id": "c1", "product_code": product, "kind": "time_deposit",
        "currency": "CNY", "opened_on": opened_on, **more,
    }  # fmt: skip


def test_accounts_and_applications_of_the_period_are_what_was_taken_up() -> None:
    found = rows_of(
        "taken_up",
        account=[
            account("a1", "dep_term", date(2026, 10, 1)),
            account("a2", None, date(2026, 10, 1)),
            account("a3", "dep_cd", LONG_AGO),
            account("a4", "dep_cd", LONG_AGO + timedelta(days=1)),
            account("a5", "dep_term", AS_OF + timedelta(days=1)),
        ],
        touchpoint=[
            {
                "touchpoint_id": key, "customer_id": "c2", "happened_at": at(18, 20),
                "channel": "mobile", "kind": kind, "product_code": "cc_standard",
            }
            for key, kind in (("t1", "application_submitted"), ("t2", "application_step"))
        ],
    )  # fmt: skip
    assert [(row["source_id"], row["product_code"], row["way"], row["taken_on"]) for row in found] == [
        ("a4", "dep_cd", "opened", LONG_AGO + timedelta(days=1)),
        ("a1", "dep_term", "opened", date(2026, 10, 1)),
        ("t1", "cc_standard", "submitted", date(2026, 11, 2)),
    ]


def test_what_is_opened_within_a_week_of_an_end_is_renewed() -> None:
    ended = account("old", "dep_term", date(2023, 10, 1), closed_on=date(2026, 10, 1))
    for opened_on, way in (
        (date(2026, 9, 30), "opened"),
        (date(2026, 10, 1), "renewed"),
        (date(2026, 10, 8), "renewed"),
        (date(2026, 10, 9), "opened"),
    ):
        found = rows_of("taken_up", account=[ended, account("new", "dep_cd", opened_on)])
        assert [(row["source_id"], row["way"]) for row in found] == [("new", way)], opened_on


def test_branches_are_counted_by_channel_and_by_way_of_asking() -> None:
    with duckdb.connect() as con:
        con.execute(
            "create table portrait as from (values "
            "('b1', [{'code': 'atm', 'count': 3}, {'code': 'counter', 'count': 2}], "
            "[{'trigger': 'visit', 'score': 4}, {'trigger': 'lobby_face', 'score': 5}]), "
            "('b1', [{'code': 'atm', 'count': 4}], [{'trigger': null, 'score': 1}]), "
            "('b2', [], [{'trigger': 'visit', 'score': null}])"
            ") as made (home_branch_id, transaction_channels, surveys)"
        )
        of = {
            name: [
                tuple(row.values())
                for row in records(con, f"from ({queries.load(f'marts/{name}').sql}) order by all")
            ]
            for name in ("channel_group", "satisfaction_group")
        }
    assert of == {
        "channel_group": [("b1", "atm", 7), ("b1", "counter", 2)],
        "satisfaction_group": [("b1", False, 2, 5), ("b1", True, 1, 5)],
    }
