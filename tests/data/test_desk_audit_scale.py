"""Ten million rows of audit: every question is answered in under ten seconds, and the chain is walked."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from lobby.data.desk import Desk, Happening, open_desk
from lobby.data.desk_audit_check import verify
from lobby.data.desk_audit_search import about, search, seen
from lobby.domain.audit_chain import ROOT, link
from lobby.domain.audit_search import Place, Wanted
from lobby.domain.viewer import Viewer

pytestmark = pytest.mark.proof

ROWS = 10_000_000
LISTED = 1_000_000
AT_ONCE = 100_000
SECONDS = 10.0
STAFF, BRANCHES, DEVICES, CUSTOMERS = 2_001, 50, 1_000, 999_999
ACTIONS = ("open", "search", "decision", "reveal", "part", "outcome", "list", "closed")
START = datetime(2023, 11, 20, tzinfo=UTC)
STEP = timedelta(seconds=9)
VIEWER = Viewer("S00001", "x", "lobby", "B01", device="D0001")
INSERT = "insert into audit values (?, ?, ?, 'lobby', ?, ?, null, ?, 'ok', ?, null, null, '{}', ?)"


def rows_from(first: int, previous: str) -> Iterator[tuple[object, ...]]:
    """Rows as they would have been written, each linked to the one before."""
    for number in range(first, first + AT_ONCE):
        staff = number * 7919 % STAFF
        action = "export" if number % 250_000 == 0 else ACTIONS[number % len(ACTIONS)]
        at = START + number * STEP
        row = {
            "sequence": number,
            "happened_at": at,
            "staff_id": f"S{staff:05}",
            "role": "lobby",
            "branch_id": f"B{staff % BRANCHES:02}",
            "device": f"D{staff % DEVICES:04}",
            "os_user": None,
            "action": action,
            "result": "ok",
            "customer_id": None if action in ("search", "list") else f"C{number * 104_729 % CUSTOMERS:07}",
            "visit_id": None,
            "reason": None,
            "details": {},
        }
        previous = link(previous, row)
        written = [row[name] for name in ("staff_id", "branch_id", "device", "action", "customer_id")]
        yield (number, f"{at:%Y-%m-%d %H:%M:%S.%f}", *written, previous)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk store of ten million rows."""
    home = tmp_path_factory.mktemp("ten_million")
    open_desk(home, clock).close()
    fill(home / "desk.sqlite")
    opened = open_desk(home, clock)
    yield opened
    opened.close()


def clock() -> datetime:
    return START + (ROWS + 1) * STEP


def fill(file: Path) -> None:
    """Write every row past the guard, the indices last."""
    engine = create_engine(f"sqlite:///{file}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        run = connection.exec_driver_sql
        run("pragma synchronous = off")
        kept = run("select name, type, sql from sqlite_master where tbl_name like 'audit%' and sql not null")
        made = [row for row in kept.all() if row[1] in ("index", "trigger")]
        for name, kind, _ in made:
            run(f"drop {kind} {name}")
        previous = ROOT
        for first in range(1, ROWS + 1, AT_ONCE):
            rows = list(rows_from(first, previous))
            previous = str(rows[-1][-1])
            run("begin")
            run(INSERT, rows)
            run("commit")
        listed = ((f"C{number * 31 % CUSTOMERS:07}", number * 8 + 6) for number in range(LISTED))
        run("begin")
        run("insert into audit_listed values (?, ?)", list(listed))
        run("commit")
        for _, _, statement in made:
            run(statement)
        run("pragma wal_checkpoint(truncate)")
    engine.dispose()


def timed(ask: Callable[[], object]) -> tuple[float, object]:
    begun = time.monotonic()
    answer = ask()
    return time.monotonic() - begun, answer


def test_asvs_16_2_1_pipl_57_ten_million_rows_are_searched_in_under_ten_seconds(desk: Desk) -> None:
    year, day = START + timedelta(days=365), timedelta(days=1)
    questions: dict[str, tuple[Callable[[], object], int]] = {
        "customer": (lambda: search(desk, Wanted(customer_id="C0000001"), 200), 1),
        "person": (lambda: search(desk, Wanted(staff_id="S00007"), 200), 200),
        "device": (lambda: search(desk, Wanted(device="D0007"), 200), 200),
        "branch": (lambda: search(desk, Wanted(branch_id="B07"), 200), 200),
        "action": (lambda: search(desk, Wanted(action="reveal"), 200), 200),
        "rare action": (lambda: search(desk, Wanted(action="export"), 200), 40),
        "one day": (lambda: search(desk, Wanted(since=year, until=year + day), 200), 200),
        "rare action of a branch": (lambda: search(desk, Wanted(branch_id="B07", action="export"), 200), 0),
        "an action nobody did": (lambda: search(desk, Wanted(branch_id="B07", action="face"), 200), 0),
        "person and customer": (lambda: search(desk, Wanted("S00007", "C0000001"), 200), 0),
        "person on a day": (lambda: search(desk, Wanted("S00007", since=year, until=year + day), 200), 1),
        "a late page": (lambda: search(desk, Wanted("S00007"), 200, Place(year, 0)), 200),
        "without roles": (lambda: search(desk, Wanted(branch_id="B07", without_roles=("risk",)), 200), 200),
        "who saw a customer": (lambda: about(desk, "C0000031", Wanted(), 200), 1),
        "whom a person saw in a year": (lambda: seen(desk, Wanted("S00007", until=year), 100_000), 1),
        "whom a device saw ever": (lambda: seen(desk, Wanted(device="D0007"), 100_000), 1),
    }
    took = {name: timed(ask) for name, (ask, _) in questions.items()}
    print(json.dumps({name: round(seconds, 3) for name, (seconds, _) in took.items()}))
    assert {name: seconds for name, (seconds, _) in took.items() if seconds >= SECONDS} == {}
    found = {name: len(list(answer)) for name, (_, answer) in took.items()}  # type: ignore[call-overload]
    assert {name: found[name] for name, (_, least) in questions.items() if found[name] < least} == {}


def test_a_row_is_appended_to_ten_million_as_fast_as_to_none(desk: Desk, tmp_path: Path) -> None:
    empty = open_desk(tmp_path, clock)

    def cpu(of: Desk) -> float:
        begun = time.process_time()
        for number in range(200):
            of.record(Happening(VIEWER, "open", customer_id=f"C{number * 4099 % CUSTOMERS:07}"))
        return (time.process_time() - begun) / 200

    took = min(cpu(empty) for _ in range(3)), min(cpu(desk) for _ in range(3))
    empty.close()
    print(
        json.dumps({"cpu_ms_of_none": round(took[0] * 1000, 3), "of_ten_million": round(took[1] * 1000, 3)})
    )
    assert took[1] < 2 * took[0]


def test_f55_ten_million_rows_are_verified_in_bounded_memory(desk: Desk) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, found = timed(lambda: verify(desk))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"verify_seconds": round(seconds), "grown_kib": grown}))
    assert found.breaks == ()  # type: ignore[attr-defined]
    assert found.rows >= ROWS  # type: ignore[attr-defined]
    assert grown < 100 * 1024
