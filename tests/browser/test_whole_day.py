"""A day of six branches: who came, who took whom, whose a lead is, what screens say; then the next feed.

Machines announce it signed while tablets work; at noon the server is killed. After that and in the evening
the desk store holds everything once, and each screen shows what it holds.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from lobby.commands.simulate_day import sender_to
from lobby.data.build import build
from lobby.data.settings import Settings
from lobby.domain.signing import ApiKey
from lobby.services import results
from lobby.services.rehearsal import Event, rehearsed_day
from lobby.services.sources import open_sources
from lobby.ui import results_view
from lobby.ui.session import wall_clock
from lobby.ui.text import words
from tests.browser import kept
from tests.browser.bank import AS_OF, CUSTOMERS, SEED, Server, served
from tests.browser.engines import Engine, missing, says, together
from tests.browser.hands import Colleague, Machines, Person, Screen, Told, at_once, lead_row
from tests.built import make_sample
from tests.talked_bank import holds, planted_lift

pytestmark = pytest.mark.browser

KEY = ApiKey("queue-1", "the-secret-of-one-run-of-the-tests")
BRANCHES, ARRIVALS = 6, 1500
PARTS = 24  # of the day: after each, everybody has done what they had begun
LATER = date(2027, 1, 5)
BASE, LIFT = 0.08, 0.12
WHO = """
with named as (from staff qualify count(*) over (partition by name) = 1)
select staff_id, name, branch_id, role from named where role in ('lobby', 'adviser', 'manager')
qualify row_number() over (partition by branch_id, role order by staff_id) = 1
order by branch_id, role
"""
HEAD_OFFICE = """
select staff_id, name, branch_id, role from staff
qualify role = 'head_office' and count(*) over (partition by name) = 1 order by staff_id limit 1
"""


@dataclass
class Day:
    """One day: its people and machines, the server, and what everybody was told."""

    server: Server
    people: Sequence[Person]
    screens: Sequence[Screen]
    machines: Machines
    colleagues: Sequence[Colleague]
    told: Told
    names: Mapping[str, str]

    def hold(self, parts: Sequence[Sequence[Event]]) -> None:
        """The morning, the server killed at noon, and the afternoon."""
        noon = len(parts) // 2
        with ThreadPoolExecutor(len(self.colleagues) + 1) as at_work:
            for number, part in enumerate(parts):
                going = [at_work.submit(self.machines.announce, part)]
                going += [at_work.submit(one.work) for one in self.colleagues]
                if number == noon:
                    self.kill()
                else:
                    self.work(number)
                for each in going:
                    each.result()
                if number == noon:
                    self.begin()
                    kept.assert_screens_show(self.server.home, self.screens)

    def begin(self) -> None:
        for screen in self.screens:
            screen.sign_in()

    def kill(self) -> None:
        """End the server as a power cut would, under load, and start it again."""
        self.machines.up.clear()
        self.server.kill()
        self.server.start()
        self.machines.up.set()

    def work(self, number: int) -> None:
        """What three screens of one branch do in a part of the day, some of it in the same moment."""
        lobby, adviser, manager = self.screens
        if number % 3 == 0:
            self.take_the_same(lobby, adviser)
        else:
            lobby.serve_next()
            adviser.serve_next()
        if number % 3 == 1:
            self.claim_the_same(adviser, manager)
        else:
            adviser.claim_next()
            manager.assign_next()
        if number % 3 == 2:
            manager.go("results", ".st-key-results_overall")
            manager.to_board()

    def take_the_same(self, *screens: Screen) -> None:
        """Both touch one who came: one of them has them, at most."""
        for screen in screens:
            screen.to_board()
        free = kept.free_on_all(screens)
        if free is not None:
            at_once(*((screen, f".st-key-serve_{free} button") for screen in screens))
            for screen in screens:
                screen.go_on_with(free)

    def claim_the_same(self, adviser: Screen, manager: Screen) -> None:
        """One takes a lead in the moment in which the other gives it to somebody else."""
        for screen in (adviser, manager):
            screen.to_leads()
        free = kept.lead_free_for(manager)
        receiver = manager.receiver(free) if free else None
        if free is None or receiver is None:
            return
        at_once(
            (adviser, f".st-key-claim_lead_{free} button"),
            (manager, f".st-key-give_{receiver}_{free} button"),
        )
        for screen in (adviser, manager):
            screen.wait(f"{lead_row(free)}.includes('在跟进')")
        is_mine = adviser.browser.value(f"{lead_row(free)}.includes('我在跟进')")
        owner = adviser.person.staff_id if is_mine else receiver
        manager.wait(f"{lead_row(free)}.includes('{self.names[owner]} 在跟进')")
        self.told.claimed.append((free, owner))


def people_of(home: Path, query: str) -> list[Person]:
    portrait = max((home / "portraits").glob("portrait-*.duckdb"))
    with duckdb.connect(str(portrait), read_only=True) as con:
        return [Person(*row) for row in con.execute(query).fetchall()]


def events_of(home: Path) -> tuple[Event, ...]:
    with closing(open_sources(Settings(home=home), wall_clock)) as sources:
        return rehearsed_day(sources, SEED, BRANCHES, ARRIVALS)


@pytest.fixture
def home(bank: Path, tmp_path: Path) -> Path:
    """The bank in a home of its own: another feed is built into it."""
    return Path(shutil.copytree(bank, tmp_path / "home"))


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with served(home, LOBBY_API_KEYS=f"{KEY.key_id}:{KEY.secret}") as running:
        yield running


@pytest.fixture
def day(server: Server, engine: Engine) -> Iterator[Day]:
    """Everybody signed in: two tablets and the manager of one branch in browsers, two in each other one."""
    lacking = missing(engine)
    if lacking is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{engine} cannot be driven without {lacking}")
        pytest.skip(f"{engine} cannot be driven without {lacking}")
    people, told, up = people_of(server.home, WHO), Told(), threading.Event()
    up.set()
    adviser, lobby, manager = (one for one in people if one.branch_id == people[0].branch_id)
    others = [one for one in people if one.branch_id != adviser.branch_id and one.role != "manager"]
    machines = Machines(sender_to(server.url, KEY, is_remote_allowed=False), told, up)
    with together(engine, 3) as browsers:
        screens = [
            Screen(person, browser, told)
            for person, browser in zip((lobby, adviser, manager), browsers, strict=True)
        ]
        for screen in screens:
            screen.browser.open(server.url)
        colleagues = [Colleague(one, server.url, told) for one in others]
        yield Day(server, people, screens, machines, colleagues, told, kept.names(server.home))


@pytest.mark.proof
@pytest.mark.parametrize("engine", ["chromium", "webkit"])
def test_nothing_of_a_day_is_lost_or_doubled_and_screens_and_the_next_feed_show_it(
    day: Day, tmp_path: Path
) -> None:
    home = day.server.home
    events = events_of(home)
    size = -(-len(events) // PARTS)
    leads = kept.lists_of_leads(home, day.people)
    day.begin()
    day.hold([events[at : at + size] for at in range(0, len(events), size)])
    kept.assert_arrivals_are_there_once(home, day.told, ARRIVALS)
    kept.assert_each_was_taken_by_one(home, day.told)
    kept.assert_outcomes_are_there_once(home, day.told)
    kept.assert_no_lead_is_doubled_or_lost(home, day.told, leads, kept.lists_of_leads(home, day.people))
    kept.assert_screens_show(home, day.screens)
    assert_results_show_the_next_feed(day, tmp_path / "next")


def assert_results_show_the_next_feed(day: Day, folder: Path) -> None:
    """The feed of a later day, made of what was offered, is built; head office sees what it shows."""
    home = day.server.home
    feed = make_sample(
        folder, CUSTOMERS, "--seed", str(SEED), "--planned-on", AS_OF, "--as-of", str(LATER),
        "--talks", str(home / "desk.sqlite"), "--base-rate", str(BASE), "--lift", str(LIFT),
    )  # fmt: skip
    build(feed, Settings(home=home), now=datetime(LATER.year, LATER.month, LATER.day, 1, 30, tzinfo=UTC))
    (person,) = people_of(home, HEAD_OFFICE)
    with closing(open_sources(Settings(home=home), wall_clock)) as sources:
        found = results.results(sources, kept.viewer_of(sources, person))
    assert found.steps["decided"] == kept.ask(home, "select count(distinct customer_id) from decision")[0][0]
    assert found.overall is not None
    assert holds(found.overall.lift, planted_lift(feed))
    assert found.overall.more > 0
    screen = Screen(person, day.screens[0].browser, day.told)
    screen.browser.open(day.server.url)
    screen.sign_in()
    screen.go("results", ".st-key-results_overall")
    cells = results_view.table(words("zh_Hans"), {"": found.overall}).values()
    for cell in (text for column in cells for text in column):
        screen.wait(says(cell.replace("\\", "")))
    print(
        f"{len(day.told.posted)} arrivals, {dict(day.told.refused)} refused, {len(day.told.opened)} opened, "
        f"{len(day.told.recorded)} outcomes, {len(day.told.claimed)} leads taken or assigned; "
        f"lift {found.overall.lift}, planted {planted_lift(feed):.4f}"
    )
