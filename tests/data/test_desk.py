"""The desk store: what is acknowledged is on disk, limits hold, and a store that cannot write says so."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from lobby.data.desk import Desk, Happening, Limit, Opening, StaffMember, open_desk
from lobby.data.desk_file import MIGRATIONS
from lobby.data.desk_schema_branch import metadata
from lobby.domain.errors import DeskError
from lobby.domain.viewer import Viewer

VIEWER = Viewer("S01", "林示例", "lobby", "B01", frozenset({"wm"}), "ipad-1", "tester")
LIMITS = (Limit(20, timedelta(minutes=10)), Limit(60, timedelta(hours=1)))


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(tmp_path: Path, watch: Watch) -> Iterator[Desk]:
    opened = open_desk(tmp_path, watch, busy_seconds=0.1)
    yield opened
    opened.close()


def opening(desk: Desk, number: int, viewer: Viewer = VIEWER) -> Opening | Limit:
    return desk.open_visit(f"v{number}", Happening(viewer, "open", customer_id=f"C{number}"), LIMITS)


def actions(desk: Desk) -> list[str]:
    return [str(row["action"]) for row in desk.audited(100)]


def test_a_new_store_is_durable_private_and_of_the_declared_schema(desk: Desk, tmp_path: Path) -> None:
    with desk.reading() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert (tmp_path / "desk.sqlite").stat().st_mode & 0o777 == 0o600


def test_an_audit_row_holds_who_what_and_when_in_order(desk: Desk, watch: Watch) -> None:
    desk.record(Happening(VIEWER, "search", details={"kind": "initials"}))
    watch.now -= timedelta(hours=1)
    desk.record(Happening(VIEWER, "reveal", "ok", "C1", "v1", "asked by the customer", {"field": "phone"}))
    newest, oldest = desk.audited(10)
    assert newest == {
        "sequence": 2,
        "happened_at": datetime(2026, 11, 20, 0, 0, tzinfo=UTC),
        "staff_id": "S01",
        "role": "lobby",
        "branch_id": "B01",
        "device": "ipad-1",
        "os_user": "tester",
        "action": "reveal",
        "result": "ok",
        "customer_id": "C1",
        "visit_id": "v1",
        "reason": "asked by the customer",
        "details": {"field": "phone"},
    }
    assert oldest["sequence"] == 1
    assert [row["sequence"] for row in desk.audited(10, action="search")] == [1]


def test_an_opening_writes_the_visit_and_its_audit_row_together(desk: Desk, watch: Watch) -> None:
    opened = opening(desk, 1)
    assert opened == Opening("v1", "S01", "ipad-1", "C1", watch.now)
    assert desk.opening("v1") == opened
    assert desk.opening("v2") is None
    assert [(row["action"], row["visit_id"]) for row in desk.audited(10)] == [("open", "v1")]
    assert desk.openings(VIEWER, timedelta(hours=12), 8) == (opened,)
    assert desk.openings(replace(VIEWER, device="ipad-2"), timedelta(hours=12), 8) == ()


def test_the_21st_opening_within_ten_minutes_is_refused_and_recorded(desk: Desk, watch: Watch) -> None:
    for number in range(20):
        assert isinstance(opening(desk, number), Opening)
    assert opening(desk, 20) == LIMITS[0]
    newest = desk.audited(1)[0]
    assert (newest["action"], newest["result"], newest["customer_id"]) == ("refused", "limit", "C20")
    assert newest["details"] == {"asked": "open", "limit": 20, "minutes": 10}
    assert desk.opening("v20") is None
    assert isinstance(opening(desk, 21, replace(VIEWER, device="ipad-2")), Opening)
    watch.now += timedelta(minutes=10, seconds=1)
    assert isinstance(opening(desk, 22), Opening)


def test_the_61st_opening_within_an_hour_is_refused(desk: Desk, watch: Watch) -> None:
    for number in range(60):
        watch.now += timedelta(seconds=31)
        assert isinstance(opening(desk, number), Opening)
    watch.now += timedelta(minutes=11)
    assert opening(desk, 60) == LIMITS[1]


def test_a_clock_set_back_opens_no_door(desk: Desk, watch: Watch) -> None:
    for number in range(20):
        opening(desk, number)
    watch.now -= timedelta(hours=1)
    assert opening(desk, 20) == LIMITS[0]


def test_two_threads_cannot_both_take_the_last_opening(desk: Desk) -> None:
    for number in range(19):
        opening(desk, number)
    results: list[object] = []

    def take(number: int) -> None:
        try:
            results.append(opening(desk, number))
        except DeskError as busy:
            results.append(busy.code)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(100, 104)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([result for result in results if isinstance(result, Opening)]) == 1


def test_searches_beyond_their_limit_are_refused(desk: Desk) -> None:
    limits = (Limit(2, timedelta(hours=1)),)
    asked = Happening(VIEWER, "search")
    assert [desk.record(asked, limits) for _ in range(3)] == [None, None, limits[0]]
    assert actions(desk) == ["refused", "search", "search"]


def test_staff_added_at_the_desk_are_kept_and_replaced_by_number(desk: Desk) -> None:
    desk.add_staff(StaffMember("S2", "王示例", "adviser", "B01", ("wm", "fund"), "s2@bank.example"))
    desk.add_staff(StaffMember("S1", "李示例", "lobby", "B01"))
    desk.add_staff(StaffMember("S1", "李示例", "manager", None))
    assert desk.staff() == (
        StaffMember("S1", "李示例", "manager", None),
        StaffMember("S2", "王示例", "adviser", "B01", ("wm", "fund"), "s2@bank.example"),
    )
    with pytest.raises(DeskError) as refused:
        desk.add_staff(StaffMember("S3", "赵示例", "lobby", "B01", login="s2@bank.example"))
    assert refused.value.code == "login_taken"


def test_a_language_is_remembered_per_person(desk: Desk) -> None:
    assert desk.language("S1") is None
    desk.choose_language("S1", "en")
    desk.choose_language("S1", "zh_Hant")
    assert desk.language("S1") == "zh_Hant"


def test_a_store_of_a_newer_lobby_is_refused_and_left_alone(desk: Desk, tmp_path: Path, watch: Watch) -> None:
    desk.close()
    with sqlite3.connect(tmp_path / "desk.sqlite") as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(DeskError) as refused:
        open_desk(tmp_path, watch)
    assert refused.value.code == "desk_newer_schema"
    assert refused.value.values == {"schema": "9999"}


def test_a_store_of_the_first_lobby_is_brought_up_and_keeps_its_rows(tmp_path: Path, watch: Watch) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "insert into visit values ('v1', 'S01', 'ipad-1', 'C1', '2026-11-01 01:00:00.000000')"
        )
        connection.exec_driver_sql("insert into preference values ('S01', 'en')")
    engine.dispose()
    desk = open_desk(tmp_path, watch)
    assert desk.opening("v1") == Opening("v1", "S01", "ipad-1", "C1", datetime(2026, 11, 1, 1, tzinfo=UTC))
    assert desk.language("S01") == "en"
    with desk.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    desk.close()


def test_opening_again_keeps_what_was_written(desk: Desk, tmp_path: Path, watch: Watch) -> None:
    opening(desk, 1)
    desk.close()
    again = open_desk(tmp_path, watch)
    assert actions(again) == ["open"]
    again.close()


def test_a_locked_store_says_that_it_is_busy(desk: Desk, tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None)
    holder.execute("begin immediate")
    with pytest.raises(DeskError) as refused:
        opening(desk, 1)
    assert refused.value.code == "desk_busy"
    assert desk.opening("v1") is None
    holder.execute("rollback")
    assert isinstance(opening(desk, 1), Opening)
    holder.close()


def test_an_audit_that_cannot_be_written_takes_the_visit_with_it(desk: Desk, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "desk.sqlite") as raw:
        raw.execute("alter table audit rename to elsewhere")
    with pytest.raises(DeskError) as refused:
        opening(desk, 1)
    assert refused.value.code == "desk_unwritable"
    assert desk.opening("v1") is None


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path, watch: Watch) -> None:
    (tmp_path / "desk.sqlite").write_bytes(b"<html>not found</html>" * 100)
    with pytest.raises(DeskError) as refused:
        open_desk(tmp_path, watch)
    assert refused.value.code == "desk_damaged"


def test_a_home_that_cannot_be_made_is_called_unwritable(tmp_path: Path, watch: Watch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError) as refused:
        open_desk(tmp_path / "file" / "home", watch)
    assert refused.value.code == "desk_unwritable"
