"""Killed or cut off in the middle: each acknowledged outcome is there, once, with its audit row."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from lobby.data.desk import open_desk
from lobby.domain.errors import DeskError
from lobby.domain.outcomes import Entry, Subject
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources
from lobby.services.staff import viewer
from lobby.services.visits import open_customer
from tests.conftest import ROOT
from tests.desk_stores import DeskStore, Server, rows_of
from tests.severed import Way, severed

SEED = 20261125
END_ALL = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = 'lobby' and datname = current_database()
"""


def clock() -> datetime:
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def assert_whole(store: DeskStore, acknowledged: list[str]) -> None:
    """Every acknowledged outcome once, and no outcome without its audit row nor the other way round."""
    desk = open_desk(store.home, clock, url=store.url)
    audited = [row["details"]["outcome"] for row in desk.audited(10**6, action="outcome")]
    desk.close()
    kept = [outcome_id for (outcome_id,) in rows_of(store.address, "select outcome_id from outcome")]
    assert sorted(audited) == sorted(kept)
    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) <= set(kept)


def kill(store: DeskStore, bank: Path, kills: int) -> None:
    arguments = [str(store.home), str(bank), str(kills), str(SEED), *([store.url] if store.url else [])]
    run = subprocess.run(
        [sys.executable, "-m", "tests.under_load", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=60 + 20 * kills,
    )  # fmt: skip
    acknowledged = run.stdout.split()
    assert len(acknowledged) >= kills
    assert_whole(store, acknowledged)


@pytest.mark.both_stores
def test_f26_ten_kills_under_load_lose_nothing(store: DeskStore, tiny_home: Path) -> None:
    kill(store, tiny_home, 10)


@pytest.mark.proof
@pytest.mark.both_stores
def test_f26_a_thousand_kills_under_load_lose_nothing(store: DeskStore, tiny_home: Path) -> None:
    """A thousand on the file, where each commit is our own affair; a hundred beside a database server."""
    kill(store, tiny_home, 1000 if store.kind == "sqlite" else 100)


@pytest.fixture
def way(postgresql: Server) -> Iterator[Way]:
    with (
        TemporaryDirectory(prefix="lobby-", dir="/tmp") as folder,
        severed(postgresql.folder, Path(folder)) as opened,
    ):
        yield opened


def cut(sources: Sources, store: DeskStore, way: Way, cuts: int) -> None:
    """Record outcomes from four threads, each until it is acknowledged, while the way is cut `cuts` times."""
    address = str(store.url).replace(str(way.server), str(way.folder))
    desk = open_desk(store.home, clock, url=address)
    behind = replace(sources, desk=desk)
    staff = viewer(behind, "s1", "ipad-1")
    visit = open_customer(behind, staff, "c01")
    chance, acknowledged = random.Random(SEED), []
    faults: set[str] = set()

    def record() -> None:
        while way.cuts < cuts:
            entry = Entry(uuid4().hex, "c01", Subject("product", "dep_cd"), "interested")
            while entry.outcome_id not in acknowledged:
                try:
                    record_outcome(behind, staff, visit, entry, behind.now())
                except DeskError as fault:
                    faults.add(fault.code)
                else:
                    acknowledged.append(entry.outcome_id)
            if way.lost is None and chance.random() < 0.2:
                way.lost = chance.choice(["commit", "answer"])
                if chance.random() < 0.5:
                    store.run(END_ALL)

    threads = [threading.Thread(target=record) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.close()
    assert faults == {"desk_unreachable"}
    assert_whole(store, acknowledged)
    kept = rows_of(store.address, "select outcome_id from outcome")
    assert sorted(acknowledged) == sorted(outcome_id for (outcome_id,) in kept)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_f26_f27_ten_cuts_of_the_way_to_the_database_lose_and_double_nothing(
    sources: Sources, store: DeskStore, way: Way
) -> None:
    cut(sources, store, way, 10)


@pytest.mark.proof
@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_f26_f27_a_hundred_cuts_of_the_way_to_the_database_lose_and_double_nothing(
    sources: Sources, store: DeskStore, way: Way
) -> None:
    cut(sources, store, way, 100)
