"""The sample bank that the tests of the generator look at, made once."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

GENERATOR = Path(__file__).parents[2] / "sample_data" / "generate.py"
AS_OF = "2026-11-20"


def generate(out: Path, *options: str) -> Path:
    """A feed made by the command line, as a user would make it."""
    command = [sys.executable, str(GENERATOR), "--as-of", AS_OF, "--out", str(out), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def sample_feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,000 invented customers in six branches, as Parquet."""
    return generate(tmp_path_factory.mktemp("bank") / "feed", "--customers", "2000", "--seed", "3")


@pytest.fixture(scope="session")
def rows(sample_feed: Path) -> Callable[[str], list[tuple]]:
    """Ask the 2,000 customers' feed: tables by their names, truths as truth_<name>."""
    return asking(sample_feed)


def asking(feed: Path) -> Callable[[str], list[tuple]]:
    """A function that answers SQL over the tables and truths of a feed."""
    bank = duckdb.connect()
    for path in feed.glob("*.parquet"):
        bank.read_parquet(str(path)).create_view(path.stem)
    for path in feed.glob("*.csv"):
        bank.read_csv(str(path), all_varchar=True).create_view(path.stem)
    for folder in (path for path in feed.iterdir() if path.is_dir() and path.name != "truth"):
        bank.read_parquet(str(folder / "*.parquet")).create_view(folder.name)
    for path in (feed / "truth").glob("*.csv"):
        bank.read_csv(str(path)).create_view(f"truth_{path.stem}")
    return lambda sql: bank.execute(sql).fetchall()
