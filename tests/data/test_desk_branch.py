"""Referrals and what is sold, on each store: written once, one answer each, and two people for a change."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from lobby.data import desk_referrals, desk_status
from lobby.data.desk import Desk, Happening
from lobby.domain.errors import DeskError
from lobby.domain.referrals import Receiver, Referral, Step, Subject
from lobby.domain.sale import Change
from lobby.domain.since import ProductStatus
from lobby.domain.two_people import Answer
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore, direct

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
MAKER = Viewer("s1", "何晓", "lobby", "b1", frozenset(), "ipad-1")
TAKERS = [Viewer(one, one, "manager", "b1", frozenset(), one) for one in ("s2", "s3", "s4", "s5")]
FUND, ZONE = Subject("product", "fund_mm"), Receiver("desk", "zone")
REFERRAL = Referral("one", "c1", "v1", FUND, ZONE, "b1", ("fund",), ("need_safe",), ())
PAUSE = Change("dep_cd", "b1", "paused", NOW, None, None, "because")


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(lambda: NOW)
    yield opened
    opened.close()


def by(viewer: Viewer) -> Happening:
    return Happening(viewer, "referral", customer_id="c1", visit_id="v1")


def test_a_referral_and_its_steps_come_back_as_written(desk: Desk) -> None:
    made = desk_referrals.refer(desk, REFERRAL, by(MAKER))
    assert made == replace(REFERRAL, steps=(Step("made", "s1", NOW),))
    is_taken, stands = desk_referrals.take_step(desk, "one", "returned", "no_time", by(TAKERS[0]))
    assert (is_taken, stands) == (True, desk_referrals.find(desk, "one"))
    assert stands is not None
    assert stands.steps[1:] == (Step("returned", "s2", NOW, "no_time"),)
    again = desk_referrals.refer(desk, replace(REFERRAL, referral_id="two"), by(MAKER))
    assert desk_referrals.last_about(desk, "c1", REFERRAL.subject) == again
    assert desk_referrals.referrals_near(desk, "s9", "b1", NOW + timedelta(days=1)) == (again,)
    assert len(desk_referrals.referrals_near(desk, "s9", "b1", NOW)) == 2
    assert desk_referrals.referrals_near(desk, "s9", "b2", NOW) == ()
    assert desk_referrals.token(desk) == "3"


def test_of_four_who_accept_at_once_one_has_it(desk: Desk) -> None:
    desk_referrals.refer(desk, REFERRAL, by(MAKER))
    together = Barrier(len(TAKERS))

    def accept(viewer: Viewer) -> tuple[bool, str | None]:
        together.wait()
        is_taken, stands = desk_referrals.take_step(desk, "one", "accepted", None, by(viewer))
        return is_taken, stands.taker if stands else None

    with ThreadPoolExecutor(len(TAKERS)) as pool:
        heard = list(pool.map(direct(accept), TAKERS))
    assert sorted(is_taken for is_taken, _ in heard) == [False, False, False, True]
    assert len({taker for _, taker in heard}) == 1
    assert len(desk.audited(9)) == 2


def test_of_four_who_refer_one_subject_at_once_one_does(desk: Desk) -> None:
    together = Barrier(len(TAKERS))

    def refer(viewer: Viewer) -> str:
        together.wait()
        return desk_referrals.refer(
            desk, replace(REFERRAL, referral_id=viewer.staff_id), by(viewer)
        ).referral_id

    with ThreadPoolExecutor(len(TAKERS)) as pool:
        assert len(set(pool.map(direct(refer), TAKERS))) == 1
    assert len(desk.audited(9)) == 1


def test_the_table_takes_no_second_turn_and_no_second_step_in_one_place(desk: Desk) -> None:
    desk_referrals.refer(desk, REFERRAL, by(MAKER))
    with pytest.raises(IntegrityError), desk.writing() as connection:
        desk_referrals.add_step(connection, "one", 0, Step("accepted", "s2", NOW))


def test_a_change_and_its_answer_come_back_as_written(desk: Desk) -> None:
    proposal = desk_status.CHANGES.propose(desk, "one", PAUSE, by(MAKER))
    assert (proposal.change, proposal.made_by, proposal.answer) == (PAUSE, "s1", None)
    assert desk_status.CHANGES.waiting(desk) == (proposal,)
    assert desk_status.statuses(desk, "b1", NOW) == {}
    _, stands = desk_status.CHANGES.answer(desk, "one", "checked", "seen", by(TAKERS[0]))
    assert stands.answer == Answer("checked", "s2", NOW, "seen")
    assert (desk_status.CHANGES.waiting(desk), desk_status.CHANGES.answered(desk, 9)) == ((), (stands,))
    assert desk_status.statuses(desk, "b1", NOW) == {"dep_cd": ProductStatus("paused", NOW, None, None, "b1")}
    assert desk_status.statuses(desk, "b2", NOW) == {}


@pytest.mark.parametrize(
    ("verdict", "made_by", "staff_id"),
    [
        ("checked", "s1", "s1"),
        ("refused", "s1", "s1"),
        ("withdrawn", "s1", "s2"),
        ("checked", "s9", "s2"),
        ("lost", "s1", "s2"),
    ],
)
def test_the_table_itself_wants_two_people(desk: Desk, verdict: str, made_by: str, staff_id: str) -> None:
    desk_status.CHANGES.propose(desk, "one", PAUSE, by(MAKER))
    given = Answer(verdict, staff_id, NOW, "")  # type: ignore[arg-type]
    with pytest.raises(DeskError, match="answer_refused"), desk.writing() as connection:
        desk_status.CHANGES.add_answer(connection, "one", made_by, given)
    assert desk_status.CHANGES.answered(desk, 9) == ()


def test_of_four_who_check_at_once_one_does(desk: Desk) -> None:
    desk_status.CHANGES.propose(desk, "one", PAUSE, by(MAKER))
    together = Barrier(len(TAKERS))

    def check(viewer: Viewer) -> tuple[bool, str]:
        together.wait()
        is_own, stands = desk_status.CHANGES.answer(desk, "one", "checked", "", by(viewer))
        return is_own, stands.answer.staff_id if stands.answer else "nobody"

    with ThreadPoolExecutor(len(TAKERS)) as pool:
        heard = list(pool.map(direct(check), TAKERS))
    assert sorted(is_own for is_own, _ in heard) == [False, False, False, True]
    assert len({staff_id for _, staff_id in heard}) == 1
    assert len(desk.audited(9)) == 2


def test_another_server_on_the_store_sees_a_change_at_once(desk: Desk, store: DeskStore) -> None:
    other = store.open(lambda: NOW)
    before = desk_status.token(other, NOW)
    desk_status.CHANGES.propose(desk, "one", PAUSE, by(MAKER))
    desk_status.CHANGES.answer(desk, "one", "checked", "", by(TAKERS[0]))
    assert desk_status.token(other, NOW) != before
    assert desk_status.statuses(other, "b1", NOW).keys() == {"dep_cd"}
    other.close()


def test_who_was_told_is_written_once(desk: Desk) -> None:
    desk_status.CHANGES.propose(desk, "one", PAUSE, by(MAKER))
    assert desk_status.settle(desk, "one", "c1", "told", by(MAKER))
    assert desk_status.settle(desk, "one", "c1", "told", by(MAKER))
    assert not desk_status.settle(desk, "one", "c1", "not_needed", by(MAKER))
    assert not desk_status.settle(desk, "one", "c1", "told", by(TAKERS[0]))
    assert desk_status.settled(desk, "b1", NOW) == {("one", "c1")}
    assert (
        desk_status.settled(desk, "b1", NOW + timedelta(1)) == desk_status.settled(desk, "b2", NOW) == set()
    )
    assert len(desk.audited(9)) == 2
