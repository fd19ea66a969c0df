"""From the shards' files to the two that are published, and the month's line of the history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from lobby.data import queries
from lobby.data.build_erasure import forget
from lobby.data.build_plan import BANK_SIDES, COPIED, OF_PORTRAITS, ROW_TABLES, SIDE_TABLES
from lobby.data.build_shard import IN_GROUPS, Shard, quoted
from lobby.data.home import Home, move

ORDER = {
    "portrait": "customer_id",
    "search_key": "kind, key, customer_id",
    "identity_key": "kind, key, customer_id",
    "lead_source": "home_branch_id, due_on, customer_id, source_id",
    "taken_up": "customer_id, taken_on, source_id",
}
HISTORY = (
    "customer_id, as_of, aum, asset_current, asset_time_deposit, asset_wealth, asset_fund, asset_insurance, "
    "asset_gold, asset_securities, liabilities, segment, tier, home_branch_id, address_area, employer, "
    "loyalty_index, churn_level"
)


def finish(
    con: duckdb.DuckDBPyConnection, shards: Sequence[Shard], notes: Sequence[str], erased: Sequence[str]
) -> tuple[Path, Path]:
    """Leave one portrait file and one rows file, closed; `notes` are staged tables published too.

    Of customers who were `erased` nothing derived is left in either, and nothing counts them.
    """
    first = shards[0]
    if len(shards) > 1:
        merge(con, [shard.rows for shard in shards], first.folder / "rows.duckdb", ROW_TABLES)
        merge(con, [shard.portrait for shard in shards], first.folder / "portrait.duckdb", ("portrait",))
    else:
        first.rows.replace(first.folder / "rows.duckdb")
        first.portrait.replace(first.folder / "portrait.duckdb")
    portrait, rows = first.folder / "portrait.duckdb", first.folder / "rows.duckdb"
    con.execute(f"attach '{quoted(portrait)}' as final ({IN_GROUPS})")
    add_side_tables(con, [shard.sides for shard in shards])
    con.execute(f"attach '{quoted(rows)}' as kept_rows")
    for database in ("final", "kept_rows"):
        forget(con, database, erased)
    con.execute("detach kept_rows")
    con.execute(f"attach '{quoted(first.staged)}' as staged (read_only)")
    for name in (*COPIED, *BANK_SIDES, *notes):
        con.execute(f'create table final."{name}" as from staged."{name}"')
    con.execute("use final")
    for name in OF_PORTRAITS:
        query = queries.load(f"marts/{name}")
        values = query.pick(dict(first.terms.values))
        con.execute(f"create table final.{name} as from ({query.sql}) order by all", values)
    con.execute("use memory")
    con.execute("create unique index portrait_customer_id on final.portrait (customer_id)")
    for name in ("staged", "final"):
        con.execute(f"detach {name}")
    return portrait, rows


def merge(con: duckdb.DuckDBPyConnection, parts: Sequence[Path], target: Path, tables: Sequence[str]) -> None:
    """Bring the shards' tables together in one file, in the order of the customers."""
    names = attach_all(con, parts)
    con.execute(f"attach '{quoted(target)}' as merged ({IN_GROUPS})")
    for table in tables:
        together = " union all ".join(f"from {name}.{table}" for name in names)
        con.execute(f"create table merged.{table} as from ({together}) order by customer_id")
    for name in (*names, "merged"):
        con.execute(f"detach {name}")


def add_side_tables(con: duckdb.DuckDBPyConnection, parts: Sequence[Path]) -> None:
    names = attach_all(con, parts)
    for table in SIDE_TABLES:
        together = " union all ".join(f"from {name}.{table}" for name in names)
        con.execute(f"create table final.{table} as from ({together}) order by {ORDER[table]}")
    for name in names:
        con.execute(f"detach {name}")


def attach_all(con: duckdb.DuckDBPyConnection, parts: Sequence[Path]) -> list[str]:
    names = [f"part{number}" for number in range(len(parts))]
    for name, path in zip(names, parts, strict=True):
        con.execute(f"attach '{quoted(path)}' as {name} (read_only)")
    return names


def carry_history(
    con: duckdb.DuckDBPyConnection, home: Home, portrait: Path, month: str, folder: Path
) -> None:
    """Write this month's line of every customer beside the months before, which stay as they are."""
    fresh = folder / f"{month}.parquet"
    con.execute(f"attach '{quoted(portrait)}' as final (read_only)")
    con.execute(
        f"copy (select {HISTORY} from final.portrait order by customer_id) "  # noqa: S608 fixed names
        f"to '{quoted(fresh)}' (format parquet)"
    )
    con.execute("detach final")
    home.history.mkdir(parents=True, exist_ok=True)
    move(fresh, home.history / fresh.name)
