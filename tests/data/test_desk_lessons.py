"""Lessons in the desk store: versioned, written once, with their audit row or not at all."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from lobby.data.desk import Desk, Happening
from lobby.data.desk_lessons import lessons_in, lessons_of, teach
from lobby.domain.teaching import Item
from lobby.domain.viewer import Viewer
from tests.desk_stores import Watch, direct

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
STAFF = Viewer("s1", "何晓", "lobby", "b1")


def tick(
    desk: Desk, item: Item, is_taught: bool = True, customer_id: str = "c1", viewer: Viewer = STAFF
) -> int:
    happening = Happening(viewer, "lesson", customer_id=customer_id, visit_id="v1")
    return teach(desk, item, is_taught, happening).version


def test_each_change_is_a_version_and_the_newest_stands(desk: Desk) -> None:
    assert [tick(desk, "balance"), tick(desk, "balance", False), tick(desk, "balance")] == [1, 2, 3]
    (stands,) = lessons_of(desk, "c1")
    assert (stands.item, stands.version, stands.is_taught, stands.staff_id) == ("balance", 3, True, "s1")
    assert stands.taught_at == NOW
    assert len(desk.audited(9, action="lesson")) == 3


def test_what_stands_is_not_written_again(desk: Desk) -> None:
    assert [tick(desk, "balance"), tick(desk, "balance")] == [1, 1]
    assert len(desk.audited(9, action="lesson")) == 1


def test_two_at_once_write_it_once(desk: Desk) -> None:
    threads = [threading.Thread(target=direct(tick), args=(desk, "limit")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [lesson.version for lesson in lessons_of(desk, "c1")] == [1]
    assert len(desk.audited(9, action="lesson")) == 1


def test_a_branch_sees_its_own_pupils_since_a_day(desk: Desk, watch: Watch) -> None:
    elsewhere = Viewer("s4", "林溪", "lobby", "b2")
    tick(desk, "log_in", customer_id="c1")
    tick(desk, "log_in", customer_id="c2", viewer=elsewhere)
    watch.now = NOW + timedelta(days=1)
    tick(desk, "balance", customer_id="c3")
    assert {one.customer_id for one in lessons_in(desk, "b1", NOW)} == {"c1", "c3"}
    assert {one.customer_id for one in lessons_in(desk, "b1", NOW + timedelta(hours=1))} == {"c3"}


def test_a_lesson_without_a_customer_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError):
        teach(desk, "balance", True, Happening(STAFF, "lesson"))
    assert desk.audited(9) == ()
