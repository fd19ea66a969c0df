"""One shard of the build: all customer queries for the customers whose number falls to it, in one process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lobby.data import queries
from lobby.data.build_keys import KEYED, LAST_KEYED, Keys
from lobby.data.build_plan import (
    COPIED,
    EVENT_MARTS,
    MARTS,
    ROW_TABLES,
    SIDE_TABLES,
    Terms,
    portrait_query,
)
from lobby.data.build_slices import each_slice
from lobby.data.feed.contract import TABLES

FOUND_EVENT = (
    "customer_id varchar, event_code varchar, happened_on date, expires_on date, "
    "amount decimal(18, 2), strength double, evidence varchar"
)
TABLES_OPEN = "marts.main,rows.main,sides.main,portraits.main,staged.main"
BANK_TABLES = frozenset({*COPIED, "organisation", "fx_rate", "account_party"})


@dataclass(frozen=True)
class Step:
    """One table built: rows in it, seconds it took by the clock and of CPU; `shard` counts from 0."""

    name: str
    rows: int
    seconds: float
    cpu_seconds: float
    shard: int = 0


class Stopwatch:
    """Runs from when it is made, over all threads of this process."""

    def __init__(self) -> None:
        self.began, self.cpu_began = time.monotonic(), time.process_time()

    def step(self, name: str, rows: int, shard: int = 0) -> Step:
        """What was done since."""
        seconds, cpu = time.monotonic() - self.began, time.process_time() - self.cpu_began
        return Step(name, rows, round(seconds, 3), round(cpu, 3), shard)


OnStep = Callable[[Step], None]


@dataclass(frozen=True)
class Shard:
    """What one process builds: shard `number` of `count`, from the staged tables into files of its own."""

    folder: Path
    number: int
    count: int
    memory: str
    threads: int
    terms: Terms

    @property
    def staged(self) -> Path:
        return self.folder / "staged.duckdb"

    @property
    def sides(self) -> Path:
        return self.folder / f"sides-{self.number}.duckdb"

    @property
    def portrait(self) -> Path:
        return self.folder / f"portrait-{self.number}.duckdb"

    @property
    def rows(self) -> Path:
        return self.folder / f"rows-{self.number}.duckdb"


def connect(folder: Path, memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    """A build connection: bounded memory, spilling into the build's own folder."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
    }
    if threads:
        config["threads"] = threads
    con = duckdb.connect(config=config)
    con.execute("set enable_progress_bar = false")
    return con


def run_shard(shard: Shard, on_step: OnStep) -> list[Step]:
    """Build the marts, rows and portrait of one shard; each table is told to `on_step` when it stands."""
    steps: list[Step] = []

    def done(step: Step) -> None:
        steps.append(step)
        on_step(step)

    with connect(shard.folder, shard.memory, shard.threads) as con:
        attach(con, shard)
        watch = Stopwatch()
        keys = Keys(con)
        done(watch.step("keys", len(keys.types), shard.number))
        for name in MARTS:
            done(create(con, shard, home_of(name), queries.load(f"marts/{name}"), keys))
            if name == LAST_KEYED:
                keys.drop()
        con.execute(f"create table marts.found_event ({FOUND_EVENT})")
        for code in shard.terms.events:
            done(find(con, shard, code))
        for name in EVENT_MARTS:
            done(create(con, shard, home_of(name), queries.load(f"marts/{name}")))
        done(create(con, shard, "portraits", portrait_query(shard.terms)))
    return steps


def home_of(name: str) -> str:
    """The database a table goes to: a file where it is read after the shard, else memory that may spill."""
    if name in ROW_TABLES:
        return "rows"
    return "sides" if name in SIDE_TABLES else "marts"


def attach(con: duckdb.DuckDBPyConnection, shard: Shard) -> None:
    """Put the staged tables, and the files this shard writes, into one search path."""
    con.execute("attach ':memory:' as marts")
    con.execute(f"attach '{quoted(shard.sides)}' as sides")
    con.execute(f"attach '{quoted(shard.staged)}' as staged (read_only)")
    con.execute(f"attach '{quoted(shard.rows)}' as rows")
    con.execute(f"attach '{quoted(shard.portrait)}' as portraits")
    con.execute("use marts")
    if shard.count > 1:
        own_part(con, shard)
    con.execute(f"set search_path = '{TABLES_OPEN}'")


def own_part(con: duckdb.DuckDBPyConnection, shard: Shard) -> None:
    """Views over the staged tables that hold the rows of this shard's customers only."""
    mine = f"hash(customer_id) % {shard.count} = {shard.number}"
    for table in (*TABLES, None):
        name = table.name if table else "party_role"
        if name in BANK_TABLES:
            continue
        columns = {column.name for column in table.columns} if table else {"customer_id"}
        if "customer_id" in columns:
            where = mine
        else:
            where = f"account_id in (select account_id from staged.account where {mine})"  # noqa: S608
        con.execute(f'create view marts."{name}" as select * from staged."{name}" where {where}')  # noqa: S608


def create(
    con: duckdb.DuckDBPyConnection, shard: Shard, home: str, query: queries.Query, keys: Keys | None = None
) -> Step:
    """Fill the table that is named like the query; what is published stands in the order of the customers."""
    watch = Stopwatch()
    name = query.name.rpartition("/")[2]
    values = query.pick(dict(shard.terms.values))
    is_sorted = home in ("rows", "portraits")
    sql = f"from ({query.sql}) order by customer_id" if is_sorted else query.sql
    if keys is not None and name in KEYED:
        for table in KEYED[name]:
            keys.show(table, source_of(shard, table))
        con.execute(f"set search_path = 'marts.keyed,{TABLES_OPEN}'")
        sql = keys.keyed(query.sql, values)
    con.execute(f"set preserve_insertion_order = {str(is_sorted).lower()}")
    rows, verb = 0, "create table {} as"
    for _ in each_slice(con, name, sql, TABLES_OPEN):
        made = con.execute(f"{verb.format(f'{home}.main.{name}')} {sql}", values).fetchone()
        rows, verb = rows + (int(made[0]) if made else 0), "insert into {}"
    con.execute(f"set search_path = '{TABLES_OPEN}'")
    return watch.step(name, rows, shard.number)


def source_of(shard: Shard, table: str) -> str:
    """Where a table that keyed queries read stands."""
    if table in MARTS:
        return f"{home_of(table)}.main.{table}"
    return f'{"marts" if shard.count > 1 else "staged"}.main."{table}"'


def find(con: duckdb.DuckDBPyConnection, shard: Shard, code: str) -> Step:
    """Add what one event finds to the events found before it."""
    watch = Stopwatch()
    query = queries.load(f"events/{code}")
    asked = query.pick({**shard.terms.values, **shard.terms.events[code]})
    found = con.execute(f"insert into marts.found_event {query.sql}", asked).fetchone()
    return watch.step(query.name, int(found[0]) if found else 0, shard.number)


def run_alone(shard: Shard) -> list[Step]:
    """`run_shard` as a process of its own, which ends with the build that started it."""
    parent = os.getppid()
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    return run_shard(shard, lambda step: None)


def end_with(parent: int) -> None:
    while os.getppid() == parent:
        threading.Event().wait(0.5)
    os._exit(1)


def quoted(path: Path) -> str:
    """A path inside a SQL string."""
    return str(path).replace("'", "''")
