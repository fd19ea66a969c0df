"""Who may take a referred customer over, who is asked first, and who may answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lobby.domain.referrals import (
    NEXT,
    OPEN,
    Receiver,
    Referral,
    ReferralState,
    Step,
    Subject,
    Tally,
    best_first,
    may_answer,
    next_states,
    tally,
    works_at,
)
from lobby.domain.viewer import Role, Viewer

MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


def staff(staff_id: str, role: Role = "adviser", branch_id: str = "b1", *held: str) -> Viewer:
    return Viewer(staff_id, staff_id, role, branch_id, frozenset(held))


def referral(
    receiver: Receiver, *states: tuple[ReferralState, str], speakers: tuple[str, ...] = ("fund",)
) -> Referral:
    steps = (("made", "maker"), *states)
    return Referral(
        "r1", "c1", "v1", Subject("product", "fund_mm"), receiver, "b1", speakers, (),
        tuple(Step(state, who, MOMENT + timedelta(minutes=i)) for i, (state, who) in enumerate(steps)),  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_best_qualified_comes_first() -> None:
    known = [
        staff("s9", "lobby", "b1", "loan"),
        staff("s8", "adviser", "b1", "corp"),
        staff("s7", "adviser", "b1", "loan"),
        staff("s6", "adviser", "b1", "loan"),
        staff("s5", "adviser", "b1", "fund"),
        staff("s4", "lobby"),
    ]
    ordered = best_first(known, ("loan", "corp"), {"s6": 2, "s9": 0})
    assert [one.staff_id for one in ordered] == ["s7", "s6", "s9", "s8"]


@pytest.mark.parametrize(
    ("desk", "role", "held", "does"),
    [
        ("zone", "adviser", "wm", True),
        ("zone", "adviser", "fund", True),
        ("zone", "lobby", "ins", True),
        ("zone", "adviser", "loan", False),
        ("loan_desk", "adviser", "loan", True),
        ("loan_desk", "adviser", "corp", False),
        ("corp_desk", "adviser", "corp", True),
        ("counter", "teller", "", True),
        ("counter", "adviser", "wm", False),
    ],
)
def test_who_works_at_a_desk(desk: str, role: Role, held: str, does: bool) -> None:
    assert works_at(staff("s1", role, "b1", *([held] if held else [])), desk) is does


COLLEAGUE, ZONE, BRANCH = Receiver("colleague", "s2"), Receiver("desk", "zone"), Receiver("branch", "b1")
FUND, LOAN = staff("s2", "adviser", "b1", "fund"), staff("s3", "adviser", "b1", "loan")
MANAGER, FAR = staff("s4", "manager"), staff("s5", "manager", "b2", "fund")


@pytest.mark.parametrize(
    ("receiver", "who", "may"),
    [
        (COLLEAGUE, FUND, True),
        (COLLEAGUE, LOAN, False),
        (COLLEAGUE, MANAGER, True),
        (COLLEAGUE, FAR, False),
        (COLLEAGUE, staff("maker", "manager"), False),
        (COLLEAGUE, staff("s2", "head_office"), False),
        (ZONE, FUND, True),
        (ZONE, LOAN, False),
        (ZONE, MANAGER, True),
        (ZONE, FAR, False),
        (ZONE, staff("s6", "adviser", "b2", "fund"), False),
        (BRANCH, FUND, True),
        (BRANCH, LOAN, False),
        (BRANCH, FAR, False),
    ],
)
def test_who_may_answer(receiver: Receiver, who: Viewer, may: bool) -> None:
    assert may_answer(who, referral(receiver)) is may


def test_once_accepted_it_is_the_takers_and_the_managers() -> None:
    taken = referral(ZONE, ("accepted", "s2"))
    other = staff("s7", "adviser", "b1", "fund")
    assert [may_answer(one, taken) for one in (FUND, MANAGER, other)] == [True, True, False]


@pytest.mark.parametrize("state", NEXT)
def test_what_is_closed_takes_no_step_and_only_what_nobody_accepted_is_taken_back(
    state: ReferralState,
) -> None:
    steps = [] if state == "made" else [("accepted", "s2")] if state == "accepted" else [(state, "s2")]
    found = referral(COLLEAGUE, *steps)  # type: ignore[arg-type]
    assert (next_states(found, FUND) != ()) is (state in OPEN)
    assert next_states(found, staff("maker")) == (("withdrawn",) if state == "made" else ())
    assert next_states(found, LOAN) == ()


def test_credit_counts_for_who_made_and_who_took() -> None:
    found = [
        referral(COLLEAGUE),
        referral(COLLEAGUE, ("accepted", "s2")),
        referral(COLLEAGUE, ("accepted", "s2"), ("done", "s2")),
        referral(COLLEAGUE, ("accepted", "s2"), ("returned", "s2")),
        referral(COLLEAGUE, ("returned", "s2")),
        referral(COLLEAGUE, ("withdrawn", "maker")),
    ]
    assert tally(found, "maker") == Tally(5, 3, 1, 0, 0)
    assert tally(found, "s2") == Tally(0, 0, 0, 3, 1)
    assert tally(found, "s3") == Tally(0, 0, 0, 0, 0)
