"""The roster of the tiny bank: entered by the manager, seen by advisers, copied from the day before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services import roster
from lobby.services.roster import Roster
from lobby.services.sources import Sources

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
DAY = timedelta(days=1)


def told(shown: Roster) -> list[tuple[str, str | None, str, bool]]:
    return [(one.person.staff_id, one.zone, one.shift, one.is_here) for one in shown.lines]


def code_of(run: Callable[[], object]) -> str:
    with pytest.raises(AccessRefused) as refused:
        run()
    return refused.value.code


def test_the_manager_puts_people_on_duty(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    manager = signed_in("s3")
    empty = roster.roster(sources, manager, now.date(), now)
    assert (empty.is_entered, empty.may_change) == (False, True)
    assert [one[:2] for one in told(empty)] == [("s1", None), ("s2", None), ("s3", None)]
    assert [one.staff_id for one in roster.present_takers(sources, "b1", now)] == ["s1", "s2"]
    roster.enter(sources, manager, now.date(), empty.lines[1], "zone", "afternoon", now)
    shown = roster.roster(sources, signed_in("s2"), now.date(), now)
    assert told(shown)[1] == ("s2", "zone", "afternoon", False)
    assert (shown.is_entered, shown.may_change) == (True, False)
    assert roster.present_takers(sources, "b1", now) == ()
    later = now.replace(hour=12, minute=30)
    assert [one.staff_id for one in roster.present_takers(sources, "b1", later)] == ["s2"]
    (row,) = sources.desk.audited(9, action="duty")
    assert row["details"] == {"staff": "s2", "on": "2026-11-20", "zone": "zone", "shift": "afternoon"}


def test_a_day_is_copied_from_the_one_before(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    manager = signed_in("s3")
    today = roster.roster(sources, manager, now.date(), now)
    roster.enter(sources, manager, now.date(), today.lines[0], "lobby", "day", now)
    tomorrow = roster.roster(sources, manager, now.date() + DAY, now)
    assert roster.copy_day(sources, manager, tomorrow, now) == 1
    copied = roster.roster(sources, manager, now.date() + DAY, now)
    assert told(copied)[0] == ("s1", "lobby", "day", False)
    assert code_of(lambda: roster.copy_day(sources, manager, today, now)) == "duty_empty"


def test_of_two_managers_screens_the_older_changes_nothing(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager = signed_in("s3")
    shown = roster.roster(sources, manager, now.date(), now)
    roster.enter(sources, manager, now.date(), shown.lines[0], "lobby", "day", now)
    told_ = code_of(lambda: roster.enter(sources, manager, now.date(), shown.lines[0], "counter", "day", now))
    assert told_ == "duty_changed"
    assert told(roster.roster(sources, manager, now.date(), now))[0][1] == "lobby"


def test_only_the_manager_enters_and_only_this_week(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager, adviser = signed_in("s3"), signed_in("s2")
    line = roster.roster(sources, manager, now.date(), now).lines[0]
    for viewer, day, code in (
        (adviser, now.date(), "not_for_role"),
        (signed_in("s1"), now.date(), "not_for_role"),
        (manager, now.date() - DAY, "duty_day"),
        (manager, now.date() + 7 * DAY, "duty_day"),
    ):
        assert code_of(lambda: roster.enter(sources, viewer, day, line, "lobby", "day", now)) == code  # noqa: B023 called at once
    assert sources.desk.audited(9, action="duty") == ()
