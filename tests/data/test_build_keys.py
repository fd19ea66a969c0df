"""The narrow types of the largest tables: numbers in the order of their texts."""

from collections.abc import Iterator

import duckdb
import pytest

from lobby.data.build_keys import FEW, Keys

MOVES = "(values ('C2', 'A3', 'pos'), ('C1', 'A1', 'atm'), ('C1', 'A2', null))"
ROWS = f"{MOVES} as t (customer_id, account_id, channel)"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for name in ("marts", "staged"):
            connection.execute(f"attach ':memory:' as {name}")
        connection.execute("use marts")
        connection.execute("create table staged.account as select 'CNY' as currency from range(4)")
        connection.execute(
            "create table staged.transaction as select '城' || i as city, "
            f"null::varchar as counterparty_bank from range({FEW}) as t (i)"
        )
        yield connection


def types_of(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, str]:
    return dict(con.execute(f"select column_name, column_type from (describe {sql})").fetchall())


def test_what_repeats_becomes_a_number_and_what_is_absent_or_many_stays_text(
    con: duckdb.DuckDBPyConnection,
) -> None:
    keys = Keys(con)
    assert {"channel_key", "method_key", "city_key", "currency_key"} <= keys.types
    assert "bank_key" not in keys.types


def test_too_many_texts_stay_texts(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into staged.transaction values ('城', null)")
    assert "city_key" not in Keys(con).types


def test_a_keyed_query_gives_the_same_rows_in_the_order_of_the_customers(
    con: duckdb.DuckDBPyConnection,
) -> None:
    keys = Keys(con)
    sql = "select customer_id, account_id, channel from moves"
    con.execute(f"create table marts.moves as from {ROWS}")
    plain = con.execute(f"{sql} order by customer_id, account_id").fetchall()
    keys.show("moves")
    con.execute("set search_path = 'marts.keyed,marts.main'")
    stored = keys.keyed(sql, {})
    assert [row[0] for row in con.execute(stored).fetchall()] == ["C1", "C1", "C2"]
    assert sorted(con.execute(stored).fetchall()) == sorted(plain)
    assert types_of(con, stored) == {
        "customer_id": "VARCHAR",
        "account_id": "VARCHAR",
        "channel": "ENUM('atm', 'batch', 'counter', 'mobile', 'online', 'pos', 'third_party')",
    }
