"""How fast one portrait is read: through the warehouse, against SQLite reading the same row by row id."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import duckdb

from bench.measure import paired_ms, percentile, table
from lobby.data import permits
from lobby.data.warehouse import Warehouse
from lobby.domain.access import HOUSE, Permit

ROUNDS = 2_000
WARM = 50
SHARES = (0.5, 0.99)
KEPT = ("VARCHAR", "BOOLEAN", "INTEGER", "BIGINT", "DOUBLE")


def sqlite_copy(portrait: Path, target: Path) -> dict[str, int]:
    """The portrait table in SQLite, nested columns as JSON text; returns customer_id → row id."""
    with duckdb.connect(str(portrait), read_only=True) as con, sqlite3.connect(target) as lite:
        con.execute("set enable_progress_bar = false")
        types = con.execute("select column_name, column_type from (describe portrait)").fetchall()
        names = ", ".join(f'"{name}"' for name, _ in types)
        lite.execute(f"create table portrait ({names})")
        insert = f"insert into portrait values ({', '.join('?' * len(types))})"
        plain = ", ".join(as_plain(name, kind) for name, kind in types)
        reader = con.execute(f"select {plain} from portrait")
        while rows := reader.fetchmany(5_000):
            lite.executemany(insert, rows)
        return dict(lite.execute("select customer_id, rowid from portrait").fetchall())


def as_plain(name: str, kind: str) -> str:
    """The column as something SQLite can hold."""
    if kind.startswith("STRUCT") or kind.endswith("[]"):
        return f'cast(to_json("{name}") as varchar)'
    return f'"{name}"' if kind in KEPT else f'cast("{name}" as varchar)'


def run(homes: dict[int, Path], work: Path) -> None:
    """Prints p50 and p99 of both sides per portrait size, and their ratio."""
    rows = []
    for customers, home in homes.items():
        ours, theirs = read_times(home, work / f"portrait-{customers}.sqlite")
        for name, times in (("DuckDB portrait", ours), ("SQLite row id", theirs)):
            rows.append([f"{customers:,}", name, *(f"{percentile(times, share):.2f}" for share in SHARES)])
        ratios = (percentile(ours, share) / percentile(theirs, share) for share in SHARES)
        rows.append([f"{customers:,}", "ratio", *(f"{ratio:.1f}" for ratio in ratios)])
    table("one portrait read", ["customers", "side", "p50 ms", "p99 ms"], rows)


@permits.in_force(Permit(HOUSE, "bench", "bank"))
def read_times(home: Path, copy: Path) -> tuple[list[float], list[float]]:
    """Milliseconds per read of the same customers, the engines taking turns; the first reads left out."""
    warehouse = Warehouse(home)
    copy.unlink(missing_ok=True)
    places = sqlite_copy(next((home / "portraits").glob("portrait-*.duckdb")), copy)
    asked = random.Random(7).choices(list(places), k=ROUNDS + WARM)
    with sqlite3.connect(copy) as lite:

        def through_warehouse(turn: int) -> object:
            return warehouse.one("customer_portrait", customer_id=asked[turn])

        def by_row_id(turn: int) -> object:
            return lite.execute("select * from portrait where rowid = ?", (places[asked[turn]],)).fetchone()

        ours, theirs = paired_ms([through_warehouse, by_row_id], ROUNDS + WARM)
    warehouse.close()
    return ours[WARM:], theirs[WARM:]
