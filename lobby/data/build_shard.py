"""One shard of the build: all customer queries for the customers whose number falls to it, in one process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from lobby.data import queries
from lobby.data.build_keys import KEYED, Keys
from lobby.data.build_plan import (
    EVENT_MARTS,
    MARTS,
    ROW_TABLES,
    SIDE_TABLES,
    Terms,
    portrait_query,
)
from lobby.data.build_slices import EVERYBODY, Slice, opened, slices

FOUND_EVENT = (
    "customer_id varchar, event_code varchar, happened_on date, expires_on date, "
    "amount decimal(18, 2), strength double, evidence varchar"
)
TABLES_OPEN = "marts.main,staged.main"
IN_GROUPS = "row_group_size 30720"  # of portraits: wide rows are written fastest in small groups


@dataclass(frozen=True)
class Step:
    """One table built, or the `share` of it that a slice of the customers is.

    Rows in it, seconds it took by the clock and of CPU; `shard` counts from 0.
    """

    name: str
    rows: int
    seconds: float
    cpu_seconds: float
    shard: int = 0
    share: float = 1.0

    def plus(self, other: Step) -> Step:
        """This step and `other`, another part of the same table, as one."""
        seconds, cpu = self.seconds + other.seconds, self.cpu_seconds + other.cpu_seconds
        return replace(self, rows=self.rows + other.rows, seconds=seconds, cpu_seconds=cpu)


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
    def holds(self) -> str:
        """The predicate that a customer falls to this shard."""
        return EVERYBODY if self.count == 1 else f"hash(customer_id) % {self.count} = {self.number}"

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
        for part in slices(con, shard.holds):
            with opened(con, part):
                for step in build_slice(con, shard, part, keys):
                    done(replace(step, share=1 / part.count))
    return steps


def build_slice(con: duckdb.DuckDBPyConnection, shard: Shard, part: Slice, keys: Keys) -> Iterator[Step]:
    """Every table of the shard, for one slice of its customers."""
    con.execute(f"set search_path = '{TABLES_OPEN}'")
    for name in MARTS:
        yield create(con, shard, part, queries.load(f"marts/{name}"), keys)
    con.execute(f"create table marts.found_event ({FOUND_EVENT})")
    for code in shard.terms.events:
        yield find(con, shard, code)
    for name in EVENT_MARTS:
        yield create(con, shard, part, queries.load(f"marts/{name}"), keys)
    yield create(con, shard, part, portrait_query(shard.terms), keys)


def home_of(name: str) -> str:
    """The database a table goes to: a file where it is read after the slice, else its memory."""
    if name in ROW_TABLES:
        return "rows"
    if name in SIDE_TABLES:
        return "sides"
    return "portraits" if name == "portrait" else "marts"


def attach(con: duckdb.DuckDBPyConnection, shard: Shard) -> None:
    """Open the staged tables and the files this shard writes."""
    con.execute(f"attach '{quoted(shard.sides)}' as sides")
    con.execute(f"attach '{quoted(shard.staged)}' as staged (read_only)")
    con.execute(f"attach '{quoted(shard.rows)}' as rows")
    con.execute(f"attach '{quoted(shard.portrait)}' as portraits ({IN_GROUPS})")


def create(
    con: duckdb.DuckDBPyConnection, shard: Shard, part: Slice, query: queries.Query, keys: Keys
) -> Step:
    """Fill the table that is named like the query; what is published stands in the order of the customers."""
    watch = Stopwatch()
    name = query.name.rpartition("/")[2]
    home = home_of(name)
    values = query.pick(dict(shard.terms.values))
    is_sorted = home in ("rows", "portraits")
    sql = f"from ({query.sql}) order by customer_id" if is_sorted else query.sql
    if name in KEYED:
        for table in KEYED[name]:
            keys.show(table)
        con.execute(f"set search_path = 'marts.keyed,{TABLES_OPEN}'")
        sql = keys.keyed(query.sql, values)
    con.execute(f"set preserve_insertion_order = {str(is_sorted).lower()}")
    is_begun = home != "marts" and part.number > 0
    verb = "insert into {}" if is_begun else "create table {} as"
    made = con.execute(f"{verb.format(f'{home}.main.{name}')} {sql}", values).fetchone()
    if home != "marts":
        con.execute(f"create view marts.main.{name} as from {home}.main.{name} where {part.holds}")
    con.execute(f"set search_path = '{TABLES_OPEN}'")
    return watch.step(name, int(made[0]) if made else 0, shard.number)


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
