"""The audit on either database: chained as it is written, refused to whoever would change it, verified."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from lobby.data import desk_audit_check
from lobby.data.desk import Desk, Happening
from lobby.data.desk_audit_check import Verified, heads_in, verify
from lobby.data.desk_audit_prune import prune
from lobby.data.desk_backup import back_up, restore
from lobby.data.desk_migrations import upgrade
from lobby.domain.audit_chain import Break, Head
from lobby.domain.errors import BackupError, DeskError
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore, Watch, direct, driven, rows_of

VIEWER = Viewer("S01", "林示例", "lobby", "B01", frozenset({"wm"}), "ipad-1", "tester")
PRUNING = Happening(VIEWER, "audit", "pruned")
NO_GUARD = {
    "sqlite": (
        "drop trigger audit_no_change",
        "drop trigger audit_no_removal",
        "drop trigger audit_no_replacing",
    ),
    "postgresql": ("set session_replication_role = replica",),
}
INSERTED = (
    "insert into audit select {number}, happened_at, staff_id, role, branch_id, device, os_user, action,"
    " result, 'C9', visit_id, reason, details, hash from audit where sequence = 4"
)
GONE = Break("missing", 1, 2)
TURNED = (
    "update audit set sequence = -sequence where sequence > 4",
    "update audit set sequence = 1 - sequence where sequence < 0",
)


@pytest.fixture
def desk(store: DeskStore, watch: Watch) -> Iterator[Desk]:
    """A desk store with seven rows of audit."""
    opened = store.open(watch)
    for number in range(1, 8):
        watch.pass_by(seconds=1)
        opened.record(Happening(VIEWER, "open", customer_id=f"C{number}", details={"of": ["王", number]}))
    yield opened
    opened.close()


def unguarded(store: DeskStore, *statements: str) -> None:
    """Run statements as somebody who owns the database and takes the guard away first."""
    store.run(*NO_GUARD[store.kind], *statements)


def moved(first: int, second: int) -> tuple[str, ...]:
    """Two rows in each other's place."""
    change = "update audit set sequence = {to} where sequence = {of}"
    steps = ((first, 900), (second, first), (900, second))
    return tuple(change.format(of=of, to=to) for of, to in steps)


def test_each_row_is_linked_to_the_one_before(desk: Desk, store: DeskStore) -> None:
    found = verify(desk)
    assert (found.rows, found.after, found.breaks) == (7, Head(), ())
    hashes = [kept for (kept,) in rows_of(store.address, "select hash from audit order by sequence")]
    assert found.head == Head(7, hashes[-1])
    assert len({*hashes}) == 7
    assert all(len(kept) == 64 for kept in hashes)


def test_f25_rows_stand_as_they_were_written_when_the_clock_is_set_back(desk: Desk, watch: Watch) -> None:
    for number, step in ((8, -3600), (9, -86400), (10, 90000)):
        watch.pass_by(seconds=step)
        desk.record(Happening(VIEWER, "open", customer_id=f"C{number}"))
    told = [row["customer_id"] for row in desk.audited(10)]
    assert told == [f"C{number}" for number in range(10, 0, -1)]
    found = verify(desk)
    assert (found.rows, found.breaks) == (10, ())


@pytest.mark.parametrize(
    ("statements", "breaks"),
    [
        (("update audit set customer_id = 'C9' where sequence = 3",), [Break("changed", 3, 3)]),
        (("update audit set reason = '' where sequence = 1",), [Break("changed", 1, 1)]),
        (("delete from audit where sequence = 4",), [Break("missing", 4, 4)]),
        (("delete from audit where sequence in (1, 2, 5)",), [GONE, Break("missing", 5, 5)]),
        ((INSERTED.format(number=8),), [Break("changed", 8, 8)]),
        (
            (*TURNED, INSERTED.format(number=5)),
            [Break("changed", number, number) for number in (5, 6, 7, 8)],
        ),
        (moved(2, 3), [Break("changed", number, number) for number in (2, 3, 4)]),
    ],
)  # fmt: skip
def test_f55_a_changed_removed_inserted_or_moved_row_is_named(
    desk: Desk, store: DeskStore, statements: tuple[str, ...], breaks: list[Break]
) -> None:
    unguarded(store, *statements)
    assert list(verify(desk).breaks) == breaks


def test_f55_the_database_itself_refuses_to_change_the_audit(desk: Desk, store: DeskStore) -> None:
    before = verify(desk)
    tried = [
        "update audit set customer_id = 'C9'",
        "delete from audit where sequence = 7",
        "delete from audit",
    ]
    tried.append(
        INSERTED.format(number=4).replace("insert", "insert or replace", 1)
        if store.kind == "sqlite"
        else "truncate audit"
    )
    for statement in tried:
        with pytest.raises(DatabaseError, match="append-only"):
            store.run(statement)
    assert verify(desk) == before


def test_f55_a_removed_tail_is_found_by_what_left_the_machine(
    desk: Desk, store: DeskStore, tmp_path: Path
) -> None:
    backup = Path(back_up(desk, tmp_path / "saved.sqlite").file)
    lines = tmp_path / "audit.jsonl"
    rows = rows_of(store.address, "select sequence, hash from audit order by sequence")
    lines.write_text(
        "".join(f'{{"sequence": {number}, "hash": "{kept}"}}\n' for number, kept in rows) + '{"se'
    )
    for copy in (backup, lines):
        assert verify(desk, heads_in(copy)).breaks == ()
    unguarded(store, "delete from audit where sequence > 5")
    assert verify(desk).breaks == ()
    for copy in (backup, lines):
        assert verify(desk, heads_in(copy)).breaks == (Break("missing", 6, 6), Break("missing", 7, 7))


