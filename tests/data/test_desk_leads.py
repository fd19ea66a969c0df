"""Leads in the desk store of either database: of all who take one, one has it, and the audit says who."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lobby.data.desk import Desk, Happening
from lobby.data.desk_leads import change_owner, claim_on, claims_in, token
from lobby.domain.leads import Claim
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore

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
    viewer = replace(VIEWER, staff_id=owner or "s0")
    key = {"branch_id": "b1", "customer_id": customer_id}
    return change_owner(desk, key, owner, version, Happening(viewer, "lead_taken", customer_id=customer_id))


def test_a_lead_is_taken_given_back_and_taken_by_another(desk: Desk) -> None:
    first = Claim("b1", "c01", "s1", 1, NOW)
    assert take(desk, "c01", "s1", 0) == first
    assert claim_on(desk, "b1", "c01") == first
    assert take(desk, "c01", "s2", 0) is None
    assert take(desk, "c01", None, 1) == Claim("b1", "c01", None, 2, NOW)
    assert take(desk, "c01", "s2", 2) == Claim("b1", "c01", "s2", 3, NOW)
    assert claims_in(desk, "b1") == {"c01": Claim("b1", "c01", "s2", 3, NOW)}
    assert (claims_in(desk, "b2"), claim_on(desk, "b1", "c02")) == ({}, None)
    assert len(desk.audited(9)) == 3


def test_a_double_tap_takes_it_once(desk: Desk) -> None:
    assert take(desk, "c01", "s1", 0) == take(desk, "c01", "s1", 0) == Claim("b1", "c01", "s1", 1, NOW)
    assert len(desk.audited(9)) == 1


def test_every_change_has_another_token(desk: Desk) -> None:
    tokens = [token(desk)]
    for version, owner in enumerate(("s1", None, "s1")):
        take(desk, "c01", owner, version)
        tokens.append(token(desk))
    take(desk, "c02", "s1", 0)
    assert len({*tokens, token(desk)}) == 5


def test_of_eight_who_take_every_lead_one_has_each_and_the_others_see_who(desk: Desk) -> None:
    gate = threading.Barrier(THREADS)
    won: list[tuple[str, str]] = []
    told: list[tuple[str, str]] = []

    def run(staff_id: str) -> None:
        gate.wait()
        for customer_id in LEADS:
            if take(desk, customer_id, staff_id, 0) is None:
                stands = claim_on(desk, "b1", customer_id)
                assert stands is not None
                told.append((customer_id, str(stands.owner_staff_id)))
            else:
                won.append((customer_id, staff_id))

    threads = [threading.Thread(target=run, args=(f"s{number}",)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(customer_id for customer_id, _ in won) == list(LEADS)
    assert sorted(told) == sorted(won * (THREADS - 1))
    assert {claim.customer_id: claim.owner_staff_id for claim in claims_in(desk, "b1").values()} == dict(won)
    audited = desk.audited(99, action="lead_taken")
    assert sorted((row["customer_id"], row["staff_id"]) for row in audited) == sorted(won)
