"""The build: the same rows however it is run, one at a time, refusing what must not be published."""

import json
import subprocess
import sys
import textwrap
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from lobby.data import build_slices
from lobby.data.build import build
from lobby.data.build_plan import BANK_MARTS, EVENT_MARTS, MARTS, OF_PORTRAITS, PIECES, step_count, windows
from lobby.data.build_shard import Step
from lobby.data.history import read_cards_before
from lobby.data.home import Home
from lobby.data.manifest import mark, read_manifest
from lobby.data.publishing import KEPT_PORTRAITS, KEPT_ROWS, build_lock, clean, prune
from lobby.data.queries import names
from lobby.data.settings import Settings
from lobby.domain.errors import BuildError, FeedError
from tests.built import NOW, ROOT, TINY, build_at, open_built, records
from tests.portraits import CATALOG


def differing(one: Path, other: Path) -> dict[str, int]:
    """Rows that only one of two homes has, by table; every table of both files is compared."""
    con = duckdb.connect()
    counts = {}
    for part in ("portrait", "rows"):
        for side, home in (("a", one), ("b", other)):
            place = Home(home)
            path = getattr(place, part)(place.current_version())
            con.execute(f"attach '{path}' as {part}_{side} (read_only)")
        tables = con.execute(
            f"select table_name from duckdb_tables() where database_name = '{part}_a' order by all"
        ).fetchall()
        for (table,) in tables:
            counted = con.execute(
                f"select (select count(*) from (from {part}_a.{table} except all from {part}_b.{table})) "
                f"+ (select count(*) from (from {part}_b.{table} except all from {part}_a.{table}))"
            ).fetchone()
            counts[table] = counted[0] if counted else -1
    return counts


def test_every_mart_is_run_and_every_piece_is_joined() -> None:
    assert {name.removeprefix("marts/") for name in names("marts")} == {
        *BANK_MARTS,
        *MARTS,
        *EVENT_MARTS,
        *OF_PORTRAITS,
    }
    assert {name.removeprefix("portrait/") for name in names("portrait")} == set(PIECES)


@pytest.mark.parametrize(
    ("bank", "options"),
    [
        ("tiny", {"shards": 4}),
        ("sample", {"build_memory": "512MB", "build_threads": 1}),
        pytest.param("tiny", {"build_memory": "512MB", "build_threads": 1}, marks=pytest.mark.proof),
        pytest.param("sample", {"shards": 4}, marks=pytest.mark.proof),
    ],
    ids=str,
)
def test_shards_and_little_memory_give_the_same_rows(
    bank: str, options: dict[str, object], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    feed = TINY if bank == "tiny" else request.getfixturevalue("sample_feed")
    build_at(tmp_path, feed, **options)
    found = differing(request.getfixturevalue(f"{bank}_home"), tmp_path)
    assert found == dict.fromkeys(found, 0)
    assert {"portrait", "search_key", "lead_source", "transaction_row", "balance_row", "event"} <= set(found)


def test_the_portrait_stands_in_the_order_of_its_key(sample_home: Path) -> None:
    con = open_built(sample_home)
    for table in ("portraits.portrait", "rows.transaction_row", "rows.balance_row", "rows.event"):
        ordered = con.execute(
            f"select bool_and(customer_id >= before) from "
            f"(select customer_id, lag(customer_id) over (order by rowid) as before from {table})"
        ).fetchone()
        assert ordered == (True,)
    indexes = con.execute("select index_name, is_unique from duckdb_indexes()").fetchall()
    assert ("portrait_customer_id", True) in indexes


def test_slices_of_customers_give_the_same_rows_in_the_same_order(
    sample_feed: Path, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_slices, "PER_GIB", 188)  # of 4 GB: 700
    build_at(tmp_path, sample_feed)
    counted = differing(sample_home, tmp_path)
    assert counted == dict.fromkeys(counted, 0)
    con = open_built(tmp_path)
    found = con.execute("select customer_id from portraits.portrait order by rowid").fetchall()
    ids = [row[0] for row in found]
    assert ids == sorted(ids)
    assert len(ids) == 2_000


def test_what_is_told_of_the_slices_adds_up_to_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_slices, "PER_GIB", 1)  # of 4 GB: 4
    told: list[Step] = []
    manifest = build(TINY, Settings(home=tmp_path), now=NOW, on_step=told.append)
    assert sum(step.rows for step in told if step.name == "portrait") == manifest.count_customers == 12
    assert len([step for step in told if step.name == "portrait"]) == 3
    assert round(sum(step.share for step in told), 6) == step_count(1)


