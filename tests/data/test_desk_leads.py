"""Leads in the desk store of either database: of all who take one, one has it, and the audit says who."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lobby.data.desk import Desk, Happening
from lobby.data.desk_leads import Move, claim_on, claims_in, take_step, take_steps, tokens
from lobby.domain.leads import Claim, LeadStep, StepState
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore, direct, rows_of

VIEWER = Viewer("s0", "林示例", "adviser", "b1")
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LEADS = tuple(f"c{number:02}" for number in range(25))
THREADS = 8


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(lambda: NOW, busy_seconds=30)
    yield opened
    opened.close()


def take(desk: Desk, customer_id: str, owner: str | None, version: int) -> Claim | None:
    return take_step(desk, "b1", move(customer_id, owner, version))


def move(customer_id: str, owner: str | None, version: int, until_on: date | None = None) -> Move:
    viewer = replace(VIEWER, staff_id=owner or "s0")
    state: StepState = "given_back" if owner is None else "snoozed" if until_on else "taken"
    happening = Happening(viewer, "lead_taken", customer_id=customer_id)
    return Move(customer_id, version, LeadStep(state, owner, until_on), happening)


def test_a_lead_is_taken_given_back_and_taken_by_another(desk: Desk) -> None:
    first = Claim("b1", "c01", "s1", 1, NOW)
    assert take(desk, "c01", "s1", 0) == first
    assert claim_on(desk, "b1", "c01") == first
    assert take(desk, "c01", "s2", 0) is None
    assert take(desk, "c01", None, 1) == Claim("b1", "c01", None, 2, NOW, "given_back")
    assert take(desk, "c01", "s2", 2) == Claim("b1", "c01", "s2", 3, NOW)
    assert claims_in(desk, "b1") == {"c01": Claim("b1", "c01", "s2", 3, NOW)}
    assert (claims_in(desk, "b2"), claim_on(desk, "b1", "c02")) == ({}, None)
    assert len(desk.audited(9)) == 3


def test_a_double_tap_takes_it_once(desk: Desk) -> None:
    assert take(desk, "c01", "s1", 0) == take(desk, "c01", "s1", 0) == Claim("b1", "c01", "s1", 1, NOW)
    assert len(desk.audited(9)) == 1


def test_every_change_has_another_token_in_its_branch_alone(desk: Desk) -> None:
    seen = [tokens(desk)]
    for version, owner in enumerate(("s1", None, "s1")):
        take(desk, "c01", owner, version)
        seen.append(tokens(desk))
    take(desk, "c02", "s1", 0)
    before = tokens(desk)
    assert len({one.get("b1") for one in (*seen, before)}) == 5
    take_step(desk, "b2", move("c03", "s1", 0))
    assert tokens(desk) == {**before, "b2": "1"}


def test_f28_of_eight_who_take_every_lead_one_has_each_and_the_others_see_who(desk: Desk) -> None:
    check_race(desk, LEADS)


@pytest.mark.proof
def test_f28_of_eight_who_take_400_leads_each_has_one_owner(desk: Desk) -> None:
    check_race(desk, tuple(f"c{number:03}" for number in range(400)))


def check_race(desk: Desk, leads: tuple[str, ...]) -> None:
    """Eight people take all of them at once: each lead has one owner, and the others are told who."""
    gate = threading.Barrier(THREADS)
    won: list[tuple[str, str]] = []
    told: list[tuple[str, str]] = []

    def run(staff_id: str) -> None:
        gate.wait()
        for customer_id in leads:
            if take(desk, customer_id, staff_id, 0) is None:
                stands = claim_on(desk, "b1", customer_id)
                assert stands is not None
                told.append((customer_id, str(stands.owner_staff_id)))
            else:
                won.append((customer_id, staff_id))

    threads = [threading.Thread(target=direct(run), args=(f"s{number}",)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(customer_id for customer_id, _ in won) == list(leads)
    assert sorted(told) == sorted(won * (THREADS - 1))
    assert {claim.customer_id: claim.owner_staff_id for claim in claims_in(desk, "b1").values()} == dict(won)
    audited = desk.audited(len(leads) + 1, action="lead_taken")
    assert sorted((row["customer_id"], row["staff_id"]) for row in audited) == sorted(won)


def test_each_step_is_kept_and_the_last_one_stands(desk: Desk, store: DeskStore) -> None:
    until = date(2026, 11, 24)
    take(desk, "c01", "s1", 0)
    assert take_step(desk, "b1", move("c01", "s1", 1, until)) == Claim(
        "b1", "c01", "s1", 2, NOW, "snoozed", until
    )
    rows = rows_of(store.address, "select version, state, staff_id, owner_staff_id from lead_step order by 1")
    assert rows == [(1, "taken", "s1", "s1"), (2, "snoozed", "s1", "s1")]


def test_of_several_steps_the_one_that_came_too_late_is_told(desk: Desk) -> None:
    take(desk, "c02", "s9", 0)
    written = take_steps(desk, "b1", [move("c01", "s1", 0), move("c02", "s1", 0), move("c03", "s2", 0)])
    assert [one and one.owner_staff_id for one in written] == ["s1", None, "s2"]
    assert {code: one.owner_staff_id for code, one in claims_in(desk, "b1").items()} == {
        "c01": "s1",
        "c02": "s9",
        "c03": "s2",
    }
    assert len(desk.audited(9)) == 3


def test_a_lead_taken_before_its_steps_were_kept_stands_as_taken(desk: Desk, store: DeskStore) -> None:
    store.run("insert into lead_claim values ('b1', 'c01', 's1', 3, '2026-11-20 01:00:00')")
    assert claim_on(desk, "b1", "c01") == Claim("b1", "c01", "s1", 3, NOW)
    store.run("update lead_claim set owner_staff_id = null")
    assert claim_on(desk, "b1", "c01") == Claim("b1", "c01", None, 3, NOW, "given_back")
