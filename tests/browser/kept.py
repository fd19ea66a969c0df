"""What the desk store holds of a day, each thing once, and whether screens show just that."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lobby.data.settings import Settings
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.board import board
from lobby.services.lead_home import home as manager_home
from lobby.services.leads import todays_leads
from lobby.services.sources import Sources, open_sources
from lobby.ui.arrival_list import SHOWN_LINES
from lobby.ui.lead_home import figures
from lobby.ui.lead_list import SHOWN_LEADS
from lobby.ui.session import wall_clock
from tests.browser.hands import CLAIMS, FREE, Person, Screen, Told, lead_row

ARRIVALS = """
select arrival.arrival_id, arrival.branch_id, taking.owner_staff_id,
    coalesce(
        (select step.state from arrival_step as step
         where step.arrival_id = arrival.arrival_id and step.state in ('called', 'served', 'left')
         order by step.place desc limit 1),
        'waiting'
    ) as state
from arrival left join arrival_taking as taking on taking.arrival_id = arrival.arrival_id
"""
TAKINGS = """
select json_extract(details, '$.arrival_id'), staff_id from audit
where action in ('arrival_taken', 'arrival_given_back') order by sequence
"""
ANNOUNCED = "select json_extract(details, '$.arrival_id') from audit where action = 'arrival'"
AUDITED = "select json_extract(details, '$.outcome'), staff_id from audit where action = 'outcome'"
STEPS_TOLD = "select count(*) from audit where action in ('lead', 'lead_taken', 'lead_given_back')"
STEPS = "select branch_id, customer_id, version, owner_staff_id from lead_step order by 1, 2, 3"
OVER = ("served", "left")
COUNTS = """['waiting', 'mine', 'all', 'served'].map(one =>
+/\\d+\\s*$/.exec(document.querySelector(`.st-key-arrivals_${one} button`)?.innerText ?? '')?.[0]).join()"""
ROWS = """[...document.querySelectorAll('[class*=st-key-%s]')]
.map(one => /st-key-%s(\\S+)/.exec(one.className)[1]).join()"""
FIGURES = """[...document.querySelectorAll('.st-key-lead_home [data-testid=stMetricValue]')]
.map(one => one.innerText.trim()).join()"""


def ask(home: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the desk store, read behind Lobby's back."""
    with closing(sqlite3.connect(f"file:{home}/desk.sqlite?mode=ro", uri=True)) as desk:
        return desk.execute(query, values).fetchall()


def viewer_of(sources: Sources, person: Person) -> Viewer:
    return staff.viewer(sources, person.staff_id, "beside")


def names(home: Path) -> Mapping[str, str]:
    """What everybody is called, by staff number."""
    with closing(open_sources(Settings(home=home), wall_clock)) as sources:
        return staff.names_of_staff(sources)


def lists_of_leads(home: Path, people: Sequence[Person]) -> Mapping[str, list[str]]:
    """Branch → the customers on the list of its manager, in order."""
    with closing(open_sources(Settings(home=home), wall_clock)) as sources:
        return {
            one.branch_id: [
                lead.customer_id for lead in todays_leads(sources, viewer_of(sources, one), sources.now())
            ]
            for one in people
            if one.role == "manager"
        }


def assert_arrivals_are_there_once(home: Path, told: Told, count: int) -> None:
    """What was announced is there once, none else is, and nobody is left in the branch."""
    rows = ask(home, ARRIVALS)
    assert len(told.posted) == count
    assert sorted(row[0] for row in rows) == sorted(told.posted)
    assert sorted(one for (one,) in ask(home, ANNOUNCED)) == sorted(told.posted)
    assert ask(home, "select count(*) from arrival where joined_id is not null") == [(0,)]
    assert [row[0] for row in rows if row[3] not in OVER] == []
    assert set(told.refused) <= {"called: already_over", "served: already_over", "left: already_over"}


def assert_each_was_taken_by_one(home: Path, told: Told) -> None:
    """Nobody was taken twice, the owner is who took them, and who was told so on a screen is the owner."""
    takings = ask(home, TAKINGS)
    assert len(takings) == len({arrival_id for arrival_id, _ in takings})
    assert sorted(takings) == sorted((row[0], row[2]) for row in ask(home, ARRIVALS) if row[2] is not None)
    assert sorted(told.opened) == sorted(set(told.opened))
    assert set(told.opened) <= set(takings)


def assert_outcomes_are_there_once(home: Path, told: Told) -> None:
    """What a screen told of is there, with its audit, and was recorded by who was told."""
    rows = ask(home, "select outcome_id, staff_id from outcome")
    audited = ask(
        home, "select json_extract(details, '$.outcome'), staff_id from audit where action = 'outcome'"
    )
    assert sorted(audited) == sorted(rows)
    assert len(told.recorded) == len(set(told.recorded))
    assert set(told.recorded) <= set(rows)


