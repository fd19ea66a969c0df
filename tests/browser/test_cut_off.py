"""Browsers cut off in the middle of a talk: by the network, and by a server killed and started anew."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.at_the_desk import find, press, sign_in
from tests.browser.bank import Server
from tests.browser.engines import TEXT, WAIT_SECONDS, Browser, Engine, missing, there, together, until
from tests.half_said import CHIP, notes, written
from tests.network import Cut, Network, network

pytestmark = pytest.mark.browser

MOST_SECONDS = 60.0
USABLE_SECONDS = 10.0  # after a restart in mid-shift every screen is to be used again
SCREENS = 10
SILENT_SECONDS = 12  # after so long without a beat a screen takes the server for lost
VEIL = "!!document.querySelector('[data-testid=lobby-curtain]')"
ROOT_GONE = "document.getElementById('root') === null"
LIFT = ".st-key-lift button"
CHIP_ON = f"[class*=st-key-chip_{CHIP}_] button[kind=primary]"
OTHER_CHIP, OTHER_ON = (f"[class*=st-key-chip_need_more_] button{kind}" for kind in ("", "[kind=primary]"))
NOTE_FIELD = "[class*=st-key-note_] input"
NOTE_SAYS = f"document.querySelector('{NOTE_FIELD}')?.value"
FIRST_FOUND = "document.querySelector('[class*=st-key-open_C]')?.className.match(/st-key-open_(C\\d+)/)[1]"
NAME = "document.querySelector('.st-key-heading p strong')?.innerText"
NOTE = "等定期到期再说"


@dataclass
class Talk:
    """A talk half entered on one screen."""

    browser: Browser
    customer_id: str
    name: str


def begin(browser: Browser, url: str, home: Path) -> Talk:
    """Sign in, open the first customer that is found, tap a chip and begin a note, until it is kept."""
    before = notes(home)
    browser.open(url)
    sign_in(browser)
    until(browser, there(".st-key-search input"))
    browser.type(".st-key-search input", "wm")
    customer_id = str(until(browser, FIRST_FOUND))
    find(browser, customer_id)
    press(browser, ".st-key-fold_jotting summary")
    press(browser, f"[class*=st-key-chip_{CHIP}_] button")
    until(browser, there(CHIP_ON))
    browser.enter(NOTE_FIELD, NOTE)
    deadline = time.monotonic() + WAIT_SECONDS
    while notes(home).count(NOTE) == before.count(NOTE):
        assert time.monotonic() < deadline
    return Talk(browser, customer_id, str(browser.value(NAME)))


def usable_after(talk: Talk, since: float) -> float:
    """Seconds until a press is answered, or until one tap lifts the curtain over the page that came back."""
    stands = f"{there(OTHER_CHIP)} && !({VEIL})"
    came = until(talk.browser, f"{there(LIFT)} ? 'covered' : {stands} && 'stands'", MOST_SECONDS)
    if came == "stands":
        press(talk.browser, OTHER_CHIP)
        until(talk.browser, f"{there(OTHER_ON)} || {there(LIFT)}", MOST_SECONDS)
    return time.monotonic() - since


def go_on(talk: Talk) -> None:
    """Lift the curtain where it is down, find the customer again, and see what was half entered."""
    if talk.browser.value(there(LIFT)):
        assert not talk.browser.value(f"{TEXT}.includes('{talk.name}')")
        press(talk.browser, LIFT)
        press(talk.browser, f".st-key-go_on_{talk.customer_id} button")
    until(talk.browser, there(CHIP_ON))
    until(talk.browser, f"{NOTE_SAYS} === '{NOTE}'")


@contextmanager
def browsers(chromium: int = 1, webkit: int = 1) -> Iterator[list[Browser]]:
    """So many of each engine."""
    counts: dict[Engine, int] = {"chromium": chromium, "webkit": webkit}
    lacking = [engine for engine, count in counts.items() if count and missing(engine)]
    if lacking:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{lacking} cannot be driven")
        pytest.skip(f"{lacking} cannot be driven")
    with ExitStack() as running:
        each = [running.enter_context(together(engine, count)) for engine, count in counts.items() if count]
        yield [browser for some in each for browser in some]


def hold_a_cut(between: Network, server: Server, talks: Sequence[Talk], how: Cut, seconds: float) -> None:
    """Cut, wait, mend: blank where it lasted, and everything half entered there again, nothing beside it."""
    before = written(server.home)
    between.cut(how)
    threading.Event().wait(seconds)
    if seconds > 2 * SILENT_SECONDS:
        for talk in talks:
            assert talk.browser.value(f"{VEIL} && {ROOT_GONE} && !{TEXT}.includes('{talk.name}')")
    between.mend()
    mended = time.monotonic()
    for talk in talks:
        print(f"{how} {seconds:g} s, {type(talk.browser).__name__}: {usable_after(talk, mended):.1f} s")
    for talk in talks:
        go_on(talk)
    assert written(server.home) == before


def test_f35_a_browser_whose_network_is_cut_for_2_seconds_stands_as_it_was(server: Server) -> None:
    with network(server.port) as between, browsers(webkit=0) as one:
        hold_a_cut(between, server, [begin(one[0], between.url, server.home)], "reset", 2)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("how", "seconds"),
    [*((how, seconds) for how in ("reset", "held") for seconds in (2, 10, 30, 60, 150)), ("dead", 30)],
)
def test_f35_both_engines_come_back_after_any_cut(server: Server, how: Cut, seconds: float) -> None:
    with network(server.port) as between, browsers() as both:
        hold_a_cut(between, server, [begin(one, between.url, server.home) for one in both], how, seconds)


@pytest.mark.proof
def test_f36_ten_screens_and_one_of_webkit_are_soon_used_again_after_the_server_was_killed(
    server: Server,
) -> None:
    with browsers(chromium=SCREENS) as every:
        talks = [begin(one, server.url, server.home) for one in every]
        before = written(server.home)
        server.kill()
        for talk in talks:
            until(talk.browser, f"{VEIL} && {ROOT_GONE} && !{TEXT}.includes('{talk.name}')", 30)
        server.start()
        up = time.monotonic()
        took = [usable_after(talk, up) for talk in talks]
        print(
            "restart,",
            *(f"{type(one).__name__}: {each:.1f} s;" for one, each in zip(every, took, strict=True)),
        )
        for talk in talks:
            go_on(talk)
        assert written(server.home) == before
        assert max(took) < USABLE_SECONDS
