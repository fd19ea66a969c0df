"""Arrivals: the own branch's list, masked; who is here is opened without a reason and beyond the limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lobby.data import desk_arrivals
from lobby.data.desk import Happening
from lobby.domain.arrivals import Announcement, Arrival
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import ArrivalLine, live_arrival, record, todays_arrivals
from lobby.services.board import board
from lobby.services.finding import find
from lobby.services.serving import enter
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from lobby.services.watching import Watching
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
MACHINE = Viewer("queue-1", "queue-1", "machine", None)
pytestmark = pytest.mark.both_stores


def came(sources: Sources, arrival_id: str, customer_id: str | None = None, **said: object) -> Arrival:
    told = Announcement(arrival_id, arrival_id, "queue", "b1", sources.clock(), customer_id=customer_id)
    return record(sources, MACHINE, replace(told, **said))  # type: ignore[arg-type]


def lines(sources: Sources, viewer: Viewer, now: datetime) -> dict[str, ArrivalLine]:
    return {line.arrival.arrival_id: line for line in todays_arrivals(sources, viewer, now)}


def test_the_branch_sees_who_came_masked_and_how_long_they_wait(
    sources: Sources, signed_in: SignIn, watch: Watch, now: datetime
) -> None:
    came(sources, "m1", ticket="A037")
    watch.pass_by(minutes=5)
    came(sources, "m2", "c01", identified_by="card")
    came(sources, "m3", branch_id="b2")
    watch.pass_by(minutes=1, seconds=30)
    found = lines(sources, signed_in("s1"), now)
    assert {key: (line.minutes, line.people_ahead, line.is_here) for key, line in found.items()} == {
        "m1": (6, 0, True),
        "m2": (1, 1, True),
    }
    assert found["m1"].who is None
    assert found["m2"].who is not None
    assert found["m2"].who.name_masked == "王**"
    assert list(lines(sources, signed_in("s4"), now)) == ["m3"]


def test_who_took_somebody_is_named(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    staff = signed_in("s1")
    came(sources, "m1")
    desk_arrivals.change_owner(sources.desk, "m1", "s1", 0, Happening(staff, "arrival_taken"))
    assert lines(sources, signed_in("s2"), now)["m1"].taken_by_name == staff.name


def test_yesterday_is_over_and_who_was_not_heard_of_for_long_has_gone(
    sources: Sources, signed_in: SignIn, watch: Watch, now: datetime
) -> None:
    came(sources, "m1", "c01")
    came(sources, "m2", "c02")
    staff = signed_in("s1")
    desk_arrivals.take_step(sources.desk, "m2", "left", Happening(staff, "arrival_step"))
    assert live_arrival(sources, staff, "c02") is None
    watch.pass_by(minutes=sources.catalog.policy.arrival_minutes, seconds=-1)
    assert live_arrival(sources, staff, "c01") is not None
    watch.pass_by(seconds=1)
    assert live_arrival(sources, staff, "c01") is None
    assert [line.is_here for line in todays_arrivals(sources, staff, now)] == [False, False]
    watch.pass_by(hours=12)
    assert todays_arrivals(sources, staff, now) == ()


@pytest.mark.parametrize("staff_id", ["s5", "s6", "s7"])
def test_nobody_without_a_branch_sees_or_enters_arrivals(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str
) -> None:
    viewer = signed_in(staff_id)
    came(sources, "m1", "c01")
    with pytest.raises(AccessRefused):
        board(sources, viewer, now)
    with pytest.raises(AccessRefused):
        enter(sources, viewer, "A1", None, "e1")
    with pytest.raises(AccessRefused):
        record(sources, viewer, Announcement("m2", "d", "staff", "b1", sources.clock()))
    assert live_arrival(sources, viewer, "c01") is None


def test_staff_enter_arrivals_of_their_own_branch_only(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    told = Announcement("m1", "d", "staff", "b1", sources.clock(), "A001", staff_id="s1")
    assert record(sources, signed_in("s1"), told).source == "staff"
    with pytest.raises(AccessRefused):
        record(sources, signed_in("s4"), replace(told, arrival_id="m2"))
    assert list(lines(sources, signed_in("s1"), now)) == ["m1"]


def test_who_came_from_another_branch_is_opened_without_a_reason(sources: Sources, signed_in: SignIn) -> None:
    staff = signed_in("s1")
    with pytest.raises(AccessRefused) as refused:
        open_customer(sources, staff, "c03")
    assert refused.value.code == "reason_needed"
    came(sources, "m1", "c03")
    visit = open_customer(sources, staff, "c03")
    kept = sources.desk.opening(visit.visit_id)
    assert kept is not None
    assert kept.arrival_id == "m1"
    with pytest.raises(AccessRefused):
        open_customer(sources, signed_in("s4"), "c01")


def test_who_is_here_is_opened_beyond_the_limits(sources: Sources, signed_in: SignIn, watch: Watch) -> None:
    staff = signed_in("s1")
    came(sources, "m1", "c01")
    most = sources.catalog.policy.openings_10_minutes
    for _ in range(most):
        open_customer(sources, staff, "c01")
        open_customer(sources, staff, "c02")
    with pytest.raises(AccessRefused) as refused:
        open_customer(sources, staff, "c02")
    assert refused.value.code == "opening_limit"
    assert open_customer(sources, staff, "c01").customer_id == "c01"


def test_only_the_branch_concerned_hears_of_an_arrival(sources: Sources) -> None:
    watching = Watching(sources, lambda: "1")
    before = watching.look()
    came(sources, "m1")
    after = watching.look()
    assert {topic for topic in after if after[topic] != before.get(topic)} == {"arrival:b1"}


def test_what_is_recorded_is_in_the_audit_without_the_ticket(sources: Sources) -> None:
    came(sources, "m1", "c01", ticket="A037", identified_by="card")
    (row,) = sources.desk.audited(9)
    assert (row["action"], row["result"], row["staff_id"], row["role"]) == (
        "arrival",
        "queue",
        "queue-1",
        "machine",
    )
    assert row["customer_id"] == "c01"
    assert row["details"] == {"arrival_id": "m1", "branch_id": "b1", "known_by": "card"}
    assert sources.clock() - row["happened_at"] == timedelta(0)


def test_a_ticket_finds_who_is_there_with_it_in_the_own_branch(
    sources: Sources, signed_in: SignIn, watch: Watch, now: datetime
) -> None:
    def found(text: str, staff_id: str = "s1") -> list[str]:
        return [hit.customer_id for hit in find(sources, signed_in(staff_id), text, now=now).hits]

    came(sources, "m1", "c03", ticket="A37")
    came(sources, "m2", ticket="A38")
    assert [found(text) for text in ("a 37", "Ａ37", "A38", "A3", "37")] == [["c03"], ["c03"], [], [], []]
    assert (found("A37", "s4"), found("A37", "s5")) == ([], [])
    watch.pass_by(minutes=sources.catalog.policy.arrival_minutes)
    assert found("A37") == []
