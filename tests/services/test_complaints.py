"""A complaint with one tap: a number, no offers today on any tablet, and a manager who comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services import complaints
from lobby.services.board import board
from lobby.services.customer import customer_view
from lobby.services.serving import take
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from lobby.services.watching import Watching
from tests.services.test_board import come, refusal

SignIn = Callable[[str], Viewer]


def test_nothing_is_offered_to_them_today_on_any_tablet(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    lobby, adviser = signed_in("s1"), signed_in("s2")
    come(sources, "A001", "c01")
    visit, other = open_customer(sources, lobby, "c01"), open_customer(sources, adviser, "c01")
    before = customer_view(sources, adviser, other, now, "zh_Hans")
    assert before.suggestions
    assert before.say_first.code != "complaint"
    watching = Watching(sources, lambda: "1")
    token = watching.look()["complaint"]

    made = complaints.of_visit(sources, lobby, visit, "k1", now)

    assert made.number == "b1-20261120-01"
    assert complaints.of_visit(sources, lobby, visit, "k1", now) == made
    assert watching.look()["complaint"] != token
    after = customer_view(sources, adviser, other, now, "zh_Hans")
    assert (after.suggestions, after.say_first.code) == ((), "complaint")
    (line,) = board(sources, adviser, now).lines
    assert (line.why, line.arrival.has_complaint) == ("complaint", True)
    assert [row["result"] for row in sources.desk.audited(9, action="complaint")] == ["ok"]


def test_the_manager_is_called_until_one_comes(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    lobby, manager = signed_in("s1"), signed_in("s3")
    visit = open_customer(sources, lobby, "c01")
    complaints.of_visit(sources, lobby, visit, "k1", now)
    (call,) = complaints.calls(sources, manager, now)
    assert (call.told_by, call.who and call.who.name_masked, call.ticket) == ("何晓", "王**", None)
    assert refusal(lambda: complaints.calls(sources, lobby, now)).code == "not_for_role"
    assert refusal(lambda: complaints.answer(sources, lobby, "k1")).code == "not_for_role"
    complaints.answer(sources, manager, "k1")
    complaints.answer(sources, manager, "k1")
    assert complaints.calls(sources, manager, now) == ()
    assert len(sources.desk.audited(9, action="complaint_answered")) == 1
    assert refusal(lambda: complaints.answer(sources, manager, "k9")).code == "unknown_complaint"


def test_who_is_not_known_may_complain_too(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    lobby = signed_in("s1")
    arrival_id = come(sources, "A001")
    take(sources, lobby, arrival_id, 0)
    first = complaints.of_arrival(sources, lobby, arrival_id, "k1")
    second = complaints.of_arrival(sources, lobby, come(sources, "A002"), "k2")
    assert (first.number, second.number) == ("b1-20261120-01", "b1-20261120-02")
    assert [call.ticket for call in complaints.calls(sources, signed_in("s3"), now)] == ["A001", "A002"]
    assert [line.why for line in board(sources, lobby, now).lines] == ["complaint", "complaint"]


def test_another_branch_and_the_audit_take_no_complaint_here(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    arrival_id = come(sources, "A001")
    for staff_id in ("s4", "s7"):
        viewer = signed_in(staff_id)
        with pytest.raises(AccessRefused):
            complaints.of_arrival(sources, viewer, arrival_id, "k1")
    assert complaints.calls(sources, signed_in("s3"), now) == ()
