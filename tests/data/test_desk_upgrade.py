"""Upgrades of the desk store on either database: backed up first, whole at every moment, made once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, event

from lobby.data.desk import Desk, Opening, Store
from lobby.data.desk_migrations import revisions, upgrade
from lobby.data.desk_schema import metadata
from lobby.domain.errors import BackupError, DeskError
from tests.desk_stores import STORES, DeskStore, Server, driven, rows_of

VISIT = Opening("v1", "S01", "ipad-1", "C1", datetime(2026, 11, 1, 1, tzinfo=UTC))
OLD_ROWS = (
    "insert into visit (visit_id, staff_id, device, customer_id, opened_at)"
    " values ('v1', 'S01', 'ipad-1', 'C1', '2026-11-01 01:00:00.000000')",
    "insert into preference values ('S01', 'en')",
)


OLDER = sorted(revisions())[:-1]


def clock() -> datetime:
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(params=STORES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeskStore]:
    """A desk store without tables."""
    if request.param == "sqlite":
        yield DeskStore("sqlite", tmp_path, None)
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.database("without_tables") as url:
        yield DeskStore("postgresql", tmp_path, url)


@pytest.fixture
def old(empty: DeskStore) -> DeskStore:
    """A desk store of the first Lobby, with a visit and a preference."""
    make_old(empty)
    return empty


def make_old(store: DeskStore, revision: str = "0001") -> None:
    store.home.mkdir(parents=True, exist_ok=True)
    engine = create_engine(driven(store.address))
    with engine.begin() as connection:
        upgrade(connection, revision)
        for row in OLD_ROWS:
            connection.exec_driver_sql(row)
    engine.dispose()


def assert_whole(store: DeskStore) -> None:
    """Of the newest schema, and with every row it had."""
    desk = store.open(clock)
    try:
        assert desk.opening("v1") == VISIT
        assert desk.language("S01") == "en"
        assert differences(desk) == []
    finally:
        desk.close()


def differences(desk: Desk) -> list[Any]:
    with desk.reading() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def backups(store: DeskStore) -> list[Path]:
    return sorted((store.home / "backups").glob("*"))


def test_a_new_store_has_the_declared_schema_and_needs_no_backup(empty: DeskStore) -> None:
    desk = empty.open(clock)
    assert differences(desk) == []
    assert desk.store == empty.kind
    assert backups(empty) == []
    desk.close()


def test_f34_a_store_of_the_first_lobby_is_brought_up_and_keeps_its_rows(old: DeskStore) -> None:
    assert_whole(old)


@pytest.mark.parametrize("revision", OLDER[::5])
def test_f34_a_store_of_older_lobbies_is_brought_up_and_what_it_was_is_kept(
    tmp_path: Path, revision: str
) -> None:
    store = DeskStore("sqlite", tmp_path, None)
    make_old(store, revision)
    assert_whole(store)
    (kept,) = backups(store)
    address = f"sqlite:///{kept}"
    assert rows_of(address, "select version_num from alembic_version") == [(revision,)]
    assert rows_of(address, "select visit_id from visit") == [("v1",)]


@pytest.mark.proof
@pytest.mark.parametrize("revision", OLDER)
def test_f34_a_kill_in_the_upgrade_of_each_older_lobby_loses_nothing(empty: DeskStore, revision: str) -> None:
    make_old(empty, revision)
    check_kills(empty, revision, (1, 2, 0))


def test_what_an_upgrade_found_is_kept_first(old: DeskStore) -> None:
    old.open(clock).close()
    (kept,) = backups(old)
    assert kept.name == "desk-0001-20261120T010000000000Z.sqlite"
    assert kept.stat().st_mode & 0o777 == 0o600
    address = f"sqlite:///{kept}"
    assert rows_of(address, "select version_num from alembic_version") == [("0001",)]
    assert rows_of(address, "select visit_id, customer_id from visit") == [("v1", "C1")]
    assert rows_of(address, "select * from preference") == [("S01", "en")]
    old.open(clock).close()
    assert backups(old) == [kept]


def test_f34_without_a_backup_nothing_is_upgraded(old: DeskStore) -> None:
    (old.home / "backups").write_text("no folder")
    with pytest.raises(BackupError) as refused:
        old.open(clock)
    assert refused.value.code == "backup_unwritable"
    assert rows_of(old.address, "select version_num from alembic_version") == [("0001",)]


def test_f34_a_store_of_a_newer_lobby_is_refused_and_left_alone(store: DeskStore) -> None:
    store.open(clock).close()
    store.run("update alembic_version set version_num = '9999'")
    with pytest.raises(DeskError) as refused:
        store.open(clock)
    assert refused.value.code == "desk_newer_schema"
    assert refused.value.values == {"schema": "9999"}
    assert rows_of(store.address, "select version_num from alembic_version") == [("9999",)]
    assert backups(store) == []


def die_at(number: int, of: Store, store: DeskStore) -> None:
    """Open the store, killed before the write `number` to a database of kind `of`, or its commit (0)."""
    writes = 0

    def write(connection: Connection, cursor: Any, statement: str, *rest: object) -> None:
        nonlocal writes
        if connection.dialect.name == of and statement.lstrip().startswith(("CREATE", "INSERT", "UPDATE")):
            writes += 1
            if writes == number:
                os.kill(os.getpid(), signal.SIGKILL)

    def commit(connection: Connection) -> None:
        if connection.dialect.name == of and number == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", write)
    event.listen(Engine, "commit", commit)
    store.open(clock).close()


def test_f34_a_kill_anywhere_in_an_upgrade_loses_nothing(old: DeskStore) -> None:
    check_kills(old, "0001", (1, 2, 5, 9, 14, 0))


def check_kills(old: DeskStore, revision: str, numbers: tuple[int, ...]) -> None:
    """Kill the upgrade at each of these writes, where there are so many, and then let it come to its end."""
    process = multiprocessing.get_context("fork")
    in_backup: list[tuple[int, Store]] = [(2, "sqlite"), (0, "sqlite")] if old.kind == "postgresql" else []
    for number, of in [*in_backup, *((number, old.kind) for number in numbers)]:
        child = process.Process(target=die_at, args=(number, of, old))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        assert rows_of(old.address, "select version_num from alembic_version") == [(revision,)]
        assert rows_of(old.address, "select visit_id from visit") == [("v1",)]
    assert_whole(old)


def open_and_say(store: DeskStore, gate: Any, said: Any) -> None:
    gate.wait()
    desk = store.open(clock)
    said.put(desk.language("S01"))
    desk.close()


def test_of_servers_that_start_together_one_upgrades(old: DeskStore) -> None:
    process = multiprocessing.get_context("fork")
    gate, said = process.Barrier(3), process.Queue()
    children = [process.Process(target=open_and_say, args=(old, gate, said)) for _ in range(3)]
    for child in children:
        child.start()
    assert [said.get(timeout=60) for _ in children] == ["en"] * 3
    for child in children:
        child.join()
    assert len(backups(old)) == 1
    assert_whole(old)
