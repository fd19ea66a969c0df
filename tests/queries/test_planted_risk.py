"""Exactly the planted suspicions, signs of leaving and cards are found, and the delays are counted."""

from pathlib import Path

import duckdb
import pytest

from tests.queries.planted import CHURN, FLAGS, cards, signs


def planted(con: duckdb.DuckDBPyConnection, feed: Path, truth: str) -> set[tuple[object, ...]]:
    source = f"read_csv('{feed}/truth/{truth}.csv', types = {{'customer_id': 'varchar'}})"
    return set(con.execute(f"from {source}").fetchall())


@pytest.mark.parametrize("flag", FLAGS)
def test_exactly_those_planted_are_flagged(
    flag: str, sample: duckdb.DuckDBPyConnection, sample_feed: Path
) -> None:
    with sample.cursor() as con:
        found = con.execute(
            "select distinct unnest(involved) from portraits.risk_flag where flag_code = ?", [flag]
        )
        flagged = set(found.fetchall())
        assert flagged == planted(con, sample_feed, f"risk/{flag}")
        assert flagged


def test_late_instalments_are_counted(sample: duckdb.DuckDBPyConnection, sample_feed: Path) -> None:
    with sample.cursor() as con:
        counted = con.execute(
            "select customer_id, count_late_24m from portraits.portrait where count_late_24m > 0"
        )
        found = set(counted.fetchall())
        assert found == planted(con, sample_feed, "late_instalment")
        assert found


@pytest.mark.parametrize("sign", CHURN)
def test_exactly_those_who_show_a_sign_of_leaving_are_warned_of(
    sign: str, sample: duckdb.DuckDBPyConnection, sample_feed: Path
) -> None:
    with sample.cursor() as con:
        shown, hits, found = signs(con, sample_feed)[sign]
    assert shown == hits == found
    assert shown > 0


def test_every_planted_card_is_in_hand(sample: duckdb.DuckDBPyConnection, sample_feed: Path) -> None:
    with sample.cursor() as con:
        shown, hits, found = cards(con, sample_feed)
    assert shown == hits > 0
    assert found > hits
