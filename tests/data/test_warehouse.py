"""Reading: never another customer's row, no error while versions change, no file that is not whole."""

import json
import random
import shutil
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, fields
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import Any

import duckdb
import pytest

from lobby.data import queries
from lobby.data.home import Home, write_json
from lobby.data.manifest import made_key, read_manifest, signature_of, write_manifest
from lobby.data.warehouse import Warehouse
from lobby.domain.errors import BuildError, QueryError
from lobby.domain.portrait import Portrait
from tests.built import build_at
from tests.desk_stores import direct

SMALL = "256MB"
ENDLESS = (
    "select count(*) from range(100000000) as a, range(100000) as b where (a.range + 7 * b.range) % 11 = 3"
)
HUNGRY = "select list(range) as kept from range(1000000000)"
HOLDING = """
with kept as (select range as n, repeat(cast(range as varchar), 200) as h from range(180000))
select count(*) as c from range(1000000000) as r inner join kept on kept.n = r.range % 180000
where starts_with(kept.h, cast(r.range % 100 as varchar))
"""
HEAVY = {
    name: queries.Query(f"reads/{name}", sql, "one row", (), None, "nobody", is_heavy=True)
    for name, sql in (("endless", ENDLESS), ("hungry", HUNGRY), ("holding", HOLDING))
}
LIGHT = 49
MOST_SECONDS = 10  # until every answer is of the new version, on a machine with nothing to spare


@dataclass(frozen=True)
class Beside:
    """What came of heavy questions, and of the light ones beside them: wrong rows, and each one's seconds."""

    codes: list[str]
    wrong: int
    times: list[list[float]]


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Home:
    """A home of its own with the tiny bank in it."""
    shutil.copytree(tiny_home, tmp_path / "var")
    return Home(tmp_path / "var")


def add_version(home: Home, version: str, *, served: bool = True) -> None:
    """Publish the first version once more under another name."""
    first = read_manifest(home, "20261120-1")
    shutil.copyfile(home.portrait("20261120-1"), home.portrait(version))
    shutil.copyfile(home.rows("20261120-1"), home.rows(version))
    write_manifest(home, type(first)(**{**vars(first), "version": version}))
    if served:
        write_json(home.current, {"version": version})


def looking_always(home: Home) -> Warehouse:
    """A warehouse that looks at the pointer on every call."""
    return Warehouse(home.path, look_seconds=0.0, seconds=60.0)


def test_a_row_is_a_portrait(tiny_home: Path) -> None:
    row = Warehouse(tiny_home).one("customer_portrait", customer_id="c01")
    assert row is not None
    assert list(row) == [field.name for field in fields(Portrait)]
    assert str(Portrait(**row).asset_time_deposit) == "200000.00"


def test_a_table_for_showing_holds_the_same_rows(tiny_home: Path) -> None:
    shown = Warehouse(tiny_home).frame("customer_portrait", customer_id="c02")
    assert (shown["customer_id"].tolist(), shown["salary_day"].tolist()) == (["c02"], [15])


def test_nobody_is_none(tiny_home: Path) -> None:
    assert Warehouse(tiny_home).one("customer_portrait", customer_id="c99") is None


def test_a_parameter_that_the_query_has_not_is_named(tiny_home: Path) -> None:
    with pytest.raises(QueryError) as fault:
        Warehouse(tiny_home).rows("customer_portrait", customer="c01")
    assert fault.value.values == {"param": "customer"}


def test_before_the_first_build_there_is_a_state_and_a_hint(tmp_path: Path) -> None:
    warehouse = looking_always(Home(tmp_path))
    assert warehouse.version is None
    with pytest.raises(BuildError) as fault:
        warehouse.rows("customer_portrait", customer_id="c01")
    assert fault.value.code == "no_portrait"
    build_at(tmp_path)
    assert warehouse.version == "20261120-1"


@pytest.mark.parametrize("reads", [50, pytest.param(50_000, marks=pytest.mark.proof)])
def test_f1_each_of_20_threads_sees_its_own_customer(sample_home: Path, reads: int) -> None:
    """Of 1,000 reads at once, in the proof of a million, none answers with another customer's row."""
    warehouse = Warehouse(sample_home)

    def look_up(customer_id: str) -> list[dict[str, Any]]:
        return warehouse.rows("customer_loyalty", customer_id=customer_id)

    found = {f"C{number:08}": look_up(f"C{number:08}") for number in range(1, 201)}
    every = list(found.values())
    own = {one: rows for one, rows in found.items() if every.count(rows) == 1}
    assert len(own) > 150

    def count_foreign(seed: int) -> int:
        order = random.Random(seed).choices(sorted(own), k=reads)
        return sum(look_up(one) != own[one] for one in order)

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(direct(count_foreign), range(20))) == 0


