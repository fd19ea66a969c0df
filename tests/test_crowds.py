"""Many at once and many one after another: nobody is turned away, and memory does not grow with them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import quantiles

import pytest

from tests.browser.bank import Server, own_home, served
from tests.half_said import find
from tests.tablet import Tablet

pytestmark = pytest.mark.proof

CUSTOMERS = ("c01", "c02", "c09")
AT_NINE, WITHIN_SECONDS = 50, 10.0
SESSIONS, WARM, AT_ONCE = 2000, 200, 4  # Streamlit keeps the last 128 that were closed
MOST_GROWTH = 0.20
NO_LIMITS = """
[search]
openings_10_minutes = 100000
openings_hour = 100000
searches_hour = 100000
"""


@pytest.fixture
def server(tiny_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on which one person may look up as many customers as a whole branch."""
    policy = tmp_path / "policy.toml"
    policy.write_text(NO_LIMITS)
    with served(own_home(tiny_home, tmp_path), LOBBY_POLICY=str(policy)) as running:
        yield running


def resident_mb(server: Server) -> float:
    """What the server holds in memory."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    (line,) = (one for one in lines if one.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def sign_in_at(server: Server, second: float, began: float) -> tuple[float, bool]:
    """Seconds until the first screen of somebody who signs in that late, and whether it is one."""
    wait = began + second - time.monotonic()
    time.sleep(max(wait, 0))
    asked = time.monotonic()
    with closing(Tablet(server.url)) as tablet:
        tablet.press("sign_in")
        return time.monotonic() - asked, "search" in tablet.ids


def test_f39_fifty_who_sign_in_within_ten_seconds_all_have_a_first_screen(server: Server) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(AT_NINE) as pool:
        asked = [
            pool.submit(sign_in_at, server, WITHIN_SECONDS * one / AT_NINE, began) for one in range(AT_NINE)
        ]
        seen = [one.result() for one in asked]
    seconds = [one for one, _ in seen]
    slow = quantiles(seconds, n=20)[-1]
    print(f"first screens: {AT_NINE}, p95 {slow:.2f} s, longest {max(seconds):.2f} s")
    assert [has_screen for _, has_screen in seen] == [True] * AT_NINE


def serve_one(server: Server, number: int) -> None:
    """One session: sign in, look at a customer, close."""
    with closing(Tablet(server.url)) as tablet:
        tablet.press("sign_in")
        find(tablet, CUSTOMERS[number % len(CUSTOMERS)])
        assert tablet.key("fold_jotting") is not None, sorted(tablet.ids)


def test_f38_two_thousand_sessions_leave_memory_as_it_was(server: Server) -> None:
    def serve_many(first: int, last: int) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(partial(serve_one, server), range(first, last)))

    serve_many(0, WARM)
    warm = resident_mb(server)
    for first in range(WARM, SESSIONS, WARM):
        serve_many(first, first + WARM)
        print(f"after {first + WARM} sessions {resident_mb(server):.0f} MB, {warm:.0f} MB after {WARM}")
    assert resident_mb(server) < warm * (1 + MOST_GROWTH)