def test_f55_whoever_writes_the_chain_anew_is_found_by_the_copy(
    desk: Desk, store: DeskStore, tmp_path: Path
) -> None:
    backup = Path(back_up(desk, tmp_path / "saved.sqlite").file)
    unguarded(store, "delete from audit where sequence > 5")
    for number in (6, 7):
        desk.record(Happening(VIEWER, "search", customer_id=f"C{number}"))
    assert verify(desk).breaks == ()
    assert verify(desk, heads_in(backup)).breaks == (Break("outside", 6, 6), Break("outside", 7, 7))


def test_a_walk_goes_over_any_number_of_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = verify(desk)
    monkeypatch.setattr(desk_audit_check, "AT_ONCE", 2)
    assert verify(desk) == whole


def test_writers_of_many_threads_and_servers_make_one_chain(store: DeskStore, watch: Watch) -> None:
    desks = [store.open(watch, busy_seconds=30) for _ in range(3)]

    def write(desk: Desk) -> None:
        for _ in range(10):
            desk.record(Happening(VIEWER, "search"))

    threads = [threading.Thread(target=direct(write), args=(desk,)) for desk in desks * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify(desks[0])
    assert (found.rows, found.head.sequence, found.breaks) == (60, 60, ())
    for desk in desks:
        desk.close()


def test_rows_from_before_the_chain_are_linked_by_the_upgrade(store: DeskStore, watch: Watch) -> None:
    file = store.home / "old.sqlite"
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(driven(f"sqlite:///{file}"))
    with engine.begin() as connection:
        upgrade(connection, "0022")
        for number in (1, 2, 5):
            connection.exec_driver_sql(
                "insert into audit values (?, '2026-11-01 01:00:00.000000', 'S01', 'lobby', null, 'ipad-1',"
                " null, 'open', 'ok', 'C1', null, null, '{}')",
                (number,),
            )
    engine.dispose()
    restore(store.home, store.url, file, watch)
    desk = store.open(watch)
    desk.record(Happening(VIEWER, "search"))
    found = verify(desk)
    assert (found.rows, found.head.sequence, found.breaks) == (4, 6, ())
    unguarded(store, "update audit set customer_id = 'C9' where sequence = 2")
    assert verify(desk).breaks == (Break("changed", 2, 2),)
    desk.close()


def test_what_is_no_copy_of_the_audit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html>\n")
    for file in (tmp_path / "page.html", tmp_path / "absent"):
        with pytest.raises(BackupError) as refused:
            list(heads_in(file))
        assert refused.value.code == "audit_copy_unreadable"


def test_an_empty_audit_is_whole(store: DeskStore, watch: Watch) -> None:
    desk = store.open(watch)
    assert verify(desk) == Verified(0, Head(), Head(), ())
    desk.close()


def old_and_young(store: DeskStore, watch: Watch) -> Desk:
    """Rows of 181 days ago (3), of 179 days ago (2) and of now (1)."""
    desk = store.open(watch)
    today = watch.now
    for days, count in ((181, 3), (179, 2), (0, 1)):
        watch.now = today - timedelta(days=days)
        for _ in range(count):
            desk.record(Happening(VIEWER, "search"))
    return desk


def test_csl_logs_what_is_younger_than_180_days_is_kept_and_the_rest_still_verifies(
    store: DeskStore, watch: Watch
) -> None:
    desk = old_and_young(store, watch)
    whole = verify(desk)
    pruned = prune(desk, 180, None, PRUNING)
    assert (pruned.rows, pruned.through.sequence) == (3, 3)
    found = verify(desk)
    assert (found.rows, found.after, found.head.sequence, found.breaks) == (4, pruned.through, 7, ())
    newest = desk.audited(1)[0]
    assert (newest["result"], newest["details"]["rows"], newest["staff_id"]) == ("pruned", 3, "S01")
    assert prune(desk, 180, None, PRUNING).rows == 0
    assert whole.head.hash in {kept for (kept,) in rows_of(store.address, "select hash from audit")}
    desk.close()


def test_csl_logs_no_policy_and_no_checkpoint_lets_younger_rows_go(store: DeskStore, watch: Watch) -> None:
    desk = old_and_young(store, watch)
    with pytest.raises(DeskError) as refused:
        prune(desk, 179, None, PRUNING)
    assert refused.value.code == "audit_too_young"
    ago = {"sqlite": "datetime('now', '-179 days')", "postgresql": "now() - interval '179 days'"}[store.kind]
    store.run(
        "insert into audit_checkpoint values (9, 'pruned', 'x', 9, '2026-11-20 00:00:00.000000', 'S9')",
        INSERTED.format(number=8).replace("happened_at", ago, 1),
    )
    with pytest.raises(DatabaseError, match="append-only"):
        store.run("delete from audit where sequence = 8")
    store.run("delete from audit where sequence <= 3")
    assert verify(desk).breaks[0] == Break("missing", 1, 9)
    desk.close()


def test_what_waits_to_be_sent_is_not_pruned(store: DeskStore, watch: Watch) -> None:
    desk = old_and_young(store, watch)
    assert prune(desk, 180, "sink", PRUNING).rows == 0
    assert len(desk.audited(99)) == 6
    desk.close()
