"""Faulty rows on request: every kind of fault the contract names, counted in truth/dirt.csv."""

from __future__ import annotations

from pathlib import Path

import duckdb

FOLDER = Path(__file__).parent / "sql" / "dirt"
TYPED = ("transaction", "balance")


def soil(bank: duckdb.DuckDBPyConnection, customers: int) -> None:
    """Make the faulty rows of every table and their counts; `written` tables must exist for copies."""
    bank.execute(f"set variable faults = {max(1, customers // 1000)}")
    bank.execute("create table dirt (table_name varchar, fault varchar, severity varchar, count bigint)")
    for path in sorted(FOLDER.glob("*.sql")):
        table = path.stem
        bank.execute(f"create table dirt_{table} as {path.read_text(encoding='utf-8')}")
        bank.execute(
            f"insert into dirt select '{table}', fault, severity, count(*) "
            f"from dirt_{table} group by fault, severity order by fault"
        )


def with_faults(select: str, table: str) -> str:
    """`select` with the table's faulty rows behind it; all columns as text unless the table is typed."""
    if not (FOLDER / f"{table}.sql").exists():
        return select
    columns = "*" if table in TYPED else "columns(*)::varchar"
    return (
        f"select {columns} from ({select}) union all by name "
        f"select * exclude (fault, severity) from dirt_{table}"
    )
