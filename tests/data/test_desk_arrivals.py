"""Arrivals in the desk store of either database: one per person, whatever is announced twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lobby.data import desk_arrivals
from lobby.data.desk import Desk, Happening, Limit
from lobby.domain.arrivals import Announcement, Arrival, Change
from lobby.domain.errors import DeskError
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore, Watch

MACHINE = Viewer("queue-1", "queue-1", "machine", None)
STAFF = Viewer("s1", "何晓", "lobby", "b1", device="ipad-1")
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TOLD = Announcement("m1", "d1", "queue", "b1", NOW, "A037", business_type="transfer")
CARD = Announcement("m2", "d2", "card", "b1", NOW, None, "c01", "card")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(store: DeskStore, watch: Watch) -> Iterator[Desk]:
    opened = store.open(watch)
    yield opened
    opened.close()


def announce(desk: Desk, told: Announcement) -> Arrival:
    happening = Happening(MACHINE, "arrival", told.source, told.customer_id)
    return desk_arrivals.announce(desk, told, NOW - timedelta(hours=4), happening)


def step(
    desk: Desk, arrival_id: str, state: str, viewer: Viewer = STAFF, **named: object
) -> tuple[bool, Arrival | None]:
    return desk_arrivals.take_step(desk, arrival_id, state, Happening(viewer, "arrival_step"), **named)  # type: ignore[arg-type]


def today(desk: Desk, branch_id: str = "b1") -> tuple[Arrival, ...]:
    return desk_arrivals.arrivals_in(desk, branch_id, NOW - timedelta(hours=2))


def test_what_is_announced_stands_as_it_was_said(desk: Desk) -> None:
    arrival = Arrival("m1", "queue", "b1", NOW, NOW, "A037", business_type="transfer")
    assert announce(desk, TOLD) == arrival
    assert (today(desk), today(desk, "b2")) == ((arrival,), ())
    assert desk_arrivals.find(desk, "m1") == arrival
    assert [row["action"] for row in desk.audited(9)] == ["arrival"]


def test_the_same_message_is_one_arrival_and_another_under_its_key_is_refused(
    desk: Desk, watch: Watch
) -> None:
    first = announce(desk, TOLD)
    watch.pass_by(minutes=1)
    assert announce(desk, TOLD) == first
    with pytest.raises(DeskError) as refused:
        announce(desk, replace(TOLD, digest="other"))
    assert refused.value.code == "key_reused"
    assert (len(today(desk)), len(desk.audited(9))) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (TOLD, replace(CARD, ticket="A037"), 1),
        (replace(TOLD, customer_id="c01", identified_by="number"), replace(CARD, ticket="A037"), 1),
        (replace(TOLD, customer_id="c02", identified_by="number"), replace(CARD, ticket="A037"), 2),
        (CARD, replace(TOLD, customer_id="c01", identified_by="number"), 1),
        (replace(CARD, ticket="B001"), replace(TOLD, customer_id="c01", identified_by="number"), 2),
        (TOLD, CARD, 2),
        (TOLD, replace(TOLD, arrival_id="m2"), 1),
        (TOLD, replace(TOLD, arrival_id="m2", branch_id="b2"), 1),
        (replace(TOLD, arrived_at=NOW - timedelta(hours=4, seconds=1)), replace(TOLD, arrival_id="m2"), 1),
    ],
)
def test_two_announcements_of_one_person_are_one_arrival(
    desk: Desk, first: Announcement, second: Announcement, count: int
) -> None:
    announce(desk, first)
    announce(desk, second)
    assert len(today(desk)) == count


def test_a_card_tapped_with_the_ticket_tells_who_it_is(desk: Desk, watch: Watch) -> None:
    announce(desk, TOLD)
    watch.pass_by(minutes=1)
    known = announce(desk, replace(CARD, ticket="A037", arrived_at=watch.now, appointment_id="ap1"))
    assert known == today(desk)[0] == desk_arrivals.find(desk, "m2")
    assert (known.arrival_id, known.arrived_at, known.customer_id, known.identified_by) == (
        "m1",
        NOW,
        "c01",
        "card",
    )
    assert (known.ticket, known.business_type, known.appointment_id) == ("A037", "transfer", "ap1")
    assert desk_arrivals.of_ticket(desk, "b1", "A037", NOW) == (known,)


def test_not_this_customer_unbinds_until_somebody_is_named_again(desk: Desk) -> None:
    announce(desk, replace(TOLD, customer_id="c01", identified_by="number"))
    assert step(desk, "m1", "not_customer")[0]
    assert today(desk)[0].customer_id is None
    assert step(desk, "m1", "not_customer") == (True, today(desk)[0])
    assert step(desk, "m1", "identified", customer_id="c02", identified_by="staff")[0]
    assert not step(desk, "m1", "identified", customer_id="c03", identified_by="staff")[0]
    assert (today(desk)[0].customer_id, today(desk)[0].identified_by) == ("c02", "staff")
    assert len(desk.audited(9, action="arrival_step")) == 2


def test_the_queue_moves_on_and_never_back(desk: Desk, watch: Watch) -> None:
    announce(desk, TOLD)
    watch.pass_by(minutes=6)
    taken, called = step(desk, "m1", "called", MACHINE, sent=("q1", watch.now))
    assert called is not None
    assert (taken, called.state, called.is_waiting) == (True, "called", False)
    watch.pass_by(minutes=3)
    assert called.wait_minutes(watch.now) == 6
    assert step(desk, "m1", "called", MACHINE, sent=("q1", called.steps[0].happened_at)) == (True, called)
    assert step(desk, "m1", "served", MACHINE, sent=("q2", watch.now))[0]
    for state in ("called", "left"):
        assert not step(desk, "m1", state, MACHINE, sent=(f"late-{state}", watch.now))[0]
    assert (today(desk)[0].state, today(desk)[0].steps[0].staff_id) == ("served", None)
    announce(desk, replace(TOLD, arrival_id="m9", digest="d9"))
    assert len(today(desk)) == 2


@pytest.mark.parametrize("other", [("m1", "left", NOW), ("m2", "called", NOW), ("m1", "called", NOW.max)])
def test_a_key_of_the_queue_says_one_thing(desk: Desk, other: tuple[str, str, datetime]) -> None:
    announce(desk, TOLD)
    announce(desk, CARD)
    step(desk, "m1", "called", MACHINE, sent=("q1", NOW))
    arrival_id, state, at = other
    with pytest.raises(DeskError) as refused:
        step(desk, arrival_id, state, MACHINE, sent=("q1", at.replace(tzinfo=UTC)))
    assert refused.value.code == "key_reused"


def test_who_takes_an_arrival_has_it(desk: Desk) -> None:
    announce(desk, TOLD)
    taken = Happening(STAFF, "arrival_taken")
    assert desk_arrivals.change_owner(desk, "m1", "s1", 0, taken)[0]
    won, stands = desk_arrivals.change_owner(desk, "m1", "s2", 0, taken)
    assert (won, stands and (stands.owner_staff_id, stands.version)) == (False, ("s1", 1))
    assert desk_arrivals.change_owner(desk, "m1", "s1", 0, taken) == (True, stands)
    assert desk_arrivals.change_owner(desk, "m1", None, 1, taken)[0]
    assert desk_arrivals.change_owner(desk, "m0", "s1", 0, taken) == (False, None)
    assert len(desk.audited(9, action="arrival_taken")) == 2


def test_every_change_is_counted_in_its_branch(desk: Desk) -> None:
    assert desk_arrivals.changes(desk) == ()
    announce(desk, TOLD)
    announce(desk, TOLD)
    assert desk_arrivals.changes(desk) == (Change("b1", 1, 1, NOW),)
    assert desk_arrivals.change_in(desk, "b1") == Change("b1", 1, 1, NOW)
    assert desk_arrivals.change_in(desk, "b2") is None
    step(desk, "m1", "called")
    assert desk_arrivals.changes(desk) == (Change("b1", 2, 1, NOW),)
    desk_arrivals.change_owner(desk, "m1", "s1", 0, Happening(STAFF, "arrival_taken"))
    announce(desk, replace(CARD, branch_id="b2"))
    assert sorted(desk_arrivals.changes(desk), key=lambda one: one.branch_id) == [
        Change("b1", 3, 1, NOW),
        Change("b2", 1, 1, NOW),
    ]


def test_openings_of_who_is_here_are_neither_limited_nor_counted(desk: Desk) -> None:
    limits = (Limit(1, timedelta(minutes=10)),)

    def opened(visit_id: str, arrival_id: str | None) -> bool:
        happening = Happening(STAFF, "open", customer_id="c01")
        return not isinstance(desk.open_visit(visit_id, happening, limits, arrival_id), Limit)

    assert [opened("v1", "m1"), opened("v2", None), opened("v3", None), opened("v4", "m1")] == [
        True,
        True,
        False,
        True,
    ]
    kept = desk.opening("v1")
    assert kept is not None
    assert kept.arrival_id == "m1"
