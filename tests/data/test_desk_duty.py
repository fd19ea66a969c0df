"""The roster in the desk store of either database: of two who change one day, one is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from lobby.data.desk import Desk, Happening
from lobby.data.desk_duty import duties, keep, token
from lobby.domain.duty import Duty
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore

MANAGER = Viewer("m1", "林示例", "manager", "b1")
TODAY = date(2026, 11, 20)
FIRST = Duty("b1", TODAY, "s1", "lobby", time(8, 30), time(17, 30))
SECOND = replace(FIRST, staff_id="s2", zone="zone", to_at=time(12, 30))


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(lambda: datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    yield opened
    opened.close()


def enter(desk: Desk, *wanted: Duty) -> bool:
    return keep(desk, wanted, Happening(MANAGER, "duty"))


def test_what_was_entered_stands_with_its_version(desk: Desk) -> None:
    assert duties(desk, "b1", TODAY, TODAY) == ()
    assert enter(desk, FIRST, SECOND)
    assert duties(desk, "b1", TODAY, TODAY) == (replace(FIRST, version=1), replace(SECOND, version=1))
    assert enter(desk, replace(FIRST, zone=None, version=1))
    assert duties(desk, "b1", TODAY, TODAY)[0] == replace(FIRST, zone=None, version=2)
    assert duties(desk, "b2", TODAY, TODAY) == ()
    assert len(desk.audited(9, action="duty")) == 2


def test_f29_who_saw_an_older_day_changes_nothing_of_it(desk: Desk) -> None:
    enter(desk, FIRST)
    before = token(desk)
    assert not enter(desk, SECOND, replace(FIRST, zone="counter"))
    assert duties(desk, "b1", TODAY, TODAY) == (replace(FIRST, version=1),)
    assert token(desk) == before
    assert len(desk.audited(9)) == 1


def test_a_double_tap_is_one_change(desk: Desk) -> None:
    assert enter(desk, FIRST)
    assert enter(desk, FIRST)
    assert len(desk.audited(9)) == 1