def assert_no_lead_is_doubled_or_lost(
    home: Path, told: Told, before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> None:
    """A customer is once on one list; only who was talked to today left it; each lead has the owner told."""
    for lists in (before, after):
        everybody = [customer_id for one in lists.values() for customer_id in one]
        assert len(everybody) == len(set(everybody))
    talked = {one for (one,) in ask(home, "select customer_id from outcome")}
    for branch_id, first in before.items():
        assert set(first) - set(after[branch_id]) <= talked
        assert set(after[branch_id]) <= set(first)
    steps: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for branch_id, customer_id, version, owner in ask(home, STEPS):
        steps[branch_id, customer_id].append((version, owner))
    assert len(steps) == len({customer_id for _, customer_id in steps})
    assert all([place for place, _ in one] == list(range(1, len(one) + 1)) for one in steps.values())
    owners = {customer_id: one[-1][1] for (_, customer_id), one in steps.items()}
    assert dict(ask(home, "select customer_id, owner_staff_id from lead_claim")) == owners
    assert ask(home, STEPS_TOLD) == [(sum(map(len, steps.values())),)]
    assert {one: owners.get(one) for one, _ in told.claimed} == dict(told.claimed)


@dataclass(frozen=True)
class Beside:
    """What one screen must show, of the desk store as another process reads it."""

    home: Path
    sources: Sources
    screen: Screen

    @property
    def person(self) -> Person:
        return self.screen.person

    def assert_board(self) -> None:
        """Counts, the order of who waits, and who is with whom."""
        own = [row for row in ask(self.home, ARRIVALS) if row[1] == self.person.branch_id]
        here = [row for row in own if row[3] not in OVER]
        counts = (
            sum(row[3] == "waiting" for row in own),
            sum(row[2] == self.person.staff_id for row in here),
            len(own),
            sum(row[3] == "served" for row in own),
        )
        self.screen.to_board()
        self.screen.wait(f"({COUNTS}) === '{','.join(map(str, counts))}'")
        found = board(self.sources, viewer_of(self.sources, self.person), self.sources.now())
        waiting = [line.arrival.arrival_id for line in found.lines if line.is_waiting]
        assert sorted(waiting) == sorted(row[0] for row in here if row[3] == "waiting")
        self.screen.wait(shows_rows("arrival_sim", [one[3:] for one in waiting[:SHOWN_LINES]]))
        names = staff.names_of_staff(self.sources)
        for arrival_id, _, owner, _ in here:
            if arrival_id in waiting[:SHOWN_LINES] and owner is not None:
                said = "我在接待" if owner == self.person.staff_id else f"{names[owner]} 在接待"
                row = f"document.querySelector('.st-key-arrival_{arrival_id}').innerText"
                self.screen.wait(f"{row}.includes('{said}')")

    def assert_leads(self) -> None:
        """The list in its order, and whose each lead is."""
        viewer = viewer_of(self.sources, self.person)
        leads = todays_leads(self.sources, viewer, self.sources.now())
        waiting = [one for one in leads if one.is_waiting]
        self.screen.to_leads()
        self.screen.wait(shows_rows("lead_C", [one.customer_id[1:] for one in waiting[:SHOWN_LEADS]]))
        names = staff.names_of_staff(self.sources)
        owners = dict(ask(self.home, "select customer_id, owner_staff_id from lead_claim"))
        for lead in waiting[:SHOWN_LEADS]:
            owner = owners.get(lead.customer_id)
            row = lead_row(lead.customer_id)
            if owner is None:
                self.screen.wait(f"!{row}.includes('在跟进')")
                continue
            said = "我在跟进" if owner == self.person.staff_id else f"{names[owner]} 在跟进"
            self.screen.wait(f"{row}.includes('{said}')")
        if self.person.role == "manager":
            told = figures(manager_home(self.sources, viewer, leads, self.sources.now()))
            self.screen.wait(f"({FIGURES}) === '{','.join(str(count) for _, count in told)}'")

    def assert_mine(self) -> None:
        """The own talks of today, the newest first, and how many leads wait with this person."""
        asked = "select outcome_id from outcome where staff_id = ? order by recorded_at desc, outcome_id desc"
        talks = [one for (one,) in ask(self.home, asked, self.person.staff_id)]
        self.screen.go("mine", ".st-key-mine_talks")
        self.screen.wait(shows_rows("talk_", talks))
        waiting = todays_leads(self.sources, self.manager(), self.sources.now())
        own = [
            one.customer_id[1:] for one in waiting if one.is_waiting and one.taken_by == self.person.staff_id
        ]
        self.screen.wait(shows_rows("my_lead_C", own))

    def manager(self) -> Viewer:
        found = (one for one in staff.members(self.sources) if one.role == "manager")
        return staff.as_viewer(next(one for one in found if one.branch_id == self.person.branch_id))


def shows_rows(begin: str, ends: Sequence[str]) -> str:
    """The expression that is true once just these rows are there, in this order."""
    return f"({ROWS % (begin, begin)}) === '{','.join(ends)}'"


def assert_screens_show(home: Path, screens: Sequence[Screen]) -> None:
    """Every screen, on each of its pages, shows what the desk store holds."""
    with closing(open_sources(Settings(home=home), wall_clock)) as sources:
        for screen in screens:
            beside = Beside(home, sources, screen)
            beside.assert_board()
            beside.assert_mine()
            if screen.person.role != "lobby":
                beside.assert_leads()


def free_on_all(screens: Sequence[Screen]) -> str | None:
    """The first of the waiting who is nobody's on any of the screens."""
    free, *others = (screen.browser.value(FREE) for screen in screens)
    return next((one for one in free if all(one in other for other in others)), None)


def lead_free_for(screen: Screen) -> str | None:
    """The last shown lead that nobody has."""
    found = screen.browser.value(CLAIMS)
    return str(found[-1]) if found else None
