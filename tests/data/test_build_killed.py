"""A build killed with -9 at any moment leaves the served portrait whole, and the next build goes on."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lobby.data.home import Home
from lobby.data.manifest import mark, read_manifest
from lobby.data.warehouse import Warehouse
from tests.built import NOW, ROOT, TINY, build_at

BUILDER = f"""
import sys
from datetime import datetime
from pathlib import Path
from lobby.data.build import build
from lobby.data.settings import Settings
sys.stdout.write("begun\\n")
sys.stdout.flush()
build(Path({str(TINY)!r}), Settings(home=Path(sys.argv[1])), now=datetime.fromisoformat({NOW.isoformat()!r}))
"""


def begin(home: Path) -> subprocess.Popen[str]:
    """A process that is just beginning to build."""
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert builder.stdout is not None
    assert builder.stdout.readline() == "begun\n"
    return builder


def kill_after(home: Path, seconds: float) -> int:
    """Begin a build, kill it after `seconds`, return its exit code: -9, or 0 when it was done before."""
    with begin(home) as builder:
        try:
            return builder.wait(seconds)
        except subprocess.TimeoutExpired:
            builder.kill()
            return builder.wait()


def check_served(home: Home) -> str:
    """The version served, after checking that every byte of it is what was published."""
    version = home.current_version()
    assert version is not None
    manifest = read_manifest(home, version)
    assert manifest.files == {
        "portrait": mark(home.portrait(version)),
        "rows": mark(home.rows(version)),
    }
    warehouse = Warehouse(home.path)
    row = warehouse.one("customer_portrait", customer_id="c01")
    assert (warehouse.version, warehouse.problem) == (version, None)
    assert row is not None
    assert str(row["aum"]) == "212345.67"
    return version


def kill_often(home: Home, times: int, seed: int) -> list[int]:
    """Kill `times` builds at random moments of the time that the last whole one took; their exit codes."""
    build_at(home.path)
    began = time.monotonic()
    with begin(home.path) as builder:
        assert builder.wait() == 0
    takes = time.monotonic() - began
    dice = random.Random(seed)
    codes = []
    for _ in range(times):
        began = time.monotonic()
        codes.append(kill_after(home.path, dice.uniform(0, takes)))
        if codes[-1] == 0:
            takes = time.monotonic() - began
        check_served(home)
    return codes


def check_kills(tmp_path: Path, times: int, seed: int) -> None:
    home = Home(tmp_path)
    codes = kill_often(home, times, seed)
    assert set(codes) <= {0, -9}
    assert codes.count(-9) >= times // 3
    build_at(tmp_path)
    check_served(home)
    assert not home.tmp.exists()
    assert len(list(home.portraits.iterdir())) <= 7 + 2 + 7


def test_f13_two_killed_builds_leave_the_served_portrait_whole(tmp_path: Path) -> None:
    check_kills(tmp_path, 2, seed=10)


@pytest.mark.proof
def test_f13_a_hundred_killed_builds_leave_the_served_portrait_whole(tmp_path: Path) -> None:
    check_kills(tmp_path, 100, seed=100)
