"""The board: who is here in the order to turn to them, taken by one, known or not, nothing to overhear."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

import pytest

from lobby.domain.arrivals import Announcement
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.first_line import Waiting
from lobby.domain.viewer import Viewer
from lobby.services import leaving, serving
from lobby.services.arrivals import record
from lobby.services.board import Board, BoardLine, board
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.desk_stores import Watch

SignIn = Callable[[str], Viewer]
QUEUE = Viewer("queue-1", "queue-1", "machine", None)


def come(sources: Sources, ticket: str, customer_id: str | None = None, **told: object) -> str:
    """Somebody takes a ticket at the machine; their arrival."""
    plain = {"source": "queue", "branch_id": "b1", "arrived_at": sources.desk.stamp()}
    known = {"customer_id": customer_id, "identified_by": "card" if customer_id else None}
    announcement = Announcement(f"m-{ticket}", ticket, ticket=ticket, **plain | known | told)  # type: ignore[arg-type]
    return record(sources, QUEUE, announcement).arrival_id


def refusal(run: Callable[[], object]) -> AccessRefused:
    with pytest.raises(AccessRefused) as refused:
        run()
    return refused.value


def tickets(found: Board) -> list[str | None]:
    return [line.arrival.ticket for line in found.lines]


def line_of(sources: Sources, viewer: Viewer, now: datetime, ticket: str) -> BoardLine:
    return next(one for one in board(sources, viewer, now).lines if one.arrival.ticket == ticket)


def test_who_comes_stands_on_the_board_of_that_branch_and_of_no_other(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    come(sources, "A001", "c01", business_type="transfer")
    come(sources, "A002", business_type="cash")
    come(sources, "B001", "c03", branch_id="b2")
    watch.pass_by(minutes=6)
    found = board(sources, signed_in("s1"), now)
    assert tickets(found) == ["A001", "A002"]
    first, second = found.lines
    assert first.came.who is not None
    assert first.came.who.name_masked == "王**"
    assert (first.came.minutes, first.business and first.business.code) == (6, "transfer")
    assert (second.came.who, second.why, second.care_needs) == (None, None, ())
    assert tickets(board(sources, signed_in("s4"), now)) == ["B001"]
    assert refusal(lambda: board(sources, signed_in("s5"), now)).code == "not_for_role"


def test_nothing_on_the_board_may_not_be_read_aloud(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    for number, customer_id in enumerate(("c01", "c05", "c07", "c10", "c12")):
        come(sources, f"A{number:03}", customer_id)
    for line in board(sources, signed_in("s1"), now).lines:
        told = asdict(line)
        assert told.keys() == {"came", "business", "why", "care_needs", "has_priority"}
        assert told["came"]["who"].keys() == {
            "customer_id", "name_masked", "branch_id", "age_band", "tails", "visit", "has_draft",
        }  # fmt: skip


def test_care_unfinished_business_and_age_come_before_the_ticket(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    for ticket, customer_id in (("A001", None), ("A002", "c02"), ("A003", "c10"), ("A004", "c01")):
        come(sources, ticket, customer_id)
    come(sources, "A005", None, business_type="complaint")
    found = board(sources, signed_in("s1"), now)
    assert tickets(found)[0] == "A005"
    assert next(line.why for line in found.lines) == "complaint"
    ranks = {line.arrival.ticket: place for place, line in enumerate(found.lines)}
    assert ranks["A003"] < ranks["A001"]
    assert ranks["A004"] < ranks["A001"]


def test_who_takes_somebody_has_them_and_the_other_is_told_who(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    lobby, adviser = signed_in("s1"), signed_in("s2")
    arrival_id = come(sources, "A001", "c01")
    taken = serving.serve(sources, lobby, arrival_id, 0)
    assert taken.visit is not None
    assert taken.visit.customer_id == "c01"
    told = refusal(lambda: serving.serve(sources, adviser, arrival_id, 0))
    assert (told.code, told.values) == ("arrival_taken", {"name": "何晓"})
    assert not sources.desk.audited(9, action="open", staff_id="s2")
    assert line_of(sources, adviser, now, "A001").came.taken_by_name == "何晓"
    assert serving.serve(sources, lobby, arrival_id, 0).arrival.version == 1


def test_of_eight_who_take_at_once_one_has_them(sources: Sources, signed_in: SignIn) -> None:
    arrival_id, staff = come(sources, "A001"), [signed_in(f"s{1 + number % 2}") for number in range(8)]
    said: list[str] = []

    def take(viewer: Viewer) -> None:
        try:
            serving.serve(sources, viewer, arrival_id, 0)
            said.append(viewer.staff_id)
        except AccessRefused as refused:
            said.append(refused.code)

    threads = [threading.Thread(target=take, args=(viewer,)) for viewer in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(said)) == 2
    assert "arrival_taken" in said
    assert len(sources.desk.audited(9, action="arrival_taken")) == 1


def test_who_is_given_back_or_taken_over_by_the_manager(sources: Sources, signed_in: SignIn) -> None:
    lobby, adviser, manager = signed_in("s1"), signed_in("s2"), signed_in("s3")
    arrival_id = come(sources, "A001")
    serving.take(sources, lobby, arrival_id, 0)
    assert refusal(lambda: serving.give_back(sources, adviser, arrival_id, 1)).code == "arrival_taken"
    assert serving.take(sources, manager, arrival_id, 1).owner_staff_id == "s3"
    assert serving.give_back(sources, manager, arrival_id, 2).owner_staff_id is None
    assert serving.take(sources, adviser, arrival_id, 3).owner_staff_id == "s2"


def test_another_branch_takes_nobody_here(sources: Sources, signed_in: SignIn) -> None:
    arrival_id = come(sources, "A001")
    for run in (
        lambda: serving.take(sources, signed_in("s4"), arrival_id, 0),
        lambda: serving.step(sources, signed_in("s4"), arrival_id, "served"),
        lambda: serving.take(sources, signed_in("s7"), arrival_id, 0),
    ):
        assert refusal(run).code == "unknown_arrival"
    assert not sources.desk.audited(9, action="arrival_taken")


def test_opening_who_is_here_takes_them_where_nobody_has(sources: Sources, signed_in: SignIn) -> None:
    lobby, adviser = signed_in("s1"), signed_in("s2")
    arrival_id = come(sources, "A001", "c01")
    serving.take_if_free(sources, lobby, "c01")
    serving.take_if_free(sources, adviser, "c01")
    assert serving.admit(sources, lobby, arrival_id).owner_staff_id == "s1"
    serving.take_if_free(sources, lobby, "c02")
    assert len(sources.desk.audited(9, action="arrival_taken")) == 1


def test_who_was_served_has_gone_and_is_taken_by_nobody(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    lobby = signed_in("s1")
    arrival_id = come(sources, "A001")
    serving.step(sources, lobby, arrival_id, "served")
    line = line_of(sources, lobby, now, "A001")
    assert (line.came.is_here, line.arrival.state) == (False, "served")
    assert refusal(lambda: serving.take(sources, lobby, arrival_id, 0)).code == "arrival_over"
    assert refusal(lambda: serving.step(sources, lobby, arrival_id, "left")).code == "arrival_over"


def test_a_visitor_turns_out_to_be_a_customer_and_then_not(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    lobby = signed_in("s1")
    arrival_id = come(sources, "A001", business_type="large_cash")
    assert serving.serve(sources, lobby, arrival_id, 0).visit is None
    visit = open_customer(sources, lobby, "c01")
    serving.step(sources, lobby, arrival_id, "identified", "c01")
    line = line_of(sources, lobby, now, "A001")
    assert (line.arrival.customer_id, line.arrival.identified_by) == ("c01", "staff")
    assert serving.waiting_of(sources, lobby, "c01") == Waiting("A001", 0, 0, "large_cash")
    leaving.close(sources, lobby, visit)
    line = line_of(sources, lobby, now, "A001")
    assert (line.arrival.customer_id, line.came.is_here, line.arrival.owner_staff_id) == (None, True, "s1")
    assert serving.waiting_of(sources, lobby, "c01") is None


def test_what_may_be_said_of_the_queue(sources: Sources, signed_in: SignIn, watch: Watch) -> None:
    lobby = signed_in("s1")
    first = come(sources, "A001", business_type="large_cash")
    watch.pass_by(minutes=1)
    come(sources, "A002", business_type="loan")
    watch.pass_by(minutes=1)
    last = come(sources, "A003", "c02", business_type="remittance")
    assert serving.waiting_of(sources, lobby, "c02") == Waiting("A003", 1, 4, "transfer", True)
    serving.step(sources, lobby, first, "left")
    assert serving.waiting_of(sources, lobby, "c02") == Waiting("A003", 0, 0, "transfer", False)
    serving.step(sources, lobby, last, "served")
    assert serving.waiting_of(sources, lobby, "c02") is None


def test_a_ticket_entered_by_hand_is_one_arrival_however_often(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    lobby = signed_in("s1")
    entered = serving.enter(sources, lobby, " a001 ", "cash", "k1")
    assert (entered.ticket, entered.source, entered.staff_id) == ("A001", "staff", "s1")
    assert serving.enter(sources, lobby, " a001 ", "cash", "k1") == entered
    assert serving.enter(sources, lobby, "A001", "cash", "k2").arrival_id == entered.arrival_id
    serving.enter(sources, lobby, "", None, "k3")
    assert tickets(board(sources, lobby, now)) == ["A001", None]
    with pytest.raises(EntryRefused):
        serving.enter(sources, lobby, "A" * 13, None, "k4")
    assert refusal(lambda: serving.enter(sources, signed_in("s7"), "A9", None, "k5")).code == "not_for_role"


def test_a_silent_machine_is_told_of_and_since_when(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    lobby = signed_in("s1")
    assert (board(sources, lobby, now).is_silent, board(sources, lobby, now).heard_at) == (True, None)
    come(sources, "A001")
    heard = sources.bank_time(sources.desk.stamp())
    assert not board(sources, lobby, now).is_silent
    watch.pass_by(minutes=15)
    assert not board(sources, lobby, now).is_silent
    watch.pass_by(minutes=1)
    serving.enter(sources, lobby, "A002", None, "k1")
    found = board(sources, lobby, now)
    assert (found.is_silent, found.heard_at) == (True, heard)


def test_so_many_who_wait_are_a_peak(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    lobby, peak = signed_in("s1"), sources.catalog.policy.talk_peak_people
    for number in range(peak - 1):
        come(sources, f"A{number:03}")
    assert not board(sources, lobby, now).is_peak
    come(sources, "A999")
    assert board(sources, lobby, now).is_peak


def test_a_change_is_on_every_tablet_of_the_branch_at_once_and_on_no_other(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    lobby, adviser, elsewhere = signed_in("s1"), signed_in("s2"), signed_in("s4")
    assert board(sources, lobby, now) is board(sources, adviser, now)
    arrival_id = come(sources, "A001", "c01")
    assert tickets(board(sources, adviser, now)) == tickets(board(sources, lobby, now)) == ["A001"]
    assert tickets(board(sources, elsewhere, now)) == []
    serving.take(sources, lobby, arrival_id, 0)
    assert line_of(sources, adviser, now, "A001").came.taken_by_name == "何晓"
    watch.pass_by(minutes=1)
    assert line_of(sources, adviser, now, "A001").came.minutes == 1
