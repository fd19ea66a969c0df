"""Who is present, and a share of the leads that nobody could call unfair."""

from __future__ import annotations

from collections import Counter
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.domain.duty import SHIFTS, Duty, Task, hours, present, shared_out, shift_of
from lobby.domain.funnel import missing_speaker
from lobby.domain.viewer import Viewer
from tests.portraits import POLICY

QUALIFICATIONS = ("wm", "fund", "loan")
TODAY = date(2026, 11, 20)


def person(number: int, *qualifications: str) -> Viewer:
    return Viewer(f"s{number}", "", "adviser", "b1", frozenset(qualifications))


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Task], list[Viewer], dict[str, int]]:
    """Tasks, people and what each has already."""
    speakers = st.sampled_from([("any",), *((one,) for one in QUALIFICATIONS), ("wm", "fund")])
    tasks = [Task(f"c{place}", draw(speakers)) for place in range(draw(st.integers(0, 12)))]
    people = [
        person(place, *draw(st.sets(st.sampled_from(QUALIFICATIONS))))
        for place in range(draw(st.integers(0, 5)))
    ]
    return tasks, people, {one.staff_id: draw(st.integers(0, 6)) for one in people}


@given(days())
def test_every_task_goes_to_somebody_able_and_no_move_would_be_fairer(
    day: tuple[list[Task], list[Viewer], dict[str, int]],
) -> None:
    tasks, people, load = day
    by_id = {one.staff_id: one for one in people}
    shared = shared_out(tasks, people, load)
    then = Counter(load)
    then.update(shared.values())
    for task in tasks:
        able = [one for one in people if missing_speaker(task.speakers, one) is None]
        assert (task.customer_id in shared) is bool(able)
        if able:
            has = by_id[shared[task.customer_id]]
            assert has in able
            assert all(then[has.staff_id] - then[one.staff_id] <= 1 for one in able)


@given(st.integers(0, 30), st.integers(1, 6))
def test_where_everybody_may_do_everything_nobody_has_two_more(tasks: int, people: int) -> None:
    shared = shared_out(
        [Task(f"c{one}", ("any",)) for one in range(tasks)], [person(one) for one in range(people)], {}
    )
    counts = Counter({f"s{one}": 0 for one in range(people)})
    counts.update(shared.values())
    assert max(counts.values()) - min(counts.values()) <= 1


def test_the_same_day_is_shared_out_alike() -> None:
    tasks = [Task("c2", ("any",)), Task("c1", ("wm",)), Task("c3", ("loan",))]
    people = [person(1, "wm"), person(2)]
    assert shared_out(tasks, people, {}) == {"c1": "s1", "c2": "s2"}
    assert shared_out(tasks[::-1], people[::-1], {}) == {"c1": "s1", "c2": "s2"}


@pytest.mark.parametrize(
    ("at", "here"),
    [
        (time(8, 29), []),
        (time(8, 30), ["s1", "s2"]),
        (time(12, 29), ["s1", "s2"]),
        (time(12, 30), ["s1"]),
        (time(17, 30), []),
    ],
)
def test_present_is_who_is_on_duty_at_that_time(at: time, here: list[str]) -> None:
    people = [person(one) for one in range(1, 5)]
    entered = [
        Duty("b1", TODAY, "s1", "lobby", *hours("day", POLICY)),
        Duty("b1", TODAY, "s2", "zone", *hours("morning", POLICY)),
        Duty("b1", TODAY, "s3", None, *hours("day", POLICY)),
    ]
    assert [one.staff_id for one in present(people, entered, at)] == here


def test_without_a_roster_everybody_counts() -> None:
    assert present([person(1), person(2)], [], time(3, 0)) == (person(1), person(2))


@pytest.mark.parametrize("shift", SHIFTS)
def test_a_shift_is_known_by_its_hours(shift: str) -> None:
    entered = Duty("b1", TODAY, "s1", "lobby", *hours(shift, POLICY))  # type: ignore[arg-type]
    assert shift_of(entered, POLICY) == shift
