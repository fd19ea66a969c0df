"""From the tap on a found customer to the say-first line and the last chart, against a bare script.

Both servers run at once and take turns in the same browser. The first opening after a page load also fetches
Streamlit's chart code; it is printed apart, since a tablet loads the page once a day.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import duckdb

from bench.measure import ROOT, table
from tests.browser.at_the_desk import SIGN_IN, to_the_door
from tests.browser.bank import answers, free_port, own_home, served
from tests.browser.engines import Browser, Engine, started, there, until

BLOCKS = 3
TAPS = 6
WATCH = (ROOT / "bench" / "watch.js").read_text(encoding="utf-8")
READY = "!!document.querySelector('[data-test-script-state=notRunning] .st-key-search input')"
CHARTS = {"echarts": "canvas", "plotly": ".main-svg .bars path"}
ASKED = """
select customer_id
from portrait
join branch on branch.branch_id = portrait.home_branch_id
where contains($shown, branch.name)
    and list_count(spent_by_month) > 12 and not deceased and age between 20 and 90
order by hash(customer_id)
limit $count
"""
Times = dict[str, float]


def run(home: Path) -> None:
    """Prints medians and their ratio to the bare script for Chromium and WebKit."""
    taps, charts = [], []
    engines: tuple[Engine, ...] = ("chromium", "webkit")
    for engine in engines:
        with (
            tempfile.TemporaryDirectory() as folder,
            served(own_home(home, Path(folder))) as ours,
            bare_served() as (bare, _),
            started(engine) as browser,
        ):
            taps += rows_of(engine, *opened_and_bare(browser, ours.url, bare, home))
            charts += rows_of(engine, *charted(browser, bare))
    header = ["engine", "what", "first ms", "median ms", "ratio to bare"]
    table("tap to glass", header, taps)
    table("the same bare script with one chart", header, charts)


def opened_and_bare(
    browser: Browser, ours: str, bare: str, home: Path
) -> tuple[list[list[Times]], list[list[Times]]]:
    """Blocks of bare answers and of openings, in turns; each block starts with a page load."""
    opened, answered = [], []
    for turn in range(BLOCKS):
        browser.open(ours)
        customers = customers_of(home, sign_in(browser))[turn * TAPS :][:TAPS]
        opened.append([open_one(browser, customer_id) for customer_id in customers])
        answered.append(block(browser, bare, lambda turn: answer(browser, f"q{turn}", {})))
    return answered, opened


def charted(browser: Browser, bare: str) -> tuple[list[list[Times]], list[list[Times]]]:
    """Blocks of bare answers and of answers with a chart of each library."""
    answered, drawn = [], []
    for _ in range(BLOCKS):
        answered.append(block(browser, bare, lambda turn: answer(browser, f"q{turn}", {})))
        for name, sign in CHARTS.items():
            goal = {name: sign}
            one = block(
                browser, f"{bare}?chart={name}", lambda turn, goal=goal: answer(browser, f"q{turn}", goal)
            )
            drawn.append([{name: times[name]} for times in one])
    return answered, drawn


def block(browser: Browser, url: str, one: Callable[[int], Times]) -> list[Times]:
    """A page load and then one tap after the other."""
    browser.open(url)
    until(browser, "!!document.querySelector('.st-key-asked input')")
    return [one(turn) for turn in range(TAPS)]


def customers_of(home: Path, shown: str) -> list[str]:
    """Customers with full charts, of the branch that is named in `shown`."""
    portrait = max((home / "portraits").glob("portrait-*.duckdb"))
    with duckdb.connect(str(portrait), read_only=True) as con:
        asked = con.execute(ASKED, {"shown": shown, "count": BLOCKS * TAPS})
        return [row[0] for row in asked.fetchall()]


def sign_in(browser: Browser) -> str:
    """As the person who is named first, whoever the page was left by; what the page says of that person."""
    to_the_door(browser)
    until(browser, there(".st-key-staff input"))
    shown = str(browser.value("document.querySelector('.st-key-staff').outerHTML"))
    browser.press(SIGN_IN)
    until(browser, READY)
    return shown


def open_one(browser: Browser, customer_id: str) -> Times:
    browser.enter(".st-key-search input", customer_id)
    button = f".st-key-open_{customer_id} button"
    until(browser, f"!!document.querySelector('{button}')")
    goals = {"say first": ".st-key-say_first p", "last chart": ".st-key-habits img"}
    watch(browser, goals)
    browser.press(button)
    seen = {name: until(browser, f"window.lobbySeen['{name}']") for name in goals}
    browser.press("[class*=st-key-not_this_one_] button")
    until(browser, READY)
    return seen


def answer(browser: Browser, text: str, charts: dict[str, str]) -> Times:
    """Type, press Enter, wait for the line and the charts."""
    place = f".st-key-answer_{text}"
    goals = {"bare script": f"{place} p"} | {name: f"{place} {sign}" for name, sign in charts.items()}
    watch(browser, goals)
    browser.enter(".st-key-asked input", text)
    return {name: until(browser, f"window.lobbySeen['{name}']") for name in goals}


def watch(browser: Browser, goals: dict[str, str]) -> None:
    browser.value(f"({WATCH})({goals})")


def rows_of(engine: str, bare: list[list[Times]], ours: list[list[Times]]) -> list[list[str]]:
    """The first of each block apart from the rest."""
    base = median(tap["bare script"] for block in bare for tap in block[1:])
    rows = []
    for goal in dict.fromkeys(name for block in (*bare, *ours) for name in block[0]):
        blocks = [block for block in (*bare, *ours) if goal in block[0]]
        first = median(block[0][goal] for block in blocks)
        warm = median(tap[goal] for block in blocks for tap in block[1:])
        rows.append([engine, goal, f"{first:.0f}", f"{warm:.0f}", f"{warm / base:.2f}"])
    return rows


@contextmanager
def bare_served(*, as_ours: bool = False) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The bare script's server, Streamlit's own or set up as ours: its address and its process."""
    port = free_port()
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.port", str(port)]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "bench" / "bare.py"), *quiet]
    with tempfile.TemporaryDirectory() as elsewhere:
        ours = [sys.executable, "-m", "bench.bare_server", elsewhere, str(port)]
        asked, place = (ours, str(ROOT)) if as_ours else (command, elsewhere)
        server = subprocess.Popen(asked, cwd=place, stdout=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
                if time.monotonic() > deadline:
                    raise TimeoutError("the bare script does not answer")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/", server
        finally:
            server.terminate()
            server.wait()
