"""From the tap on a found customer to the say-first line and the last chart, against a bare script.

Both servers run at once and take turns in the same browser. The first opening after a page load also fetches
Streamlit's chart code; it is printed apart, since a tablet loads the page once a day.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import duckdb

from bench.browsers import Browser, chromium, until, webkit
from bench.measure import ROOT, table

BLOCKS = 3
TAPS = 6
WATCH = (ROOT / "bench" / "watch.js").read_text(encoding="utf-8").rstrip().removesuffix(";")
READY = "!!document.querySelector('[data-test-script-state=notRunning] .st-key-search input')"
GOALS = ("say first", "last chart")
ASKED = """
select customer_id
from portrait
where home_branch_id = (select home_branch_id from portrait group by all order by count(*) desc limit 1)
    and list_count(spent_by_month) > 12 and not deceased and age between 20 and 90
order by hash(customer_id)
limit $count
"""


def run(home: Path) -> None:
    """Prints medians and their ratio to the bare script for Chromium and WebKit."""
    rows = []
    for name, engine in (("Chromium", chromium), ("WebKit", webkit)):
        with served(home) as (ours, bare, staff, customers), engine() as browser:
            rows += rows_of(name, *times(browser, ours, bare, staff, customers))
    table("tap to glass", ["engine", "what", "first ms", "median ms", "ratio to bare"], rows)


def times(
    browser: Browser, ours: str, bare: str, staff: str, customers: list[str]
) -> tuple[list[list[dict[str, float]]], list[list[dict[str, float]]]]:
    """Blocks of openings and of bare answers, in turns; each block starts with a page load."""
    opened, answered = [], []
    asked = iter(customers)
    for _ in range(BLOCKS):
        browser.open(ours)
        sign_in(browser, staff)
        opened.append([open_one(browser, next(asked)) for _ in range(TAPS)])
        browser.open(bare)
        until(browser, "!!document.querySelector('.st-key-asked input')")
        answered.append([answer_one(browser, f"q{turn}") for turn in range(TAPS)])
    return opened, answered


def sign_in(browser: Browser, staff: str) -> None:
    """As the person of the branch whose customers are asked for."""
    until(browser, "!!document.querySelector('.st-key-staff input')")
    browser.enter(".st-key-staff input", staff)
    until(browser, f"document.querySelector('.st-key-staff').innerHTML.includes('{staff}')")
    browser.press(".st-key-sign_in button")
    until(browser, READY)


def open_one(browser: Browser, customer_id: str) -> dict[str, float]:
    browser.enter(".st-key-search input", customer_id)
    button = f".st-key-open_{customer_id} button"
    until(browser, f"!!document.querySelector('{button}')")
    watch(browser, {"say first": [".st-key-say_first p", ""], "last chart": [".st-key-habits svg text", ""]})
    browser.press(button)
    seen = {name: until(browser, f"window.lobbySeen['{name}']") for name in GOALS}
    browser.press(".st-key-not_this_one button")
    until(browser, READY)
    return seen


def answer_one(browser: Browser, text: str) -> dict[str, float]:
    watch(browser, {"bare": [".st-key-answer", f"answer {text}"]})
    browser.enter(".st-key-asked input", text)
    return {"bare": until(browser, "window.lobbySeen.bare")}


def watch(browser: Browser, goals: dict[str, list[str]]) -> None:
    source = "\n".join(line for line in WATCH.splitlines() if not line.startswith("//"))
    browser.value(f"({source})({goals})")


def rows_of(
    engine: str, opened: list[list[dict[str, float]]], bare: list[list[dict[str, float]]]
) -> list[list[str]]:
    """The first of each block apart from the rest."""
    base = median(tap["bare"] for block in bare for tap in block[1:])
    first = median(block[0]["bare"] for block in bare)
    rows = [[engine, "bare script", f"{first:.0f}", f"{base:.0f}", "1.00"]]
    for goal in GOALS:
        warm = median(tap[goal] for block in opened for tap in block[1:])
        first = median(block[0][goal] for block in opened)
        rows.append([engine, goal, f"{first:.0f}", f"{warm:.0f}", f"{warm / base:.2f}"])
    return rows


@contextmanager
def served(home: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    """Both servers, ours with a desk store of its own so that limits start anew; a staff name; customers."""
    fresh = home / "bench-desk"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    (fresh / "portraits").symlink_to((home / "portraits").resolve())
    shutil.copy(home / "current.json", fresh)
    portrait = next((home / "portraits").glob("portrait-*.duckdb"))
    with duckdb.connect(str(portrait), read_only=True) as con:
        customers = [row[0] for row in con.execute(ASKED, {"count": BLOCKS * TAPS}).fetchall()]
        branch = con.execute(
            "select home_branch_id from portrait where customer_id = $c", {"c": customers[0]}
        )
        serving = "select name from staff where role = 'lobby' and branch_id = $b order by staff_id"
        staff = con.execute(serving, {"b": branch.fetchall()[0][0]}).fetchall()[0][0]
    ports = [free_port(), free_port()]
    lobby = str(Path(sys.executable).parent / "lobby")
    quiet = [
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
        "--server.port",
        str(ports[1]),
    ]
    servers = [
        subprocess.Popen(
            [lobby, "serve", "--port", str(ports[0])], cwd=ROOT, env=os.environ | {"LOBBY_HOME": str(fresh)}
        ),
        subprocess.Popen([sys.executable, "-m", "streamlit", "run", "bench/bare.py", *quiet], cwd=ROOT),
    ]
    try:
        urls = [f"http://127.0.0.1:{port}/" for port in ports]
        for url in urls:
            answers(f"{url}_stcore/health")
        yield urls[0], urls[1], staff, customers
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def answers(url: str) -> None:
    """Waits until the server answers; TimeoutError when it does not within 30 seconds."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=1).close()  # noqa: S310 an address of this machine
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)
