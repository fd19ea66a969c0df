"""The course of a risk case: open → confirmed or cleared → a hold asked for, by a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

CaseState = Literal["open", "confirmed", "cleared", "hold_asked"]
StepRefusal = Literal["step_not_next", "second_person_needed", "note_needed"]

NEXT: Mapping[CaseState, tuple[CaseState, ...]] = {
    "open": ("confirmed", "cleared"),
    "confirmed": ("hold_asked",),
    "cleared": (),
    "hold_asked": (),
}
SUSPECTED: frozenset[CaseState] = frozenset({"confirmed", "hold_asked"})


@dataclass(frozen=True)
class Step:
    """What one person made of a case, and why; `happened_at` is aware."""

    state: CaseState
    staff_id: str
    happened_at: datetime
    note: str


@dataclass(frozen=True)
class Course:
    """The steps of one case about `subject`, in order; the first one opens it."""

    flag_code: str
    subject: str
    steps: tuple[Step, ...]

    @property
    def state(self) -> CaseState:
        """How far the case has come."""
        return self.steps[-1].state


def refusal(steps: Sequence[Step], state: CaseState, staff_id: str, note: str) -> StepRefusal | None:
    """Why this person may not take a case with these steps to `state`, or None."""
    if not note.strip():
        return "note_needed"
    if state not in NEXT[steps[-1].state]:
        return "step_not_next"
    return "second_person_needed" if needs_second_person(steps, state, staff_id) else None


def needs_second_person(steps: Sequence[Step], state: CaseState, staff_id: str) -> bool:
    """A hold is asked for by somebody else than who confirmed the suspicion."""
    return state == "hold_asked" and steps[-1].staff_id == staff_id


def holds_back(
    flags: Sequence[tuple[str, str]], courses: Sequence[Course], now: datetime, quiet: timedelta
) -> frozenset[str]:
    """The codes of what holds offers back from somebody: flags nobody cleared, and confirmed cases.

    `flags` are code and subject of the flags alive, `courses` the cases the person is involved in; a
    cleared case keeps its flag quiet for the time `quiet`.
    """
    confirmed = {course.flag_code for course in courses if course.state in SUSPECTED}
    quiet_now = {(course.flag_code, course.subject) for course in courses if is_quiet(course, now, quiet)}
    return frozenset(confirmed | {code for code, subject in flags if (code, subject) not in quiet_now})


def is_quiet(course: Course, now: datetime, quiet: timedelta) -> bool:
    """Was this case cleared so lately that the same flag says nothing new?"""
    return course.state == "cleared" and now - course.steps[-1].happened_at < quiet


def is_new(flag: tuple[str, str], courses: Sequence[Course], now: datetime, quiet: timedelta) -> bool:
    """Has nobody a case under way, confirmed or lately cleared about this flag (code and subject)?"""
    alike = [course for course in courses if (course.flag_code, course.subject) == flag]
    return all(course.state == "cleared" and not is_quiet(course, now, quiet) for course in alike)
