"""Tablets cut off in the middle of a talk: by the network, and by a server killed and started anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.browser.bank import Server, own_home, served
from tests.half_said import CHIP, begin, entered, go_on, written
from tests.network import Network, network
from tests.tablet import Tablet

NOTE = "等定期到期再说"
CUSTOMERS = ("c01", "c02", "c09")
SHORT_SECONDS = 30  # after a cut of this at most the page stands as it was left


@dataclass
class Branch:
    """A server, and the network to it."""

    server: Server
    between: Network

    @property
    def home(self) -> Path:
        return self.server.home


@pytest.fixture(scope="module")
def branch(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    home = own_home(tiny_home, tmp_path_factory.mktemp("cut_off"))
    with served(home) as server, network(server.port) as between:
        yield Branch(server, between)


def hold_a_cut(branch: Branch, seconds: float) -> None:
    """A half entered talk, a cut in which somebody presses, and the talk again: nothing wrote by itself."""
    with closing(Tablet(branch.between.url)) as tablet:
        begin(tablet, "c01", NOTE)
        before = written(branch.home)
        branch.between.cut("reset")
        with pytest.raises((ConnectionClosed, OSError)):
            tablet.press(str(tablet.key("interested_")))
        threading.Event().wait(seconds)
        branch.between.mend()
        mended = time.monotonic()
        tablet.come_back()
        is_covered = go_on(tablet, "c01")
        print(f"cut of {seconds:g} s: usable after {time.monotonic() - mended:.2f} s, covered: {is_covered}")
        assert not (is_covered and seconds <= SHORT_SECONDS)
        assert entered(tablet) == (NOTE, True)
        assert written(branch.home) == before
        tablet.press(str(tablet.key("interested_")))
        assert written(branch.home)["outcome"] == before["outcome"] + 1


def test_f35_after_a_cut_of_2_seconds_the_page_stands_as_it_was_left(branch: Branch) -> None:
    hold_a_cut(branch, 2)


@pytest.mark.proof
@pytest.mark.parametrize("seconds", [10, 30, 60, 150])
def test_f35_after_a_longer_cut_what_was_half_entered_is_there(branch: Branch, seconds: float) -> None:
    hold_a_cut(branch, seconds)


def come_back(tablet: Tablet, customer_id: str, other: str, note: str, home: Path) -> Tablet:
    """What a tablet meets once the server is there again; the page that it then loads for itself.

    Every button that was on the page before is pressed twice: at first, and before another customer.
    """
    before, shown = written(home), tablet.buttons()
    tablet.come_back()
    assert "lift" in tablet.ids
    tablet.touch(*shown)
    assert "lift" in tablet.ids
    tablet.close()
    again = Tablet(tablet.url, held=tablet.cookies)
    assert go_on(again, other)
    assert again.key("note_") is None
    again.touch(*shown)
    assert written(home) == before
    again.close()
    again = Tablet(tablet.url, held=tablet.cookies)
    assert go_on(again, customer_id)
    assert entered(again) == (note, True)
    return again


def hold_a_restart(server: Server, count: int) -> None:
    """Half entered talks on so many tablets, a kill, and each of the talks again, to be gone on with."""
    notes = [f"{NOTE}{number}" for number in range(count)]
    held = [CUSTOMERS[number % len(CUSTOMERS)] for number in range(count)]
    others = [CUSTOMERS[(number + 1) % len(CUSTOMERS)] for number in range(count)]
    with ExitStack() as open_now:
        tablets = [open_now.enter_context(closing(Tablet(server.url))) for _ in range(count)]
        for tablet, customer_id, note in zip(tablets, held, notes, strict=True):
            begin(tablet, customer_id, note)
        before = written(server.home)
        server.kill()
        server.start()
        up = time.monotonic()
        homes = [server.home] * count
        with ThreadPoolExecutor(count) as pool:
            back = list(pool.map(come_back, tablets, held, others, notes, homes))
        print(f"{count} tablets: all usable {time.monotonic() - up:.2f} s after the server was")
        assert written(server.home) == before
        for tablet in back:
            tablet.press(str(tablet.key(f"chip_{CHIP}_")))
            assert not entered(tablet)[1]
            tablet.close()


def test_f36_after_a_restart_two_tablets_go_on_and_no_old_press_writes(branch: Branch) -> None:
    hold_a_restart(branch.server, 2)


@pytest.mark.proof
def test_f36_after_a_restart_ten_tablets_go_on_and_no_old_press_writes(branch: Branch) -> None:
    hold_a_restart(branch.server, 10)
