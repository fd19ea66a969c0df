"""Decisions drawn by lot: the same seed the same lot, the own branch for a manager, each explained once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.customer import look
from lobby.services.decisions import keep_decision
from lobby.services.inspection import drawn, inspect
from lobby.services.since import since
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]


def decide(sources: Sources, viewer: Viewer, customer_id: str, now: datetime) -> None:
    visit = open_customer(sources, viewer, customer_id)
    changed = since(sources, viewer, customer_id, now)
    keep_decision(sources, look(sources, viewer, visit, now, "en", changed)[1])


def test_a_seed_draws_the_same_lot_again_and_another_one_another() -> None:
    numbers = [f"{place:03}" for place in range(100)]
    lots = [drawn(numbers, seed, 20) for seed in ("a", "a", "b")]
    assert lots[0] == lots[1] == drawn(reversed(numbers), "a", 20)
    assert len(set(lots[0])) == 20
    assert set(lots[0]) != set(lots[2])
    assert set(drawn(numbers[:5], "a", 20)) == set(numbers[:5])


def test_each_tells_who_what_by_which_versions_and_whether_it_would_be_the_same(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    for customer_id in ("c01", "c05"):
        decide(sources, signed_in("s1"), customer_id, now)
        watch.pass_by(minutes=1)
    decide(sources, signed_in("s4"), "c03", now)
    found = inspect(sources, signed_in("s3"), "2026-11-20", now)
    assert [(one.explanation.customer_id, one.staff_name) for one in found] == [
        ("c01", "何晓"),
        ("c05", "何晓"),
    ]
    assert [one.consents for one in found] == [
        {"marketing": True, "profiling": False},
        {"marketing": False, "profiling": False},
    ]
    assert all(one.explanation.is_equal for one in found)
    assert found[0].explanation.versions["catalog"] == sources.catalog.fingerprint
    assert len(sources.desk.audited(9, action="explain")) == 2
    everywhere = inspect(sources, signed_in("s7"), "2026-11-20", now)
    assert [one.explanation.customer_id for one in everywhere] == ["c01", "c05", "c03"]
    watch.pass_by(days=8)
    assert inspect(sources, signed_in("s7"), "2026-11-20", now) == ()


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s5", "s6"])
def test_nobody_else_inspects(sources: Sources, signed_in: SignIn, now: datetime, staff_id: str) -> None:
    with pytest.raises(AccessRefused):
        inspect(sources, signed_in(staff_id), "x", now)
