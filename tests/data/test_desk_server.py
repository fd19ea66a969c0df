"""The desk store on PostgreSQL: as safe as the file, and calm when the way to the server is cut."""

from __future__ import annotations

import shutil
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, func, select

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, Limit, append, open_desk
from lobby.data.desk_engine import make_patient
from lobby.data.desk_writes import append_once
from lobby.data.settings import Settings
from lobby.domain.errors import DeskError, LobbyError, SettingsError
from lobby.domain.viewer import Viewer
from lobby.services.sources import open_sources
from tests.desk_stores import DeskStore, Server, direct, rows_of
from tests.severed import Cut, Way, severed

VIEWER = Viewer("S01", "林示例", "lobby", "B01", frozenset({"wm"}), "ipad-1", "tester")
SEARCH = Happening(VIEWER, "search")
LIMITS = (Limit(20, timedelta(minutes=10)),)
PASSWORD = "do-not-tell"


def clock() -> datetime:
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def store(postgresql: Server, tmp_path: Path) -> Iterator[DeskStore]:
    with postgresql.database("alone", "lobby_template") as url:
        yield DeskStore("postgresql", tmp_path, url)


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(clock, busy_seconds=0.3)
    yield opened
    opened.close()


@pytest.fixture
def way(postgresql: Server) -> Iterator[Way]:
    folder = Path(tempfile.mkdtemp(prefix="lobby-way-", dir="/tmp"))
    with severed(postgresql.folder, folder) as opened:
        yield opened
    shutil.rmtree(folder)


def setting(desk: Desk, name: str) -> str:
    with desk.writing() as connection:
        return str(connection.exec_driver_sql(f"show {name}").scalar())


def told(run: Callable[[], object]) -> LobbyError:
    with pytest.raises(LobbyError) as refused:
        run()
    return refused.value


def test_a_commit_waits_for_the_disk_whatever_the_database_says(store: DeskStore) -> None:
    store.run("alter database alone set synchronous_commit = off")
    store.run("alter database alone set default_transaction_isolation = serializable")
    desk = store.open(clock)
    assert setting(desk, "synchronous_commit") == "on"
    assert setting(desk, "transaction_isolation") == "read committed"
    assert (setting(desk, "lock_timeout"), setting(desk, "statement_timeout")) == ("5s", "10s")
    assert setting(desk, "idle_in_transaction_session_timeout") == "1min"
    desk.close()


def test_a_reader_sees_one_moment_and_cannot_write(desk: Desk) -> None:
    count = select(func.count()).select_from(schema.audit)
    with desk.reading() as connection:
        assert connection.scalar(count) == 0
        desk.record(SEARCH)
        assert connection.scalar(count) == 0
    assert len(desk.audited(9)) == 1
    error = told(lambda: write_while_reading(desk))
    assert error.code == "desk_unwritable"


def write_while_reading(desk: Desk) -> None:
    with desk.reading() as connection:
        connection.execute(schema.preference.insert().values(staff_id="S1", language="en"))


