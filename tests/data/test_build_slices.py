"""A slice of the customers: the rows of their accounts, wherever those stand among the others."""

from collections.abc import Iterator

import duckdb
import pytest

from lobby.data.build_slices import EVERYBODY, Slice, opened
from lobby.data.feed.contract import SQL_TYPES, TABLES

ACCOUNTS = {"O'1": "C1", "P5": "C3", "Z9": "C2"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as staged")
        connection.execute("create table staged.party_role (customer_id varchar)")
        for table in TABLES:
            columns = ", ".join(f'"{column.name}" {SQL_TYPES[column.type]}' for column in table.columns)
            connection.execute(f'create table staged."{table.name}" ({columns})')
        for account, customer in ACCOUNTS.items():
            connection.execute(
                "insert into staged.account by name select $account as account_id, $customer as customer_id",
                {"account": account, "customer": customer},
            )
            for table in ("transaction", "balance"):
                connection.execute(
                    f'insert into staged."{table}" by name select $account as account_id',
                    {"account": account},
                )
        yield connection


@pytest.mark.parametrize("table", ["transaction", "balance"])
@pytest.mark.parametrize(
    ("holds", "shown"),
    [
        (EVERYBODY, ["O'1", "P5", "Z9"]),
        ("customer_id between 'C1' and 'C2'", ["O'1", "Z9"]),
        ("customer_id = 'C3'", ["P5"]),
        ("customer_id = 'C4'", []),
    ],
)
def test_a_slice_shows_the_rows_of_its_accounts_alone(
    con: duckdb.DuckDBPyConnection, table: str, holds: str, shown: list[str]
) -> None:
    with opened(con, Slice(0, 2, holds)):
        rows = con.execute(f'select account_id from marts."{table}" order by account_id').fetchall()
    assert [row[0] for row in rows] == shown
