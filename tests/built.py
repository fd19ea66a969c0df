"""Homes that hold a built portrait: the tiny bank, and a sample bank of 2,000 customers."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lobby.data.build import build
from lobby.data.home import Home
from lobby.data.manifest import Manifest
from lobby.data.settings import Settings

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "data" / "tiny"
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def build_at(home: Path, feed: Path = TINY, now: datetime = NOW, **settings: Any) -> Manifest:
    """Build `feed` into `home` as the night of 20 November 2026 would, after the nights before it."""
    if not (home / "history").exists():
        leave_month_before(home, feed / "truth" / "month_before.csv")
    return build(feed, Settings(home=home, **settings), now=now)


def leave_month_before(home: Path, planted: Path) -> None:
    """Leave in a new home the history that a sample bank planted; other feeds have none."""
    if not planted.exists():
        return
    columns = "{customer_id: 'varchar', as_of: 'date', address_area: 'varchar', employer: 'varchar'}"
    with duckdb.connect() as con:
        con.execute(f"create table line as from read_csv('{planted}', header = true, columns = {columns})")
        month = con.execute("select strftime(max(as_of), '%Y-%m') from line").fetchall()[0][0]
        (home / "history").mkdir(parents=True)
        con.execute(f"copy line to '{home}/history/{month}.parquet'")


def open_built(home: Path) -> duckdb.DuckDBPyConnection:
    """The served portrait of `home` with its rows attached as `rows`."""
    place = Home(home)
    version = place.current_version()
    assert version is not None
    con = duckdb.connect()
    con.execute(f"attach '{place.portrait(version)}' as portraits (read_only)")
    con.execute(f"attach '{place.rows(version)}' as rows (read_only)")
    tables = con.execute(
        "select table_name from duckdb_tables() where database_name = 'portraits'"
    ).fetchall()
    for (name,) in tables:
        con.execute(f"create view {name} as from portraits.{name}")
    return con


def records(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    found = con.execute(sql, list(values))
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def make_sample(folder: Path, customers: int, *options: str) -> Path:
    """A feed of the invented bank."""
    command = [sys.executable, "sample_data/generate.py", "--customers", str(customers), "--out", str(folder)]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the tiny bank built; not to be written to."""
    home = tmp_path_factory.mktemp("tiny") / "var"
    build_at(home)
    return home


@pytest.fixture
def built(tiny_home: Path, tmp_path: Path) -> Path:
    """`tmp_path` as a home of the test's own, in which the tiny bank has been built."""
    return shutil.copytree(tiny_home, tmp_path, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def tiny(tiny_home: Path) -> duckdb.DuckDBPyConnection:
    return open_built(tiny_home)


@pytest.fixture(scope="session")
def sample_feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "feed", 2000)


@pytest.fixture(scope="session")
def sample_home(sample_feed: Path) -> Path:
    """A home with 2,000 invented customers built; not to be written to."""
    home = sample_feed.parent / "var"
    build_at(home, sample_feed)
    return home


@pytest.fixture(scope="session")
def sample(sample_home: Path) -> duckdb.DuckDBPyConnection:
    return open_built(sample_home)
