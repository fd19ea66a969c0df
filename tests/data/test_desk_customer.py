"""What customers say at a desk, in both databases: consents, erasure, faces and references, each once."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from lobby.data.desk import Desk, Happening
from lobby.data.desk_consents import Said, consents_of, keep, refused
from lobby.data.desk_continuations import find, make, redeem, revoke
from lobby.data.desk_erasures import answer, open_requests, receive, request_of_customer
from lobby.data.desk_faces import faces_of, tap
from lobby.domain.consent import Purpose, Statement
from lobby.domain.continuing import Subject, mark_of
from lobby.domain.errors import DeskError
from lobby.domain.viewer import Viewer
from tests.desk_stores import Watch, direct

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
STAFF = Viewer("s2", "马驰", "adviser", "b1")
TAPS = 8


def about(customer_id: str, visit_id: str = "v1") -> Happening:
    return Happening(STAFF, "consent", customer_id=customer_id, visit_id=visit_id)


def said(desk: Desk, key: str, customer_id: str, purpose: Purpose, is_granted: bool) -> None:
    keep(desk, key, Said(purpose, "any", is_granted, None, "zh_Hans", DAY), about(customer_id))


def test_the_newest_word_stands_and_who_refuses_is_known(desk: Desk) -> None:
    said(desk, "k1", "c1", "marketing", False)
    said(desk, "k2", "c1", "marketing", True)
    said(desk, "k3", "c1", "profiling", False)
    said(desk, "k4", "c2", "marketing", False)
    assert set(consents_of(desk, "c1")) == {
        Statement("marketing", "any", True, DAY), Statement("profiling", "any", False, DAY),
    }  # fmt: skip
    assert refused(desk, ["marketing", "profiling"]) == {
        "marketing": frozenset({"c2"}), "profiling": frozenset({"c1"}),
    }  # fmt: skip


def test_f27_double_taps_at_once_make_one_row(desk: Desk) -> None:
    faults: list[BaseException] = []

    def once() -> None:
        try:
            said(desk, "k1", "c1", "marketing", False)
        except DeskError as error:
            faults.append(error)

    threads = [threading.Thread(target=direct(once)) for _ in range(TAPS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(desk.audited(99, action="consent")) == 1


def test_a_request_and_its_refusals_stand_together_or_not_at_all(desk: Desk) -> None:
    refusals = [
        (Said(purpose, "any", False, None, "zh_Hans", DAY), about("c1"))
        for purpose in ("marketing", "profiling")
    ]
    said(desk, "r1-1", "c9", "marketing", False)  # the key of the second refusal is taken
    asked = (desk, "r1", "AAAA-BBBB-CCCC", (DAY, DAY + timedelta(days=15)), refusals, about("c1"))
    with pytest.raises(DeskError):
        receive(*asked)
    assert consents_of(desk, "c1") == ()
    assert request_of_customer(desk, "c1") is None
    received = receive(desk, "r2", *asked[2:])
    assert open_requests(desk, None, 9) == (received,)
    assert answer(desk, received, "by letter", about("c1"))
    assert not answer(desk, received, "by letter", about("c1"))
    assert open_requests(desk, None, 9) == ()
    found = request_of_customer(desk, "c1")
    assert found is not None
    assert (found.number, found.state) == ("AAAA-BBBB-CCCC", "answered")


def test_a_face_is_one_row_per_visit_and_subject(desk: Desk) -> None:
    for score in (1, 4):
        tap(desk, "service", score, None, DAY, about("c1"))
    tap(desk, "service", 2, None, DAY, about("c1", "v2"))
    (face,) = faces_of(desk, "v1")
    assert (face.score, face.version) == (4, 2)


def test_a_reference_is_used_once_by_one_of_many(desk: Desk, watch: Watch) -> None:
    mark = mark_of("reference")
    make(desk, mark, Subject("product", "loan_small"), NOW + timedelta(minutes=15), about("c1"))
    used: list[bool] = []
    threads = [
        threading.Thread(target=direct(lambda: used.append(redeem(desk, mark, about("c1")))))
        for _ in range(TAPS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(used) == [False] * (TAPS - 1) + [True]
    found = find(desk, mark)
    assert found is not None
    assert (found.customer_id, found.subject.code) == ("c1", "loan_small")
    late = mark_of("late")
    make(desk, late, Subject("service", "mobile_bank"), NOW + timedelta(minutes=15), about("c1"))
    watch.now = NOW + timedelta(minutes=15)
    assert not redeem(desk, late, about("c1"))
    watch.now = NOW
    revoke(desk, "v1")
    assert not redeem(desk, late, about("c1"))