def test_codes_of_the_portrait_are_text(sample_home: Path) -> None:
    con = open_built(sample_home)
    types = dict(con.execute("select column_name, column_type from (describe portraits.portrait)").fetchall())
    assert types["spent_by_method_365d"] == "STRUCT(code VARCHAR, amount DECIMAL(38,2), count BIGINT)[]"
    assert [name for name, kind in types.items() if "ENUM" in kind] == []
    ids = con.execute("select typeof(customer_id), typeof(account_id) from rows.transaction_row limit 1")
    assert ids.fetchone() == ("VARCHAR", "VARCHAR")


def test_the_manifest_says_what_was_published(tiny_home: Path) -> None:
    home = Home(tiny_home)
    manifest = read_manifest(home, "20261120-1")
    assert manifest.business_date == date(2026, 11, 20)
    assert (manifest.bank, manifest.currency, manifest.demo) == ("示例小银行", "CNY", True)
    assert manifest.counts["transaction"] == 42
    assert manifest.count_customers == 12
    assert manifest.not_supplied == ()
    assert manifest.files["portrait"] == mark(home.portrait("20261120-1"))
    assert manifest.files["rows"] == mark(home.rows("20261120-1"))
    assert home.portrait("20261120-1").stat().st_mode & 0o777 == 0o600


def test_what_the_checks_found_is_published_too(tiny: duckdb.DuckDBPyConnection) -> None:
    found = records(tiny, "select code, table_name, count_rows from feed_check order by all")
    assert [tuple(row.values()) for row in found] == [
        ("after_business_date", "balance", 1),
        ("after_business_date", "transaction", 1),
        ("rating_expired", "customer", 2),
    ]


def test_the_same_day_is_built_again_under_a_new_name_and_few_are_kept(built: Path) -> None:
    home = Home(built)
    for number in range(2, 11):
        for kind in ("portrait", "rows"):
            copy = getattr(home, kind)(f"20261120-{number}")
            copy.write_bytes(getattr(home, kind)("20261120-1").read_bytes())
        home.manifest(f"20261120-{number}").write_bytes(home.manifest("20261120-1").read_bytes())
    assert build_at(built).version == "20261120-11"
    assert home.current_version() == "20261120-11"
    assert [version for version in home.versions() if home.portrait(version).exists()] == [
        f"20261120-{number}" for number in range(11, 11 - KEPT_PORTRAITS, -1)
    ]
    assert len(list(home.portraits.glob("rows-*"))) == KEPT_ROWS
    assert list(home.path.glob("tmp/*")) == []


def test_an_older_day_is_stopped_and_told(built: Path, tmp_path: Path) -> None:
    older = tmp_path / "feed"
    older.mkdir()
    for path in TINY.iterdir():
        (older / path.name).write_bytes(path.read_bytes())
    written = (TINY / "feed.toml").read_text(encoding="utf-8").replace("2026-11-20", "2026-11-19")
    (older / "feed.toml").write_text(written, encoding="utf-8")
    with pytest.raises(FeedError) as stopped:
        build_at(built, older)
    assert stopped.value.code == "feed_stopped"
    home = Home(built)
    told = json.loads(home.last_build.read_text(encoding="utf-8"))
    assert (told["state"], told["code"]) == ("stopped", "feed_stopped")
    assert "date_before_served" in {check["code"] for check in told["values"]["checks"]}
    assert home.current_version() == "20261120-1"
    assert build_at(built).version == "20261120-2"


def test_a_manifest_that_cannot_be_read_does_not_stop_the_next_build(built: Path) -> None:
    Home(built).manifest("20261120-1").write_text("{")
    assert build_at(built).version == "20261120-2"
    assert Home(built).current_version() == "20261120-2"


def test_history_keeps_the_months_before(tmp_path: Path) -> None:
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "2026-10.parquet").write_bytes(b"carried")
    build_at(tmp_path)
    assert (tmp_path / "history" / "2026-10.parquet").read_bytes() == b"carried"
    written = duckdb.connect().execute(
        "select customer_id, aum, segment, loyalty_index, churn_level "
        f"from '{tmp_path}/history/2026-11.parquet' order by 1 limit 1"
    )
    carried = ["c01", "212345.67", "elderly_saver", "65.9", "none"]
    assert [str(value) for value in written.fetchone() or ()] == carried


