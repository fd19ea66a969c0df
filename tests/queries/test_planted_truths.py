"""What the sample bank planted is what the portrait finds, exactly."""

from pathlib import Path

import duckdb
import pytest

from tests.queries.planted import PLANTED, truths

KINDS = {"current", "time_deposit", "wealth", "fund", "insurance", "gold", "securities"}


@pytest.mark.parametrize("truth", PLANTED)
def test_what_was_planted_is_found(truth: str, sample: duckdb.DuckDBPyConnection, sample_feed: Path) -> None:
    with sample.cursor() as con:
        planted, hits, found = truths(con, sample_feed, truth)
    assert planted == hits == found
    assert planted > 0


def test_assets_in_the_banks_own_currency(sample: duckdb.DuckDBPyConnection, sample_feed: Path) -> None:
    with sample.cursor() as con:
        planted = con.execute(
            "select customer_id, kind, cast(amount as decimal(18, 2)) "
            f"from read_csv('{sample_feed}/truth/assets.csv', types = {{'customer_id': 'varchar'}})"
        ).fetchall()
        found = con.execute(
            "select customer_id, kind, sum(value) from rows.balance_row "
            "where report_on = date '2026-11-20' and is_asset and currency = 'CNY' group by all"
        ).fetchall()
    assert set(found) == set(planted)
    assert {kind for _, kind, _ in found} == KINDS