def test_f14_f15_50_readers_see_no_error_while_versions_change(home: Home) -> None:
    warehouse = looking_always(home)
    changed = threading.Event()
    seen: list[set[str]] = []
    faults: list[BaseException] = []

    def read_on() -> None:
        versions = set()
        try:
            while not changed.is_set():
                rows = warehouse.rows("customer_portrait", customer_id="c05")
                assert [row["customer_id"] for row in rows] == ["c05"]
                versions.add(warehouse.manifest.version)
        except (AssertionError, BuildError, QueryError, duckdb.Error) as fault:
            faults.append(fault)
        seen.append(versions)

    readers = [threading.Thread(target=direct(read_on), daemon=True) for _ in range(50)]
    for reader in readers:
        reader.start()
    for number in range(2, 12):
        add_version(home, f"20261120-{number}")
        deadline = time.monotonic() + MOST_SECONDS
        while warehouse.version != f"20261120-{number}":
            assert time.monotonic() < deadline
    changed.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert len(set().union(*seen)) > 1
    assert warehouse.manifest.version == "20261120-11"


def test_f15_a_reader_in_the_middle_of_a_query_finishes_on_its_version(home: Home) -> None:
    warehouse = looking_always(home)
    with warehouse._asked("customer_portrait", {"customer_id": "c01"}) as cursor:
        add_version(home, "20261120-2")
        assert warehouse.version == "20261120-2"
        assert len(cursor.fetchall()) == 1


def flipped(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]