def test_two_builds_do_not_run_at_once(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from lobby.data.home import Home
        from lobby.data.publishing import build_lock
        with build_lock(Home(Path(sys.argv[1]))):
            print("held", flush=True)
            sys.stdin.read()
        """
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(BuildError) as refused, build_lock(Home(tmp_path)):
        pass
    assert (refused.value.code, refused.value.values["pid"]) == ("build_running", str(other.pid))
    other.kill()
    other.wait()
    with build_lock(Home(tmp_path)):
        assert (tmp_path / "build.lock").exists()


def test_what_a_killed_build_left_is_swept(built: Path) -> None:
    home = Home(built)
    (home.tmp / "build-1").mkdir(parents=True)
    home.portrait("20261121-1").write_bytes(b"half")
    home.rows("20261121-1").write_bytes(b"half")
    clean(home)
    assert not home.tmp.exists()
    assert sorted(path.name for path in home.portraits.iterdir()) == [
        "manifest-20261120-1.json",
        "portrait-20261120-1.duckdb",
        "rows-20261120-1.duckdb",
    ]


def test_pruning_never_takes_the_served_version(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.portraits.mkdir(parents=True)
    for number in range(1, 12):
        for path in (home.portrait(f"20261120-{number}"), home.manifest(f"20261120-{number}")):
            path.write_bytes(b"")
    home.current.write_text('{"version": "20261120-1"}')
    prune(home)
    assert home.portrait("20261120-1").exists()
    assert not home.portrait("20261120-2").exists()


@pytest.mark.parametrize(
    ("as_of", "complete_until", "complete_4m", "from_24m"),
    [
        (date(2026, 11, 20), date(2026, 11, 1), date(2026, 7, 1), date(2024, 12, 1)),
        (date(1994, 3, 31), date(1994, 4, 1), date(1993, 12, 1), date(1992, 4, 1)),
    ],
)
def test_a_month_is_complete_with_its_last_day(
    as_of: date, complete_until: date, complete_4m: date, from_24m: date
) -> None:
    found = windows(as_of)
    assert found["complete_until"] == complete_until
    assert found["complete_4m"] == complete_4m
    assert found["from_24m"] == from_24m


def test_the_clock_of_the_build_is_given(tiny_home: Path) -> None:
    assert read_manifest(Home(tiny_home), "20261120-1").built_at == NOW


@pytest.mark.parametrize(("days", "is_in_hand"), [(0, True), (30, True), (31, False)])
def test_a_card_is_in_hand_within_its_window_after_the_trigger_began(
    built: Path, days: int, is_in_hand: bool
) -> None:
    first = Home(built).current_version()
    assert first is not None
    assert CATALOG.cards.scenarios["TRG2"].window_days == 30
    began = date(2026, 11, 20) - timedelta(days=days)
    with duckdb.connect(str(Home(built).portrait(first))) as con:
        con.execute(
            "update portrait set scenario_since = [{'code': 'TRG2', 'since_on': ?::date}] "
            "where customer_id = 'c01'",
            [began],
        )
    assert build_at(built).version == "20261120-2"
    con = open_built(built)
    found = "select scenarios, scenario_since from portrait where customer_id = ?"
    ((cards, since),) = con.execute(found, ["c01"]).fetchall()
    assert ("TRG2" in cards) is is_in_hand
    assert {"code": "TRG2", "since_on": began} in since
    ((others, fresh),) = con.execute(found, ["c05"]).fetchall()
    assert (others, fresh) == (["TRG2"], [{"code": "TRG2", "since_on": date(2026, 11, 20)}])


def test_a_later_portrait_tells_nothing_of_since_when_a_card_holds(built: Path) -> None:
    with duckdb.connect() as con:
        served = read_manifest(Home(built), "20261120-1")
        before = (date(2026, 11, 19), date(2026, 11, 20))
        counts = []
        for on in before:
            con.execute("drop table if exists card_before")
            counts.append(read_cards_before(con, Home(built), served, on))
    assert counts[0] == 0 < counts[1]
