"""The desk store as a file: on disk for good, private, and calm about what befalls a file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lobby.data.desk import Desk, Happening, open_desk
from lobby.domain.errors import DeskError
from lobby.domain.viewer import Viewer

VIEWER = Viewer("S01", "林示例", "lobby", "B01", frozenset({"wm"}), "ipad-1", "tester")
SEARCH = Happening(VIEWER, "search")
LOOK = """
import sys
from datetime import UTC, datetime
from pathlib import Path

from lobby.data import permits
from lobby.data.desk import open_desk
from lobby.domain.access import HOUSE, Permit

desk = open_desk(Path(sys.argv[1]), lambda: datetime(2026, 11, 20, tzinfo=UTC))
with permits.in_force(Permit(HOUSE, "another program", "nobody")):
    print(len(desk.audited(9)))
desk.close()
"""


def clock() -> datetime:
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(tmp_path, clock, busy_seconds=0.1)
    yield opened
    opened.close()


def test_a_new_file_is_durable_and_private(desk: Desk, tmp_path: Path) -> None:
    with desk.reading() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
    assert (tmp_path / "desk.sqlite").stat().st_mode & 0o777 == 0o600
    assert desk.store == "sqlite"


def test_another_program_that_comes_and_goes_takes_nothing_from_a_store_just_made(
    desk: Desk, tmp_path: Path
) -> None:
    """The last program to leave folds the log into the file: only once it can tell that it is the last."""
    log = tmp_path / "desk.sqlite-wal"
    made = log.stat().st_ino
    look = [sys.executable, "-c", LOOK, str(tmp_path)]
    assert subprocess.run(look, capture_output=True, text=True, check=True).stdout == "0\n"
    assert log.stat().st_ino == made

    desk.record(SEARCH)

    assert subprocess.run(look, capture_output=True, text=True, check=True).stdout == "1\n"


def test_f31_who_opens_a_new_file_waits_for_who_writes_its_first_rows(tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None, check_same_thread=False)
    holder.execute("begin immediate")
    with pytest.raises(DeskError) as refused:
        open_desk(tmp_path, clock, busy_seconds=0.05)
    assert refused.value.code == "desk_busy"
    release = threading.Timer(0.2, holder.execute, ("rollback",))
    release.start()
    opened = open_desk(tmp_path, clock)
    opened.record(SEARCH)
    assert len(opened.audited(9)) == 1
    opened.close()
    release.join()
    holder.close()


def test_f31_a_locked_file_says_that_it_is_busy(desk: Desk, tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None)
    holder.execute("begin immediate")
    with pytest.raises(DeskError) as refused:
        desk.record(SEARCH)
    assert refused.value.code == "desk_busy"
    assert desk.audited(9) == ()
    holder.execute("rollback")
    desk.record(SEARCH)
    assert len(desk.audited(9)) == 1
    holder.close()


@pytest.mark.proof
def test_f31_who_waits_for_a_lock_of_ten_seconds_is_told_after_five_and_the_retry_writes(
    tmp_path: Path,
) -> None:
    desk = open_desk(tmp_path, clock)
    holder = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None, check_same_thread=False)
    holder.execute("begin immediate")
    began = time.monotonic()
    release = threading.Timer(10, holder.execute, ("rollback",))
    release.start()
    with pytest.raises(DeskError) as refused:
        desk.record(SEARCH)
    waited = time.monotonic() - began
    assert refused.value.code == "desk_busy"
    assert 5 <= waited < 9
    release.join()
    desk.record(SEARCH)
    assert len(desk.audited(9)) == 1
    holder.close()
    desk.close()


def test_f32_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").write_bytes(b"<html>not found</html>" * 100)
    with pytest.raises(DeskError) as refused:
        open_desk(tmp_path, clock)
    assert refused.value.code == "desk_damaged"


def test_a_home_that_cannot_be_made_is_called_unwritable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError) as refused:
        open_desk(tmp_path / "file" / "home", clock)
    assert refused.value.code == "desk_unwritable"
