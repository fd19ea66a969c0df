"""Many tablets at once on one server: opening customers, the board, and how soon an arrival is on the glass.

Each is a WebSocket session and a live link of its own; all traffic stays on this machine.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import duckdb

from bench.measure import percentile, table
from bench.tablet import Tablet, listen
from bench.taps import bare_served
from lobby.commands.simulate_day import sender_to
from lobby.data.settings import Settings
from lobby.domain.signing import ApiKey
from lobby.services.rehearsal import Event, rehearsed_day
from lobby.services.sources import open_sources
from lobby.ui.session import wall_clock
from tests.browser.bank import Server, own_home, served

EVERY_SECONDS = 40  # each tablet opens a customer so often, and turns back to the board half-way
BRANCHES, ARRIVALS = 6, 1500
FROM_MINUTE = 10 * 60  # in the middle of the morning's peak; who came before is there already
WARM, LOOK_UPS = 5, 30
PATIENCE_SECONDS = 60  # to draw who comes of a large bank
KEY = ApiKey("bench", "a-secret-for-one-run-of-the-bench")
POLICY = "[search]\nopenings_10_minutes = 1000\nopenings_hour = 1000\n"  # one tablet opens more than a person
LOBBY_STAFF = "大堂经理"
ASKED = """
select branch.name, branch.branch_id, list(customer_id order by hash(customer_id))[:400]
from portrait join branch on branch.branch_id = portrait.home_branch_id
where list_count(spent_by_month) > 12 and not deceased and age between 20 and 90
group by all
"""


@dataclass
class Seen:
    """What the tablets saw, in milliseconds, and what went wrong."""

    say_first: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    board: list[float] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


def run(home: Path, counts: Sequence[int] = (50, 200), seconds: int = 180) -> None:
    """Prints what each number of tablets sees on a server of its own, and what a look-up costs."""
    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder, serving(home, Path(folder)) as server:
            rows.append(asyncio.run(watched(server, home, count, seconds)))
    header = ["tablets", "opened", "say first ms", "whole page ms", "board ms", "arrival ms", "faults"]
    table("tablets at once, p50 / p95", [*header, "server CPU", "client CPU", "MiB a tablet"], rows)
    cost(home)


@contextmanager
def serving(home: Path, folder: Path) -> Iterator[Server]:
    """A server that knows the bench's key and lets one tablet open as many customers as it takes."""
    policy = folder / "policy.toml"
    policy.write_text(POLICY)
    settings = {"LOBBY_API_KEYS": f"{KEY.key_id}:{KEY.secret}", "LOBBY_POLICY": str(policy)}
    with served(own_home(home, folder), **settings) as server:
        yield server


