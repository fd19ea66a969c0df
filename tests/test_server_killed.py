"""The server killed with -9 while tablets tap: what a screen said was recorded is there, once."""

from __future__ import annotations

import random
import threading
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from lobby.data.desk import open_desk
from lobby.ui.session import wall_clock
from tests.browser.bank import Server, own_home
from tests.desk_stores import rows_of
from tests.tablet import Tablet

SEED = 20261126
CUSTOMERS = ("c01", "c09", "c02")  # one for each tablet; of the first of the staff
MOST_TAPS = 6
MOST_SECONDS = 0.15  # a tap takes about as long
PATIENCE_SECONDS = 60
GONE = (ConnectionClosed, urllib.error.URLError, OSError)


@dataclass
class Told:
    """What the screens said: outcomes recorded and outcomes taken back, in the order they said so."""

    recorded: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, said: list[str], outcome_id: str) -> None:
        with self.changed:
            said.append(outcome_id)
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        """Until the screens said of `count` outcomes that they were recorded."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.recorded) >= count, PATIENCE_SECONDS)


def tap(url: str, customer_id: str, told: Told) -> None:
    """Sign in, open the customer, then record and take back for ever, until the server is gone."""
    with suppressed(), closing(Tablet(url)) as tablet:
        tablet.press("sign_in")
        tablet.type("search", customer_id)
        tablet.press(f"open_{customer_id}")
        tablet.open("fold_services")
        tablet.open("result_service_0")
        while True:
            offered, recorded = tablet.key("interested_") or tablet.key("done_service_0"), tablet.key("undo_")
            if recorded is not None:
                outcome_id = recorded.removeprefix("undo_")
                told.hear(told.recorded, outcome_id)
                tablet.press(recorded)
                if tablet.key(recorded) is None:
                    told.hear(told.undone, outcome_id)
            else:
                tablet.press(str(offered))


@contextmanager
def suppressed() -> Iterator[None]:
    """What a tablet meets when its server is killed."""
    try:
        yield
    except GONE:
        return


def kill_under_load(home: Path, kills: int) -> Told:
    """Kill the server at random moments while tablets tap, and start it again each time."""
    chance, told, moment = random.Random(SEED), Told(), threading.Event()
    server = Server(home)
    try:
        for number in range(kills):
            if number:
                server.start()
            with ThreadPoolExecutor(len(CUSTOMERS)) as tablets:
                going = [tablets.submit(tap, server.url, one, told) for one in CUSTOMERS]
                try:
                    told.wait_for(len(told.recorded) + chance.randint(1, MOST_TAPS))
                    moment.wait(chance.random() * MOST_SECONDS)
                    assert server.process.poll() is None
                finally:
                    server.kill()
            for each in going:
                each.result()
    finally:
        server.kill()
    return told


def assert_kept(home: Path, told: Told) -> None:
    """Each outcome that a screen told of is there once, as is each undo, and every outcome with its audit."""
    address = f"sqlite:///{home}/desk.sqlite"
    desk = open_desk(home, wall_clock)
    audited = [row["details"]["outcome"] for row in desk.audited(10**6, action="outcome")]
    desk.close()
    kept = [str(outcome_id) for (outcome_id,) in rows_of(address, "select outcome_id from outcome")]
    undone = rows_of(address, "select outcome_id from outcome_void where kind = 'undo'")
    assert sorted(audited) == sorted(kept)
    assert len(kept) == len(set(kept))
    assert set(told.recorded) <= set(kept)
    assert set(told.undone) <= {str(outcome_id) for (outcome_id,) in undone}


def test_f26_two_kills_of_the_server_under_load_lose_nothing_a_screen_told(
    tiny_home: Path, tmp_path: Path
) -> None:
    home = own_home(tiny_home, tmp_path)
    told = kill_under_load(home, 2)
    assert len(set(told.recorded)) >= 2
    assert_kept(home, told)


@pytest.mark.proof
def test_f26_a_hundred_kills_of_the_server_under_load_lose_nothing_a_screen_told(
    tiny_home: Path, tmp_path: Path
) -> None:
    home = own_home(tiny_home, tmp_path)
    told = kill_under_load(home, 100)
    print(f"recorded {len(set(told.recorded))}, taken back {len(set(told.undone))}, kills 100")
    assert len(set(told.recorded)) >= 100
    assert_kept(home, told)
