"""How far a lead has come, and when it is escalated, to the day and the moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lobby.domain.leads import Claim, StepState, escalation, holder, standing, status
from tests.portraits import POLICY

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def claim(state: StepState, owner: str | None = "s1", until_on: date | None = None) -> Claim:
    return Claim("b1", "c01", owner, 1, AT, state, until_on)


@pytest.mark.parametrize(
    ("stands", "expected"),
    [
        (None, "new"),
        (claim("taken"), "taken"),
        (claim("assigned"), "taken"),
        (claim("referred"), "taken"),
        (claim("given_back", None), "new"),
        (claim("snoozed", "s1", TODAY + DAY), "snoozed"),
        (claim("snoozed", "s1", TODAY), "taken"),
        (claim("snoozed", None, TODAY), "new"),
        (claim("escalated"), "escalated"),
        (claim("done"), "done"),
    ],
)
def test_the_last_step_says_how_far_it_is(stands: Claim | None, expected: str) -> None:
    assert status(stands, TODAY, None) == expected


def test_a_talk_since_the_last_step_settles_it() -> None:
    assert status(None, TODAY, AT) == "done"
    assert status(claim("taken"), TODAY, AT) == "done"
    assert status(claim("taken"), TODAY, AT - timedelta(seconds=1)) == "taken"


def test_a_lead_that_rests_is_as_if_nobody_had_touched_it() -> None:
    taken = claim("taken")
    assert holder(taken, AT + 14 * DAY - timedelta(seconds=1), 14) == "s1"
    assert (holder(taken, AT + 14 * DAY, 14), standing(taken, AT + 14 * DAY, 14)) == (None, None)


@pytest.mark.parametrize(
    ("days_late", "level"), [(-1, 0), (0, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3), (90, 3)]
)
def test_a_lead_is_escalated_after_3_5_and_7_days(days_late: int, level: int) -> None:
    assert escalation(TODAY - days_late * DAY, TODAY, POLICY) == level
