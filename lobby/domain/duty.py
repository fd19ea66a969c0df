"""Who is on duty where, and how a day's leads are shared out among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from lobby.domain.funnel import missing_speaker
from lobby.domain.policy import Policy
from lobby.domain.viewer import Viewer

Zone = Literal["lobby", "counter", "zone", "loan_desk", "corp_desk"]
Shift = Literal["day", "morning", "afternoon"]
SHIFTS: tuple[Shift, ...] = ("day", "morning", "afternoon")
ZONES: tuple[Zone, ...] = ("lobby", "counter", "zone", "loan_desk", "corp_desk")


@dataclass(frozen=True)
class Duty:
    """One person's day at a branch: where and from when to when; `zone` None: not on duty."""

    branch_id: str
    on_date: date
    staff_id: str
    zone: Zone | None
    from_at: time
    to_at: time
    version: int = 0


@dataclass(frozen=True)
class Task:
    """A lead to share out: any one of `speakers` may talk about it."""

    customer_id: str
    speakers: tuple[str, ...]


def present(people: Iterable[Viewer], duties: Iterable[Duty], at: time) -> tuple[Viewer, ...]:
    """Of `people` those on duty at that time of the day; everybody where nothing was entered for it."""
    entered = {one.staff_id: one for one in duties}
    if not entered:
        return tuple(people)
    here = {
        one.staff_id for one in entered.values() if one.zone is not None and one.from_at <= at < one.to_at
    }
    return tuple(one for one in people if one.staff_id in here)


def hours(shift: Shift, policy: Policy) -> tuple[time, time]:
    """From when to when a shift lasts."""
    opens, noon, closes = (
        time.fromisoformat(one) for one in (policy.duty_opens, policy.duty_noon, policy.duty_closes)
    )
    return {"day": (opens, closes), "morning": (opens, noon), "afternoon": (noon, closes)}[shift]


def shift_of(duty: Duty, policy: Policy) -> Shift:
    """The shift these hours are; the whole day for hours of other times."""
    return next((one for one in SHIFTS if hours(one, policy) == (duty.from_at, duty.to_at)), "day")


def able(task: Task, people: Iterable[Viewer]) -> tuple[Viewer, ...]:
    """Those who may talk about what the lead is about."""
    return tuple(one for one in people if missing_speaker(task.speakers, one) is None)


def shared_out(tasks: Sequence[Task], people: Sequence[Viewer], load: Mapping[str, int]) -> Mapping[str, str]:
    """Customer → staff number: the fairest way to give each task to somebody able.

    `load` is what each person has already. Afterwards nobody has two more than somebody else who could take
    one of the tasks they were given. A task that nobody is able to do is left out.
    """
    carried = {one.staff_id: load.get(one.staff_id, 0) for one in people}
    fit = {task.customer_id: [one.staff_id for one in able(task, people)] for task in tasks}
    given: dict[str, str] = {}
    for customer_id in sorted((one for one in fit if fit[one]), key=lambda one: (len(fit[one]), one)):
        least = min(fit[customer_id], key=lambda staff_id: (carried[staff_id], staff_id))
        given[customer_id] = least
        carried[least] += 1
    while (move := better(given, fit, carried)) is not None:
        customer_id, to = move
        carried[given[customer_id]] -= 1
        carried[to] += 1
        given[customer_id] = to
    return given


def better(
    given: Mapping[str, str], fit: Mapping[str, Sequence[str]], carried: Mapping[str, int]
) -> tuple[str, str] | None:
    """A task and who should rather have it, having at least two less; None where all is fair."""
    for customer_id, has in sorted(given.items()):
        least = min(fit[customer_id], key=lambda staff_id: (carried[staff_id], staff_id))
        if carried[has] - carried[least] > 1:
            return customer_id, least
    return None