def cost(home: Path) -> None:
    """Prints the server's CPU for opening a customer beside a run of the bare script, taking turns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(home, Path(folder)) as ours,
        bare_served() as theirs,
        bare_served(as_ours=True) as alike,
    ):
        spent = asyncio.run(taken_in_turns(home, ours, (theirs, alike)))
    names = ("opening a customer", "the bare script, streamlit run", "the bare script on our server")
    rows = [[name, f"{ms:.1f}", f"{spent[0] / ms:.2f}"] for name, ms in zip(names, spent, strict=True)]
    table("CPU of a look-up", ["what", "CPU ms", "a look-up is so many times that"], rows)


async def taken_in_turns(
    home: Path, ours: Server, bare: Sequence[tuple[str, subprocess.Popen[bytes]]]
) -> list[float]:
    """CPU milliseconds of an opening and of a run of each bare script; the first few are left out."""
    tablet, plain = Tablet(ours.url), [Tablet(url.rstrip("/")) for url, _ in bare]
    for one in (tablet, *plain):
        await one.start()
    _, customers = await signed_in(tablet, customers_by_branch(home), 0)
    spent: list[list[float]] = [[] for _ in (ours, *bare)]
    for turn, customer_id in enumerate(customers[: WARM + LOOK_UPS]):
        await tablet.go("")
        await tablet.type("search", customer_id)
        before = cpu_of(ours.process.pid)
        if "say_first" not in await tablet.press(f"open_{customer_id}"):
            raise RuntimeError("a customer was not opened")
        spent[0].append(cpu_of(ours.process.pid) - before)
        for place, (_, process) in enumerate(bare):
            before = cpu_of(process.pid)
            await plain[place].type("asked", f"q{turn}")
            spent[place + 1].append(cpu_of(process.pid) - before)
    for one in (tablet, *plain):
        await one.close()
    return [1000 * mean(side[WARM:]) for side in spent]


async def watched(server: Server, home: Path, count: int, seconds: int) -> list[str]:
    """One line of the table: `count` tablets for so long, while people come as in the morning."""
    customers, seen, before = customers_by_branch(home), Seen(), rss_of(server.process.pid)
    events = events_of(home)
    await asyncio.to_thread(send, server.url, [one for one in events if one.minute < FROM_MINUTE], seen)
    tablets = [Tablet(server.url) for _ in range(count)]
    own = []
    for number, tablet in enumerate(tablets):
        await tablet.start()
        own.append(await signed_in(tablet, customers, number))
    began, used, client = time.monotonic(), cpu_of(server.process.pid), time.process_time()
    tasks = [
        asyncio.create_task(work)
        for number, (tablet, (branch_id, mine)) in enumerate(zip(tablets, own, strict=True))
        for work in (
            serve(tablet, mine, number * EVERY_SECONDS / count, seen),
            hear(tablet, branch_id, seen),
        )
    ]
    later = [one for one in events if one.minute >= FROM_MINUTE]
    await paced(server.url, later, seconds, seen)
    spans = time.monotonic() - began
    shares = [(cpu_of(server.process.pid) - used) / spans, (time.process_time() - client) / spans]
    memory = (rss_of(server.process.pid) - before) / count
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.gather(*(tablet.close() for tablet in tablets))
    for fault in sorted(set(seen.faults)):
        print(f"  {seen.faults.count(fault)} times {fault}")
    figures = [seen.say_first, seen.opened, seen.board, seen.arrived]
    told = [f"{percentile(one, 0.5):.0f} / {percentile(one, 0.95):.0f}" if one else "none" for one in figures]
    used_by = [f"{share:.0%}" for share in shares]
    return [str(count), str(len(seen.opened)), *told, str(len(seen.faults)), *used_by, f"{memory:.2f}"]


async def signed_in(
    tablet: Tablet, customers: Mapping[str, tuple[str, list[str]]], number: int
) -> tuple[str, list[str]]:
    """Sign one of the lobby staff in: the branch, and customers of it in an order of their own."""
    staff = [one for one in tablet.options if LOBBY_STAFF in one and one.rpartition(" · ")[2] in customers]
    chosen = staff[number % len(staff)]
    await tablet.type("staff", chosen)
    await tablet.press("sign_in")
    branch_id, found = customers[chosen.rpartition(" · ")[2]]
    return branch_id, random.Random(number).sample(found, len(found))


async def serve(tablet: Tablet, customers: Sequence[str], wait: float, seen: Seen) -> None:
    """Open a customer every so often, and turn back to the board half-way, until cancelled."""
    await asyncio.sleep(wait)
    for customer_id in customers:
        began = time.monotonic()
        try:
            await tablet.touch()
            await tablet.type("search", customer_id)
            pressed = time.monotonic()
            drawn = await tablet.press(f"open_{customer_id}")
            seen.say_first.append(1000 * (drawn["say_first"] - pressed))
            seen.opened.append(1000 * (drawn["end"] - pressed))
            await asyncio.sleep(EVERY_SECONDS / 2)
            turned = time.monotonic()
            seen.board.append(1000 * ((await tablet.go(""))["end"] - turned))
        except (KeyError, OSError, TimeoutError) as fault:
            seen.faults.append(type(fault).__name__)
            await tablet.go("")
        await asyncio.sleep(max(0, EVERY_SECONDS - (time.monotonic() - began)))


async def hear(tablet: Tablet, branch_id: str, seen: Seen) -> None:
    """Do what the board's ear does with news; note how long each arrival took until it was drawn.

    What the board does not draw at once, because many wait or a customer is open, is not counted.
    """
    told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    link = asyncio.create_task(listen(tablet.url, tablet.cookie, branch_id, told))
    known: dict[str, str] = {}
    noted: set[str] = set()
    try:
        while True:
            topic, token = await told.get()
            is_news = known.get(topic) not in (None, token)
            known[topic] = token
            if not is_news or not topic.startswith("arrival:") or not told.empty():
                continue
            taken = set(seen.taken)
            drawn = await tablet.hear(topic, token) or {}
            fresh = {key.removeprefix("arrival_") for key in drawn} & seen.sent.keys() - noted
            noted |= taken | fresh if drawn else seen.sent.keys()
            seen.arrived += [1000 * (drawn["end"] - seen.sent[one]) for one in fresh]
    finally:
        link.cancel()
        with suppress(asyncio.CancelledError):
            await link


async def paced(url: str, events: Sequence[Event], seconds: int, seen: Seen) -> None:
    """Send what happens within so many seconds, each in its time."""
    sender, began = sender_to(url, KEY, is_remote_allowed=False), time.monotonic()
    for event in events:
        at = (event.minute - FROM_MINUTE) * 60
        if at > seconds:
            break
        await asyncio.sleep(max(0, at - (time.monotonic() - began)))
        if event.said == "arrived":
            seen.sent[sender.id_of(event)] = time.monotonic()
        await asyncio.to_thread(sender.send, event)
        seen.taken.add(sender.id_of(event))
    await asyncio.sleep(max(0, seconds - (time.monotonic() - began)))


def send(url: str, events: Sequence[Event], seen: Seen) -> None:
    """Send what happened before anybody watches."""
    sender = sender_to(url, KEY, is_remote_allowed=False)
    seen.faults += [code for event in events if ":" in (code := sender.send(event))]


def events_of(home: Path) -> tuple[Event, ...]:
    sources = open_sources(Settings(home=home, read_seconds=PATIENCE_SECONDS), wall_clock)
    try:
        return rehearsed_day(sources, 7, BRANCHES, ARRIVALS)
    finally:
        sources.close()


def customers_by_branch(home: Path) -> dict[str, tuple[str, list[str]]]:
    """Name of a branch → its id, and customers of it with a whole page to show."""
    portrait = max((home / "portraits").glob("portrait-*.duckdb"))
    with duckdb.connect(str(portrait), read_only=True) as con:
        return {name: (branch_id, found) for name, branch_id, found in con.execute(ASKED).fetchall()}


def cpu_of(pid: int) -> float:
    """CPU seconds that a process used so far, on the clock that clock_getcpuclockid(3) names."""
    return time.clock_gettime((~pid << 3) | 2)


def rss_of(pid: int) -> float:
    """Resident memory of a process in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
