"""Writing twice is writing once, and of two who write over each other the second is told what stands."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import JSON, Column, Connection, Integer, MetaData, String, Table, func, select

from lobby.data.desk import Desk
from lobby.data.desk_schema import UtcTime
from lobby.data.desk_writes import Written, append_once, replace_version
from lobby.domain.errors import DeskError
from tests.desk_stores import DeskStore, direct

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
VALUES = {"key": "k1", "words": ("a", "b"), "said_at": NOW}

metadata = MetaData()
saying = Table(
    "saying",
    metadata,
    Column("key", String, primary_key=True),
    Column("words", JSON, nullable=False),
    Column("said_at", UtcTime, nullable=False),
    Column("recorded_at", UtcTime),
)
place = Table(
    "place",
    metadata,
    Column("key", String, primary_key=True),
    Column("owner", String),
    Column("version", Integer, nullable=False),
    Column("taken_at", UtcTime),
)


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(lambda: NOW)
    with opened.writing() as connection:
        metadata.create_all(connection)
    yield opened
    opened.close()


def say(desk: Desk, **changed: object) -> Written:
    with desk.writing() as connection:
        return append_once(connection, saying, {**VALUES, **changed}, {"recorded_at": desk.stamp()})


def take(desk: Desk, version: int, owner: str | None) -> Written:
    with desk.writing() as connection:
        return replace_version(connection, place, {"key": "p1"}, version, {"owner": owner}, {"taken_at": NOW})


def reuse_a_key(connection: Connection) -> None:
    append_once(connection, saying, VALUES)
    append_once(connection, saying, {**VALUES, "words": ("b", "a")})


def rows(desk: Desk, table: Table) -> int:
    with desk.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_key_with_the_same_content_is_the_same_write(desk: Desk) -> None:
    first = say(desk)
    assert first.came_of == "written"
    elsewhere = NOW.astimezone(ZoneInfo("Asia/Shanghai"))
    again = say(desk, said_at=elsewhere)
    assert (again.came_of, again.row) == (
        "repeated",
        {"key": "k1", "words": ["a", "b"], "said_at": NOW, "recorded_at": NOW},
    )
    assert rows(desk, saying) == 1


@pytest.mark.parametrize("changed", [{"words": ("a",)}, {"said_at": NOW + timedelta(microseconds=1)}])
def test_the_same_key_with_other_content_is_refused_and_changes_nothing(
    desk: Desk, changed: dict[str, object]
) -> None:
    say(desk)
    with pytest.raises(DeskError) as refused:
        say(desk, **changed)
    assert refused.value.code == "key_reused"
    assert say(desk).came_of == "repeated"
    assert rows(desk, saying) == 1


def test_a_write_that_was_rolled_back_can_be_made_again(desk: Desk) -> None:
    with pytest.raises(DeskError), desk.writing() as connection:
        reuse_a_key(connection)
    assert rows(desk, saying) == 0
    assert say(desk).came_of == "written"


def test_f29_who_read_an_older_version_is_told_what_stands(desk: Desk) -> None:
    assert take(desk, 0, "S1").came_of == "written"
    lost = take(desk, 0, "S2")
    assert (lost.came_of, lost.row) == (
        "outrun",
        {"key": "p1", "owner": "S1", "version": 1, "taken_at": NOW},
    )
    assert take(desk, 0, "S1").came_of == "repeated"
    assert take(desk, 1, None).came_of == "written"
    assert take(desk, 2, "S2").row == {"key": "p1", "owner": "S2", "version": 3, "taken_at": NOW}
    assert rows(desk, place) == 1


def test_a_version_of_something_that_is_not_there_is_outrun(desk: Desk) -> None:
    assert take(desk, 4, "S1") == Written("outrun", None)
    assert rows(desk, place) == 0


def test_of_eight_threads_with_one_key_one_writes_and_seven_repeat(desk: Desk) -> None:
    assert race(lambda number: say(desk)) == {"written": 1, "repeated": 7}
    assert rows(desk, saying) == 1


def test_f29_of_eight_threads_with_one_version_one_wins(desk: Desk) -> None:
    owners: list[object] = []

    def run(number: int) -> Written:
        written = take(desk, 0, f"S{number}")
        owners.append((written.row or {}).get("owner"))
        return written

    assert race(run) == {"written": 1, "outrun": 7}
    assert len(set(owners)) == 1


def race(run: Callable[[int], Written]) -> Counter[str]:
    """What came of the same write in eight threads that begin together."""
    gate = threading.Barrier(8)
    came: list[str] = []

    def one(number: int) -> None:
        gate.wait()
        came.append(run(number).came_of)

    threads = [threading.Thread(target=direct(one), args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(came)