DAMAGE = {
    "empty": lambda whole: b"",
    "html": lambda whole: b"<html>502 Bad Gateway</html>",
    "ten percent": lambda whole: whole[: len(whole) // 10],
    "half": lambda whole: whole[: len(whole) // 2],
    "99.9 percent": lambda whole: whole[: len(whole) * 999 // 1000],
    "last byte gone": lambda whole: whole[:-1],
    "head zeroed": lambda whole: bytes(8192) + whole[8192:],
    "byte flipped": lambda whole: flipped(whole, len(whole) // 2),
}


@pytest.mark.parametrize("kind", ["portrait", "rows"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_f12_a_file_that_is_not_whole_is_not_taken_up(home: Home, damage: str, kind: str) -> None:
    warehouse = looking_always(home)
    assert warehouse.version == "20261120-1"
    add_version(home, "20261120-2", served=False)
    path: Path = getattr(home, kind)("20261120-2")
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    write_json(home.current, {"version": "20261120-2"})
    assert warehouse.version == "20261120-1"
    assert warehouse.problem is not None
    assert warehouse.problem.code == "portrait_damaged"
    assert warehouse.one("customer_portrait", customer_id="c01") is not None
    assert Warehouse(home.path).version == "20261120-1"


def log_of(folder: Path, commits: int) -> bytes:
    """What DuckDB writes beside a file while it is used: a log of this many commits."""
    path = folder / f"used-{commits}.duckdb"
    with duckdb.connect(str(path), config={"checkpoint_threshold": "1GB"}) as used:
        for number in range(commits):
            used.execute(f"create table t{number} as select {number} as n")
        return path.with_name(f"{path.name}.wal").read_bytes()


LOGS = {
    "stale": lambda log: log,
    "torn": lambda log: log[: len(log) // 2],
    "byte flipped": lambda log: flipped(log, len(log) // 2),
}


@pytest.mark.parametrize("damage", LOGS)
def test_f12_f33_a_log_beside_a_portrait_changes_nothing_of_it(
    home: Home, tmp_path: Path, damage: str
) -> None:
    """A published file has no log: one that lies there is another file's, and is never played into it."""
    expected = Warehouse(home.path).one("customer_portrait", customer_id="c01")
    warehouse = looking_always(home)
    assert warehouse.version == "20261120-1"
    add_version(home, "20261120-2", served=False)
    beside = home.portrait("20261120-2").with_suffix(".duckdb.wal")
    beside.write_bytes(LOGS[damage](log_of(tmp_path, 3)))
    write_json(home.current, {"version": "20261120-2"})
    assert warehouse.version == "20261120-1"
    assert warehouse.problem is not None
    assert warehouse.problem.code == "portrait_damaged"
    assert warehouse.one("customer_portrait", customer_id="c01") == expected


@pytest.mark.parametrize("written", ["", "{", '{"schema_version": 999}', "[]", "<html>"])
def test_f12_a_manifest_that_cannot_be_read_is_not_taken_up(home: Home, written: str) -> None:
    warehouse = looking_always(home)
    assert warehouse.version == "20261120-1"
    add_version(home, "20261120-2", served=False)
    home.manifest("20261120-2").write_text(written)
    write_json(home.current, {"version": "20261120-2"})
    assert warehouse.version == "20261120-1"
    assert warehouse.problem is not None


@pytest.mark.parametrize("written", ["", "{", "[]", '{"version": "20990101-1"}'])
def test_f12_a_broken_pointer_leaves_the_served_version(home: Home, written: str) -> None:
    warehouse = looking_always(home)
    assert warehouse.version == "20261120-1"
    home.current.unlink()
    home.current.write_text(written)
    assert warehouse.version == "20261120-1"
    assert Warehouse(home.path).version == "20261120-1"


def test_f12_a_missing_file_leaves_the_newest_whole_version(home: Home) -> None:
    add_version(home, "20261120-2")
    home.portrait("20261120-2").unlink()
    assert Warehouse(home.path).version == "20261120-1"


def test_f12_a_flipped_byte_is_never_a_wrong_answer_also_where_bytes_are_not_compared(home: Home) -> None:
    whole = home.portrait("20261120-1").read_bytes()
    expected = Warehouse(home.path).one("customer_portrait", customer_id="c01")
    dice = random.Random(7)
    for number in range(2, 22):
        add_version(home, f"20261120-{number}", served=False)
        place = dice.randrange(len(whole))
        home.portrait(f"20261120-{number}").write_bytes(flipped(whole, place))
        write_json(home.current, {"version": f"20261120-{number}"})
        assert answer(home) in (expected, "query_failed")


def answer(home: Home) -> dict[str, Any] | str | None:
    """The portrait of c01, or the code with which it was refused."""
    try:
        return Warehouse(home.path, is_verified=False).one("customer_portrait", customer_id="c01")
    except QueryError as refused:
        return refused.code


def test_f37_a_query_that_runs_away_is_interrupted(tiny_home: Path) -> None:
    warehouse = Warehouse(tiny_home, seconds=0.2)
    snapshot = warehouse._current()
    with (
        pytest.raises(duckdb.InterruptException),
        snapshot.connection.cursor() as cursor,
        warehouse._watchdog.watch(cursor),
    ):
        cursor.execute(ENDLESS)
    assert warehouse.one("customer_portrait", customer_id="c01") is not None


def read_beside(home: Path, heavy: Sequence[queries.Query], seconds: float, paused: float) -> Beside:
    """49 readers of customers' rows, each on and on, until every heavy question has ended."""
    with closing(Warehouse(home, memory=SMALL, seconds=seconds)) as warehouse:
        return read_both(warehouse, heavy, paused)


def read_both(warehouse: Warehouse, heavy: Sequence[queries.Query], paused: float) -> Beside:
    """What the readers and the heavy questions of one warehouse met."""
    customers = [row["customer_id"] for row in warehouse.rows("handoffs")]
    expected = {one: warehouse.rows("customer_portrait", customer_id=one) for one in customers}
    assert all(expected.values())
    ended, reading = threading.Event(), threading.Barrier(LIGHT + 1)

    def read_light(customer_id: str) -> tuple[int, list[float]]:
        wrong, times = 0, list[float]()
        reading.wait()
        while not ended.wait(paused):
            begun = time.perf_counter()
            wrong += warehouse.rows("customer_portrait", customer_id=customer_id) != expected[customer_id]
            times.append(time.perf_counter() - begun)
        return wrong, times

    def read_heavy() -> list[str]:
        reading.wait()
        try:
            with ThreadPoolExecutor(len(heavy)) as pool:
                return list(pool.map(direct(lambda query: code_of(warehouse, query)), heavy))
        finally:
            ended.set()

    with ThreadPoolExecutor(LIGHT + 1) as pool:
        asked = pool.submit(read_heavy)
        light = [pool.submit(direct(read_light), one) for one in islice(cycle(customers), LIGHT)]
        read = [one.result() for one in light]
    return Beside(asked.result(), sum(wrong for wrong, _ in read), [times for _, times in read])


def code_of(warehouse: Warehouse, query: queries.Query) -> str:
    """The code with which a question was refused."""
    try:
        warehouse.judged(query)
    except QueryError as refused:
        return refused.code
    return "answered"


def test_f37_of_2_heavy_reads_and_49_light_ones_the_heavy_ones_alone_are_stopped(tiny_home: Path) -> None:
    """Every light one reads on until both have been stopped, and has the rows of its own customer.

    One asks for more memory than there is, the other keeps nearly all of it as long as it may.
    """
    found = read_beside(tiny_home, [HEAVY["hungry"], HEAVY["holding"]], seconds=1.5, paused=0.1)
    assert found.codes[0] in ("query_too_large", "query_too_slow")  # on a busy machine time ends first
    assert (found.codes[1], found.wrong) == ("query_too_slow", 0)
    assert all(found.times)


def test_f37_who_asks_for_more_memory_than_there_is_is_told_so(tiny_home: Path) -> None:
    with closing(Warehouse(tiny_home, memory=SMALL, seconds=60.0)) as warehouse:
        assert code_of(warehouse, HEAVY["hungry"]) == "query_too_large"
        assert warehouse.rows("segments_sizes", branch_id=None)


@pytest.mark.proof
def test_f37_beside_heavy_reads_95_of_100_light_ones_take_less_than_half_a_second(sample_home: Path) -> None:
    """Three that take all the memory and all the time there is, of which two are asked at once."""
    found = read_beside(
        sample_home, [HEAVY["holding"], HEAVY["endless"], HEAVY["holding"]], seconds=3.0, paused=0.2
    )
    slow = quantiles([one for times in found.times for one in times], n=20)[-1]
    print(f"{sum(map(len, found.times))} light reads beside 3 heavy ones: p95 {slow * 1000:.0f} ms")
    assert (set(found.codes), found.wrong) == ({"query_too_slow"}, 0)
    assert slow < 0.5


def test_f37_who_waits_too_long_for_heavy_reads_is_told_so(tiny_home: Path) -> None:
    """While two are answered a third waits as long as it may, and a light read does not wait at all."""
    with closing(Warehouse(tiny_home, memory=SMALL, seconds=1.5)) as warehouse:
        lanes = warehouse._current().lanes
        with lanes.cursor(1.0), lanes.cursor(1.0):
            assert code_of(warehouse, HEAVY["endless"]) == "query_queue_full"
            assert warehouse.one("customer_home", customer_id="c01") is not None
        assert code_of(warehouse, HEAVY["endless"]) == "query_too_slow"
        assert warehouse.rows("segments_sizes", branch_id=None)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/passwd')",
        "select * from glob('/*')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "create table portrait_copy as from portrait",
        "delete from portrait",
        "select * from 'https://example.org/x.parquet'",
    ],
)
def test_the_served_portrait_reaches_nothing_outside(tiny_home: Path, statement: str) -> None:
    snapshot = Warehouse(tiny_home)._current()
    with snapshot.connection.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)
    with snapshot.lanes.cursor(1.0) as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)


def test_f56_a_portrait_that_was_not_signed_here_is_not_opened(home: Home, tmp_path: Path) -> None:
    add_version(home, "20261121-1")
    manifest = home.manifest("20261121-1")
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    other = Home(tmp_path / "other")
    foreign = signature_of(made_key(other), {k: v for k, v in whole.items() if k != "signature"})
    for planted in (
        {**whole, "signature": foreign},
        {**whole, "bank": "another"},
        {**whole, "files": {**whole["files"], "portrait": {"size": 1, "sha256": "0"}}},
        {name: value for name, value in whole.items() if name != "signature"},
    ):
        write_json(manifest, planted)
        warehouse = Warehouse(home.path)
        assert warehouse.version == "20261120-1"
        assert warehouse.problem is not None
        assert warehouse.problem.code == "portrait_foreign"
        warehouse.close()
    write_json(manifest, whole)
    assert Warehouse(home.path).version == "20261121-1"
    home.signing_key.write_text(made_key(other))
    assert Warehouse(home.path).version is None


def test_f56_a_file_put_in_the_place_of_a_portrait_is_not_served(home: Home) -> None:
    """Its size may be right: its hash is what the manifest was signed with."""
    add_version(home, "20261121-1")
    planted = bytearray(home.portrait("20261121-1").read_bytes())
    planted[-100] ^= 1
    home.portrait("20261121-1").write_bytes(planted)
    warehouse = Warehouse(home.path)
    assert warehouse.version == "20261120-1"
    warehouse.close()


def test_f56_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "var")
    key = made_key(home)
    assert (made_key(home), len(key)) == (key, 64)
    assert home.signing_key.stat().st_mode & 0o777 == 0o600
