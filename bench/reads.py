"""How fast one portrait is read: through the warehouse, against SQLite reading the same row by row id."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path

import duckdb

from bench.measure import paired_ms, percentile, table
from lobby.data.warehouse import Warehouse

ROUNDS = 2_000
WARM = 50
SHARES = (0.5, 0.99)


def sqlite_copy(portrait: Path, target: Path) -> dict[str, int]:
    """The portrait table in SQLite, nested columns as JSON text; returns customer_id → row id."""
    places: dict[str, int] = {}
    with duckdb.connect(str(portrait), read_only=True) as con, sqlite3.connect(target) as lite:
        names = [row[0] for row in con.execute("describe portrait").fetchall()]
        lite.execute(f"create table portrait ({', '.join(names)})")
        insert = f"insert into portrait values ({', '.join('?' * len(names))})"
        reader = con.execute("select * from portrait order by customer_id")
        while rows := reader.fetchmany(5_000):
            for row in rows:
                places[row[names.index("customer_id")]] = len(places) + 1
            lite.executemany(insert, [[plain(value) for value in row] for row in rows])
    return places


def plain(value: object) -> object:
    """A value SQLite can hold."""
    return value if isinstance(value, int | float | str | None) else json.dumps(value, default=str)


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
