"""Backups of the desk store: made and put back while it is used, from either database into either."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine

from lobby.data import desk_reports
from lobby.data.desk import Desk, Happening, Opening, StaffMember
from lobby.data.desk_audit_check import heads_in, verify
from lobby.data.desk_backup import Restored, back_up, restore
from lobby.data.desk_copy import copy_rows
from lobby.data.desk_lessons import lessons_of, teach
from lobby.data.desk_migrations import newest, upgrade
from lobby.data.desk_risk import cases, open_case, take_step
from lobby.domain.errors import BackupError
from lobby.domain.viewer import Viewer
from tests.desk_stores import STORES, DeskStore, Store, direct, new_store, rows_of, run_on

VIEWER = Viewer("S01", "林示例", "lobby", "B01", frozenset({"wm"}), "ipad-1", "tester")
SECOND = Viewer("S02", "王示例", "risk", "B01")
FLAG = {"flag_code": "fund_collection", "subject": "a1", "involved": ["C1", "C2"], "amount": "25.00"}
OLD_VISIT = "insert into visit values ('old', 'S01', 'ipad-1', 'C1', '2026-11-01 01:00:00.000000')"
MINUTES = count()


def clock() -> datetime:
    """Each moment is another, for the names of what is kept."""
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC) + timedelta(minutes=next(MINUTES))


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(clock)
    fill(opened)
    yield opened
    opened.close()


def fill(desk: Desk) -> None:
    """Something in every kind of column: JSON, JSON that is missing, times, days, truth."""
    about = Happening(VIEWER, "open", customer_id="C1", details={"of": ["王", 1, None]})
    desk.open_visit("v1", about, ())
    desk.add_staff(StaffMember("S1", "李示例", "lobby", None, ("wm", "fund")))
    teach(desk, "balance", True, Happening(VIEWER, "lesson", customer_id="C1", visit_id="v1"))
    open_case(desk, "case1", FLAG, "seen", Happening(VIEWER, "risk"))
    take_step(desk, "case1", "confirmed", "seen too", Happening(SECOND, "risk"))
    report = Happening(VIEWER, "report", customer_id="C1", visit_id="v1")
    desk_reports.add(desk, "r1", "aum", date(2026, 11, 20), report)


def said(desk: Desk) -> list[Any]:
    """All that the desk store knows, in Lobby's own words."""
    return [
        desk.audited(99),
        desk.opening("v1"),
        desk.staff(),
        lessons_of(desk, "C1"),
        cases(desk),
        desk_reports.open_reports(desk, None, 9),
    ]


def put_back(store: DeskStore, file: Path) -> Restored:
    return restore(store.home, store.url, file, clock)


@pytest.mark.parametrize("into", STORES)
def test_a_backup_put_back_into_either_database_says_the_same(
    request: pytest.FixtureRequest, desk: Desk, tmp_path: Path, into: Store
) -> None:
    backup = back_up(desk, tmp_path / "saved.sqlite")
    assert (backup.store, backup.schema) == (desk.store, newest())
    with new_store(into, tmp_path / "other", partial(request.getfixturevalue, "postgresql")) as other:
        restored = put_back(other, Path(backup.file))
        assert (restored.store, restored.schema, restored.rows) == (into, newest(), backup.rows)
        assert restored.must_restart is False
        again = other.open(clock)
        assert said(again) == said(desk)
        again.record(Happening(VIEWER, "search"))
        assert again.audited(1)[0]["sequence"] == len(desk.audited(99)) + 1
        again.close()


def test_a_backup_is_private_names_its_moment_and_overwrites_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    made = Path(back_up(desk, tmp_path / "folder").file)
    assert made.parent == tmp_path / "folder"
    assert made.name.startswith(f"desk-{newest()}-20261120T")
    assert made.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    with pytest.raises(BackupError) as refused:
        back_up(desk, made)
    assert refused.value.code == "backup_exists"


def test_an_open_server_sees_what_was_put_back_and_what_it_replaced_is_kept(
    desk: Desk, store: DeskStore, tmp_path: Path
) -> None:
    backup = back_up(desk, tmp_path / "saved.sqlite")
    before = said(desk)
    later = desk.open_visit("v2", Happening(VIEWER, "open", customer_id="C2"), ())
    audited = desk.audited(99)
    restored = put_back(store, Path(backup.file))
    assert said(desk)[1:] == before[1:]
    assert desk.opening("v2") is None
    assert desk.audited(99) == audited
    desk.record(Happening(VIEWER, "search"))
    assert verify(desk, heads_in(Path(restored.replaced))).breaks == ()
    assert Path(restored.replaced).parent == store.home / "backups"
    put_back(store, Path(restored.replaced))
    assert desk.opening("v2") == later


