"""The rows behind what happened, in the sample bank: its transactions, for those alone who may see it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest

from lobby.domain.errors import QueryError
from lobby.domain.viewer import Viewer
from lobby.services.rows import rows_behind
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

ADVISER = Viewer("s1", "He", "adviser", "b1")
MOVES = ("large_inflow", "large_outflow", "possible_scam")
OUTFLOWS = ("outflow_to_bank", "wallet_outflow_growing")
INCOMES = ("salary_first", "salary_raised", "pension_first")
UNSPOKEN = ("outflow_to_bank", "salary_stopped", "card_near_limit", "product_viewed")
AT_MOST = 25


def amounts(sample: duckdb.DuckDBPyConnection, code: str) -> dict[str, Decimal]:
    """Customer → the sum of the events of a kind."""
    found = sample.execute(
        "select customer_id, sum(amount) from rows.event where event_code = ?"
        " group by all order by all limit ?",
        [code, AT_MOST],
    )
    return dict(found.fetchall())


@pytest.mark.parametrize("code", [*MOVES, *OUTFLOWS, *INCOMES])
def test_an_event_opens_the_transactions_it_is_made_of(
    bank: Sources, sample: duckdb.DuckDBPyConnection, code: str
) -> None:
    expected = amounts(sample, code)
    assert expected
    for number, (customer_id, amount) in enumerate(expected.items()):
        viewer = replace(ADVISER, staff_id=f"s{number}")
        visit = open_customer(bank, viewer, customer_id, reason="test of the rows")
        behind = rows_behind(bank, viewer, visit, f"event:{code}")
        assert (behind.total, behind.source) == (amount, "transaction")
        assert sum(row[behind.columns.index("value")] for row in behind.rows) == amount
        assert {"booked_at", "account_tail"} <= set(behind.columns)


@pytest.mark.parametrize("code", UNSPOKEN)
@pytest.mark.parametrize("role", ["lobby", "teller", "auditor", "head_office", "risk"])
def test_nobody_opens_the_rows_of_what_they_may_not_hear_of(
    bank: Sources, sample: duckdb.DuckDBPyConnection, role: str, code: str
) -> None:
    customer_id = next(iter(amounts(sample, code)))
    viewer = replace(ADVISER, role=role)
    visit = open_customer(bank, viewer, customer_id, reason="test of the rows")
    with pytest.raises(QueryError) as unknown:
        rows_behind(bank, viewer, visit, f"event:{code}")
    assert unknown.value.code == "unknown_figure"
    adviser = open_customer(bank, ADVISER, customer_id, reason="test of the rows")
    assert rows_behind(bank, ADVISER, adviser, f"event:{code}").figure == f"event:{code}"
