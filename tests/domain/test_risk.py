"""The course of a risk case, and what it holds back."""

from datetime import UTC, datetime, timedelta

import pytest

from lobby.domain.risk import CaseState, Course, Step, StepRefusal, holds_back, is_new, refusal

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
QUIET = timedelta(days=180)
FLAG = ("card_cash_out", "k1")


def steps(*states: tuple[CaseState, str], days_ago: int = 1) -> tuple[Step, ...]:
    return tuple(Step(state, staff_id, NOW - timedelta(days=days_ago), "seen") for state, staff_id in states)


def course(*states: tuple[CaseState, str], days_ago: int = 1, flag: tuple[str, str] = FLAG) -> Course:
    return Course(*flag, steps(*states, days_ago=days_ago))


OPEN: tuple[tuple[CaseState, str], ...] = (("open", "r1"),)
CONFIRMED: tuple[tuple[CaseState, str], ...] = (*OPEN, ("confirmed", "r1"))
CLEARED: tuple[tuple[CaseState, str], ...] = (*OPEN, ("cleared", "r1"))
HELD: tuple[tuple[CaseState, str], ...] = (*CONFIRMED, ("hold_asked", "r2"))


@pytest.mark.parametrize(
    ("taken", "state", "staff_id", "note", "refused"),
    [
        (OPEN, "confirmed", "r1", "seen", None),
        (OPEN, "cleared", "r2", "seen", None),
        (OPEN, "confirmed", "r1", " \n", "note_needed"),
        (OPEN, "hold_asked", "r2", "seen", "step_not_next"),
        (OPEN, "open", "r2", "seen", "step_not_next"),
        (CONFIRMED, "hold_asked", "r2", "seen", None),
        (CONFIRMED, "hold_asked", "r1", "seen", "second_person_needed"),
        (CONFIRMED, "cleared", "r2", "seen", "step_not_next"),
        (CLEARED, "confirmed", "r2", "seen", "step_not_next"),
        (CLEARED, "hold_asked", "r2", "seen", "step_not_next"),
        (HELD, "hold_asked", "r3", "seen", "step_not_next"),
        (HELD, "cleared", "r3", "seen", "step_not_next"),
    ],
)
def test_the_course_of_a_case(
    taken: tuple[tuple[CaseState, str], ...],
    state: CaseState,
    staff_id: str,
    note: str,
    refused: StepRefusal | None,
) -> None:
    assert refusal(steps(*taken), state, staff_id, note) == refused


@pytest.mark.parametrize(
    ("flags", "courses", "held"),
    [
        ([], [], set()),
        ([FLAG], [], {"card_cash_out"}),
        ([FLAG], [course(*OPEN)], {"card_cash_out"}),
        ([FLAG], [course(*CLEARED)], set()),
        ([FLAG], [course(*CLEARED, days_ago=179)], set()),
        ([FLAG], [course(*CLEARED, days_ago=180)], {"card_cash_out"}),
        ([FLAG], [course(*CLEARED, flag=("card_cash_out", "k2"))], {"card_cash_out"}),
        ([FLAG, ("fund_collection", "a1")], [course(*CLEARED)], {"fund_collection"}),
        ([], [course(*OPEN)], set()),
        ([], [course(*CONFIRMED, days_ago=900)], {"card_cash_out"}),
        ([], [course(*HELD)], {"card_cash_out"}),
    ],
)
def test_what_holds_offers_back(flags: list[tuple[str, str]], courses: list[Course], held: set[str]) -> None:
    assert holds_back(flags, courses, NOW, QUIET) == held


@pytest.mark.parametrize(
    ("courses", "new"),
    [
        ([], True),
        ([course(*OPEN)], False),
        ([course(*CONFIRMED, days_ago=900)], False),
        ([course(*CLEARED, days_ago=179)], False),
        ([course(*CLEARED, days_ago=180)], True),
        ([course(*CLEARED, days_ago=180), course(*OPEN)], False),
        ([course(*OPEN, flag=("card_cash_out", "k2"))], True),
    ],
)
def test_a_flag_is_new_while_nobody_has_a_case_about_it(courses: list[Course], new: bool) -> None:
    assert is_new(FLAG, courses, NOW, QUIET) == new