def test_a_backup_of_an_older_lobby_is_brought_up_and_itself_left_alone(
    desk: Desk, store: DeskStore, tmp_path: Path
) -> None:
    file = tmp_path / "old.sqlite"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade(connection, "0001")
        connection.exec_driver_sql(OLD_VISIT)
    engine.dispose()
    restored = put_back(store, file)
    assert (restored.schema, restored.rows) == (newest(), 1)
    moment = datetime(2026, 11, 1, 1, tzinfo=UTC)
    assert desk.opening("old") == Opening("old", "S01", "ipad-1", "C1", moment)
    assert (desk.opening("v1"), cases(desk)) == (None, ())
    assert len(desk.audited(9)) == 5
    assert rows_of(f"sqlite:///{file}", "select version_num from alembic_version") == [("0001",)]


def test_a_backup_made_while_others_write_has_every_row_with_its_audit_row(
    desk: Desk, tmp_path: Path
) -> None:
    acknowledged: list[str] = []
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            visit_id = f"w{len(acknowledged)}"
            desk.open_visit(visit_id, Happening(VIEWER, "open", customer_id="C9"), ())
            acknowledged.append(visit_id)

    writer = threading.Thread(target=direct(write))
    writer.start()
    while len(acknowledged) < 20:
        is_over.wait(0.01)
    before = set(acknowledged)
    backup = back_up(desk, tmp_path / "saved.sqlite")
    is_over.set()
    writer.join()
    visits = rows_of(f"sqlite:///{backup.file}", "select visit_id from visit")
    audited = rows_of(f"sqlite:///{backup.file}", "select visit_id from audit where action = 'open'")
    assert before | {"v1"} <= {visit_id for (visit_id,) in visits}
    assert sorted(visits) == sorted(audited)


def test_a_file_that_cannot_be_opened_is_exchanged_and_kept(tmp_path: Path) -> None:
    store = DeskStore("sqlite", tmp_path / "home", None)
    desk = store.open(clock)
    fill(desk)
    told, backup = said(desk), back_up(desk, tmp_path / "saved.sqlite")
    desk.close()
    live = store.home / "desk.sqlite"
    live.write_bytes(b"<html>" * 900)
    for version in (None, "9999"):
        if version is not None:
            store.run(f"update alembic_version set version_num = '{version}'")
        kept = live.read_bytes()
        restored = put_back(store, Path(backup.file))
        assert (restored.must_restart, restored.rows) == (True, backup.rows)
        assert Path(restored.replaced).read_bytes() == kept
        again = store.open(clock)
        assert said(again) == told
        again.close()


def test_a_backup_of_a_newer_lobby_is_refused(desk: Desk, store: DeskStore, tmp_path: Path) -> None:
    file = Path(back_up(desk, tmp_path / "saved.sqlite").file)
    run_on(f"sqlite:///{file}", "update alembic_version set version_num = '9999'")
    before = said(desk)
    with pytest.raises(BackupError) as refused:
        put_back(store, file)
    assert refused.value.code == "backup_newer_schema"
    assert said(desk) == before
    assert list((store.home / "tmp").iterdir()) == []


def test_a_restore_that_fails_midway_changes_nothing(
    desk: Desk, store: DeskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(back_up(desk, tmp_path / "saved.sqlite").file)
    desk.record(Happening(VIEWER, "search"))
    before = said(desk)

    def copy_and_fail(source: Connection, target: Connection, left: Collection[str]) -> int:
        copy_rows(source, target, left)
        raise OSError

    monkeypatch.setattr("lobby.data.desk_backup.copy_rows", copy_and_fail)
    with pytest.raises(OSError):
        put_back(store, file)
    assert said(desk) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "backup_not_found"), (b"<html>" * 900, "backup_damaged"), (b"", "backup_foreign")],
)
def test_what_is_no_backup_is_refused_and_changes_nothing(
    desk: Desk, store: DeskStore, tmp_path: Path, content: bytes | None, code: str
) -> None:
    before, file = said(desk), tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BackupError) as refused:
        put_back(store, file)
    assert refused.value.code == code
    assert said(desk) == before
    assert not (store.home / "backups").exists()


def test_csl_logs_f55_no_backup_takes_back_what_was_audited(
    desk: Desk, store: DeskStore, tmp_path: Path
) -> None:
    """Not an older one of this desk; the audit of another desk comes with its rows, and ours is kept."""
    older = Path(back_up(desk, tmp_path / "older.sqlite").file)
    for number in range(3):
        desk.record(Happening(VIEWER, "open", customer_id=f"C{number}"))
    whole = desk.audited(99)
    for _ in range(2):
        put_back(store, older)
        assert desk.audited(99) == whole
        assert verify(desk, heads_in(older)).breaks == ()
    other = DeskStore("sqlite", tmp_path / "other", None)
    elsewhere = other.open(clock)
    elsewhere.record(Happening(SECOND, "search"))
    foreign = Path(back_up(elsewhere, tmp_path / "foreign.sqlite").file)
    replaced = put_back(store, foreign).replaced
    assert desk.audited(99) == elsewhere.audited(99)
    assert len(list(heads_in(Path(replaced)))) == len(whole)
    elsewhere.close()