def test_a_writer_sees_what_was_committed_while_it_waited(store: DeskStore) -> None:
    """Of eight servers that count to the last opening together, one takes it."""
    desks = [store.open(clock) for _ in range(8)]
    for number in range(19):
        desks[0].open_visit(f"v{number}", Happening(VIEWER, "open", customer_id="C1"), LIMITS)
    gate = threading.Barrier(8)
    results: list[object] = []

    def take(number: int) -> None:
        gate.wait()
        happening = Happening(VIEWER, "open", customer_id=f"C{number}")
        results.append(desks[number].open_visit(f"w{number}", happening, LIMITS))

    threads = [threading.Thread(target=direct(take), args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(LIMITS[0]) == 7
    assert len(desks[0].audited(99, action="open")) == 20
    assert len(desks[0].audited(99, action="refused")) == 7
    for desk in desks:
        desk.close()


def test_a_desk_that_another_server_holds_says_that_it_is_busy(desk: Desk, store: DeskStore) -> None:
    other = store.open(clock)
    with other.writing():
        assert told(lambda: desk.record(SEARCH)).code == "desk_busy"
        assert desk.audited(9) == ()
    desk.record(SEARCH)
    assert len(desk.audited(9)) == 1
    other.close()


def test_a_statement_that_runs_too_long_and_too_many_connections_are_busy(desk: Desk) -> None:
    def sleep() -> None:
        with desk.reading() as connection:
            connection.exec_driver_sql("set local statement_timeout = '20ms'")
            connection.exec_driver_sql("select pg_sleep(5)")

    assert told(sleep).code == "desk_busy"
    with ExitStack() as held:
        for _ in range(15):
            held.enter_context(desk.reading())
        assert told(lambda: desk.audited(9)).code == "desk_busy"
    assert desk.audited(9) == ()


def cut_all(store: DeskStore) -> None:
    """End every connection of the desk store, as a database server does that goes down."""
    store.run(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'lobby' and datname = 'alone'"
    )


def test_a_connection_cut_between_two_writes_is_opened_again(desk: Desk, store: DeskStore) -> None:
    desk.record(SEARCH)
    cut_all(store)
    desk.record(SEARCH)
    assert len(desk.audited(9)) == 2


def test_a_connection_cut_in_a_write_leaves_no_half_of_it(desk: Desk, store: DeskStore) -> None:
    def write(connection: Connection) -> None:
        connection.execute(schema.preference.insert().values(staff_id="S1", language="en"))
        cut_all(store)
        connection.execute(schema.preference.insert().values(staff_id="S2", language="en"))

    def run() -> None:
        with desk.writing() as connection:
            write(connection)

    error = told(run)
    assert error.code == "desk_unreachable"
    assert "Try again" in error.hint
    assert (desk.language("S1"), desk.language("S2")) == (None, None)
    desk.choose_language("S1", "en")
    assert desk.language("S1") == "en"


@pytest.mark.parametrize("lost", ["commit", "answer"])
def test_a_way_cut_at_the_commit_is_told_and_the_retry_writes_once(
    store: DeskStore, way: Way, lost: Cut
) -> None:
    desk = open_desk(store.home, clock, url=f"postgresql://lobby@/alone?host={way.folder}")

    def save() -> str:
        with desk.writing() as connection:
            values = {"report_id": "r1", "figure": "aum", "as_of": date(2026, 11, 20)}
            who = {"staff_id": "S01", "customer_id": "C1", "visit_id": "v1"}
            stamped = {"reported_at": desk.stamp()}
            written = append_once(connection, schema.report, {**values, **who}, stamped)
            if written.came_of == "written":
                append(connection, desk.stamp(), Happening(VIEWER, "report"))
            return written.came_of

    way.lost = lost
    assert told(save).code == "desk_unreachable"
    assert save() == ("written" if lost == "commit" else "repeated")
    assert save() == "repeated"
    assert way.cuts == 1
    assert rows_of(store.address, "select report_id from report") == [("r1",)]
    assert len(desk.audited(9, action="report")) == 1
    desk.close()


def test_nothing_ever_tells_the_password(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    address = f"postgresql://lobby:{PASSWORD}@/nowhere?host={tmp_path}"
    settings = Settings(home=tmp_path, desk_url=address)
    with pytest.raises(DeskError) as refused:
        open_sources(settings, clock)
    assert refused.value.code == "desk_unreachable"
    said = [*traceback.format_exception(refused.value), str(refused.value), repr(settings), str(settings)]
    assert PASSWORD not in "".join(said) + caplog.text + settings.model_dump_json()


@pytest.mark.parametrize(
    "url",
    [
        "",
        PASSWORD,
        "sqlite:///x",
        f"mysql://u:{PASSWORD}@h/d",
        f"postgresql://u:{PASSWORD}@h:port/d",
        f"postgresql://u:ends-with@{PASSWORD}@h/d",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        open_desk(tmp_path, clock, url=url)
    assert refused.value.code == "desk_url_malformed"
    assert PASSWORD not in "".join(traceback.format_exception(refused.value))


def test_the_address_may_lie_in_a_file(store: DeskStore, tmp_path: Path) -> None:
    file = tmp_path / "desk-url"
    file.write_text(f"{store.url}\n")
    settings = Settings(home=tmp_path, desk_url_file=file)
    assert settings.desk_address() == store.url
    sources = open_sources(settings, clock)
    assert sources.desk.store == "postgresql"
    sources.close()
    file.unlink()
    assert told(settings.desk_address).code == "desk_url_unreadable"


def test_a_server_older_than_15_is_refused() -> None:
    connection = SimpleNamespace(info=SimpleNamespace(server_version=140009))
    error = told(lambda: make_patient(5, connection, None))
    assert (error.code, "15" in error.message) == ("desk_too_old", True)


def test_a_copy_that_takes_no_writes_is_not_used(store: DeskStore) -> None:
    store.run("alter database alone set default_transaction_read_only = on")
    assert told(lambda: store.open(clock)).code == "desk_unreachable"
