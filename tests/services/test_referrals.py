"""Customers referred to colleagues, desks and branches: to whom, once at a time, answered by one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import get_args

import pytest

from lobby.data.desk import StaffMember
from lobby.domain.errors import AccessRefused, DeskError
from lobby.domain.referrals import RETURN_REASONS, Receiver, Referral, SendReason, Subject, Tally
from lobby.domain.viewer import Role, Viewer
from lobby.services.receivers import choices
from lobby.services.referrals import answer, last_about, open_referred, refer, referrals
from lobby.services.sources import Sources
from lobby.services.staff import add
from lobby.services.visits import open_customer
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
FUND, WEALTH = Subject("product", "fund_mm"), Subject("qualification", "wm")
CARE = Subject("service", "mobile_bank")
MA, ZONE, ELSEWHERE = Receiver("colleague", "s2"), Receiver("desk", "zone"), Receiver("branch", "b2")
BRANCH_ROLES = {"lobby", "adviser", "teller", "manager"}


def made(
    sources: Sources,
    viewer: Viewer,
    receiver: Receiver = MA,
    subject: Subject = FUND,
    key: str = "one",
    customer_id: str = "c01",
) -> Referral:
    visit = open_customer(sources, viewer, customer_id, reason="asked for")
    why: SendReason | None = "nearer" if receiver.kind == "branch" else None
    return refer(sources, viewer, visit, subject, receiver, key, ["saving"], why)


def refused(ask: Callable[[], object]) -> AccessRefused:
    with pytest.raises(AccessRefused) as caught:
        ask()
    return caught.value


def states(sources: Sources, viewer: Viewer, now: datetime) -> dict[str, list[tuple[str, str]]]:
    found = referrals(sources, viewer, now, "zh_Hans")
    return {
        name: [(line.referral.referral_id, line.referral.state) for line in lines]
        for name, lines in (("to", found.to_me), ("from", found.from_me))
    }


def test_a_referral_is_seen_by_both_and_by_nobody_else(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    made(sources, signed_in("s1"))
    assert states(sources, signed_in("s2"), now) == {"to": [("one", "made")], "from": []}
    assert states(sources, signed_in("s1"), now) == {"to": [], "from": [("one", "made")]}
    assert states(sources, signed_in("s4"), now) == {"to": [], "from": []}
    (line,) = referrals(sources, signed_in("s2"), now, "en").to_me
    assert (line.maker_name, line.receiver_name, line.subject_name) == ("何晓", "马驰", "Money market fund")
    assert line.customer is not None
    assert (line.customer.name_masked, line.referral.chips) == ("王**", ("saving",))
    assert (line.next_states, line.may_open) == (("accepted", "returned"), True)
    assert f"{line.moved_at:%H:%M}" == "09:00"


def test_the_audit_names_subject_receiver_and_customer(sources: Sources, signed_in: SignIn) -> None:
    referral = made(sources, signed_in("s1"))
    (row,) = sources.desk.audited(9, action="referral")
    assert (row["customer_id"], row["visit_id"]) == ("c01", referral.visit_id)
    assert row["details"] == {
        "referral": "one", "state": "made", "subject": "product:fund_mm", "receiver": "colleague:s2",
    }  # fmt: skip


def test_only_the_qualified_the_manned_and_the_others_are_offered(
    sources: Sources, signed_in: SignIn
) -> None:
    found = choices(sources, signed_in("s1"), FUND)
    assert [one.staff_id for one in found.colleagues] == ["s2"]
    assert (found.desks, found.branches) == (("zone",), ("b2",))
    assert choices(sources, signed_in("s2"), FUND).colleagues == ()
    assert choices(sources, signed_in("s2"), FUND).desks == ()
    add(sources, StaffMember("t1", "柜员", "teller", "b1"))
    assert choices(sources, signed_in("s1"), FUND).desks == ("zone",)
    assert choices(sources, signed_in("s1"), Subject("qualification", "loan")).desks == ("zone", "counter")
    assert {one.staff_id for one in choices(sources, signed_in("s1"), CARE).colleagues} == {"s2", "s3", "t1"}


@pytest.mark.parametrize(
    ("staff_id", "receiver"),
    [
        ("s2", Receiver("colleague", "s2")),
        ("s1", Receiver("colleague", "s1")),
        ("s1", Receiver("colleague", "s3")),
        ("s1", Receiver("colleague", "s4")),
        ("s1", Receiver("colleague", "s7")),
        ("s1", Receiver("desk", "loan_desk")),
        ("s1", Receiver("desk", "vault")),
        ("s1", Receiver("branch", "b1")),
        ("s1", Receiver("branch", "b9")),
    ],
)
def test_nobody_refers_to_themselves_or_to_who_may_not_take_it(
    sources: Sources, signed_in: SignIn, staff_id: str, receiver: Receiver
) -> None:
    error = refused(lambda: made(sources, signed_in(staff_id), receiver))
    assert error.code == "unknown_receiver"
    assert sources.desk.audited(9, action="referral") == ()


def test_an_unknown_subject_is_refused(sources: Sources, signed_in: SignIn) -> None:
    error = refused(lambda: made(sources, signed_in("s1"), subject=Subject("product", "castle")))
    assert error.code == "unknown_subject"


def test_one_subject_is_with_one_person_at_a_time(sources: Sources, signed_in: SignIn) -> None:
    made(sources, signed_in("s1"))
    error = refused(lambda: made(sources, signed_in("s3"), ZONE, key="two"))
    assert (error.code, error.values) == ("already_referred", {"name": "马驰"})
    assert made(sources, signed_in("s3"), ZONE, WEALTH, "three").state == "made"
    assert made(sources, signed_in("s1"), customer_id="c02", key="four").state == "made"
    answer(sources, signed_in("s2"), "one", "returned", "no_time")
    assert made(sources, signed_in("s3"), ZONE, key="two").state == "made"


def test_the_same_tap_twice_is_one_referral_and_another_under_its_number_none(
    sources: Sources, signed_in: SignIn
) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    first, again = (refer(sources, viewer, visit, FUND, MA, "one") for _ in range(2))
    assert first == again
    with pytest.raises(DeskError, match="key_reused"):
        refer(sources, viewer, visit, WEALTH, MA, "one")
    with pytest.raises(DeskError, match="key_reused"):
        refer(sources, viewer, visit, FUND, ZONE, "one")
    assert len(sources.desk.audited(9, action="referral")) == 1


def test_from_accepted_to_done_credits_both(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    made(sources, signed_in("s1"))
    made(sources, signed_in("s1"), ZONE, WEALTH, "two")
    made(sources, signed_in("s1"), ZONE, CARE, "three")
    for referral_id, state in (("one", "accepted"), ("one", "done"), ("two", "accepted"), ("two", "talked")):
        answer(sources, signed_in("s2"), referral_id, state)  # type: ignore[arg-type]
    answer(sources, signed_in("s1"), "three", "withdrawn")
    assert referrals(sources, signed_in("s1"), now, "en").tally == Tally(2, 2, 1, 0, 0)
    assert referrals(sources, signed_in("s2"), now, "en").tally == Tally(0, 0, 0, 2, 1)
    assert referrals(sources, signed_in("s3"), now, "en").tally == Tally(0, 0, 0, 0, 0)
    assert states(sources, signed_in("s2"), now)["to"] == [("two", "talked"), ("one", "done")]

    watch.pass_by(days=8)
    assert states(sources, signed_in("s2"), now)["to"] == []
    assert referrals(sources, signed_in("s2"), now, "en").tally == Tally(0, 0, 0, 2, 1)
    watch.pass_by(days=90)
    assert referrals(sources, signed_in("s2"), now, "en").tally == Tally(0, 0, 0, 0, 0)


def test_an_open_referral_is_never_lost(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    made(sources, signed_in("s1"))
    watch.pass_by(days=400)
    assert states(sources, signed_in("s2"), now)["to"] == [("one", "made")]
    assert states(sources, signed_in("s1"), now)["from"] == [("one", "made")]


@pytest.mark.parametrize("reason", RETURN_REASONS)
def test_a_return_gives_its_reason_to_who_referred(
    sources: Sources, signed_in: SignIn, now: datetime, reason: str
) -> None:
    made(sources, signed_in("s1"))
    assert refused(lambda: answer(sources, signed_in("s2"), "one", "returned")).code == "referral_reason"
    answer(sources, signed_in("s2"), "one", "returned", reason)  # type: ignore[arg-type]
    (line,) = referrals(sources, signed_in("s1"), now, "en").from_me
    assert (line.referral.state, line.referral.steps[-1].reason, line.last_name) == (
        "returned",
        reason,
        "马驰",
    )
    assert (line.next_states, line.may_open) == ((), False)


def test_what_is_not_the_next_step_or_not_theirs_is_refused(sources: Sources, signed_in: SignIn) -> None:
    made(sources, signed_in("s1"))
    for staff_id, state, code in (
        ("s1", "accepted", "referral_moved_on"),
        ("s2", "done", "referral_moved_on"),
        ("s2", "withdrawn", "referral_moved_on"),
        ("s4", "accepted", "unknown_referral"),
        ("s5", "accepted", "not_for_role"),
        ("s7", "accepted", "not_for_role"),
    ):
        error = refused(lambda: answer(sources, signed_in(staff_id), "one", state))  # type: ignore[arg-type]  # noqa: B023
        assert error.code == code, (staff_id, state)
    answer(sources, signed_in("s2"), "one", "accepted")
    assert refused(lambda: answer(sources, signed_in("s1"), "one", "withdrawn")).code == "referral_moved_on"
    assert refused(lambda: answer(sources, signed_in("s2"), "none", "accepted")).code == "unknown_referral"


def test_of_two_who_accept_at_once_one_has_it_and_the_other_hears_who(
    sources: Sources, signed_in: SignIn
) -> None:
    made(sources, signed_in("s1"), ZONE)
    together = Barrier(2)

    def accept(viewer: Viewer) -> str:
        together.wait()
        try:
            return str(answer(sources, viewer, "one", "accepted").taker)
        except AccessRefused as error:
            return f"{error.code} {error.values['name']}"

    with ThreadPoolExecutor(2) as pool:
        heard = set(pool.map(accept, [signed_in("s2"), signed_in("s3")]))
    assert heard in ({"s2", "referral_moved_on 马驰"}, {"s3", "referral_moved_on 郭静"})
    assert len(sources.desk.audited(9, action="referral")) == 2


def test_a_second_tap_on_an_answer_is_the_same_answer(sources: Sources, signed_in: SignIn) -> None:
    made(sources, signed_in("s1"))
    first, again = (answer(sources, signed_in("s2"), "one", "accepted") for _ in range(2))
    assert first == again
    assert len(sources.desk.audited(9, action="referral")) == 2


def test_an_open_referral_is_the_reason_to_open_a_customer_of_another_branch(
    sources: Sources, signed_in: SignIn
) -> None:
    made(sources, signed_in("s1"), ELSEWHERE, CARE)
    there = signed_in("s4")
    assert refused(lambda: open_customer(sources, there, "c01")).code == "reason_needed"
    assert open_referred(sources, there, "one").customer_id == "c01"
    (row,) = sources.desk.audited(1, action="open")
    assert (row["staff_id"], row["reason"]) == ("s4", "referral one")

    answer(sources, there, "one", "accepted")
    assert open_referred(sources, there, "one").customer_id == "c01"
    answer(sources, there, "one", "done")
    assert refused(lambda: open_referred(sources, there, "one")).code == "unknown_referral"
    assert refused(lambda: open_referred(sources, signed_in("s3"), "one")).code == "unknown_referral"


def test_another_branch_is_told_why_and_nobody_else(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    for receiver, why in ((ELSEWHERE, None), (MA, "nearer")):
        error = refused(lambda: refer(sources, viewer, visit, CARE, receiver, "one", reason=why))  # type: ignore[arg-type]  # noqa: B023
        assert error.code == "referral_reason"
    assert sources.desk.audited(9, action="referral") == ()
    refer(sources, viewer, visit, CARE, ELSEWHERE, "one", reason="asked_for")
    (line,) = referrals(sources, signed_in("s4"), now, "en").to_me
    assert (line.referral.steps[-1].reason, line.home_name) == ("asked_for", sources.branch_names()["b1"])
    assert sources.desk.audited(1, action="referral")[0]["details"]["reason"] == "asked_for"


def test_what_one_may_not_talk_about_is_not_taken_in_another_branch(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    made(sources, signed_in("s1"), ELSEWHERE)
    assert states(sources, signed_in("s4"), now)["to"] == []
    assert refused(lambda: answer(sources, signed_in("s4"), "one", "accepted")).code == "unknown_referral"


def test_the_next_colleague_sees_where_the_customer_is(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s3")
    visit = open_customer(sources, viewer, "c01")
    assert last_about(sources, viewer, visit, FUND, now, "en") is None
    made(sources, signed_in("s1"))
    answer(sources, signed_in("s2"), "one", "accepted")
    line = last_about(sources, viewer, visit, FUND, now, "en")
    assert line is not None
    assert (line.referral.state, line.last_name) == ("accepted", "马驰")
    assert last_about(sources, viewer, visit, WEALTH, now, "en") is None


@pytest.mark.parametrize("role", get_args(Role))
def test_only_who_serves_customers_in_a_branch_refers(sources: Sources, now: datetime, role: Role) -> None:
    viewer = Viewer("s9", "示例", role, "b1", frozenset({"fund"}), "ipad-1")
    if role in BRANCH_ROLES:
        assert made(sources, viewer).maker == "s9"
        assert states(sources, viewer, now)["from"] == [("one", "made")]
        return
    assert refused(lambda: made(sources, viewer)).code == "not_for_role"
    assert refused(lambda: referrals(sources, viewer, now, "en")).code == "not_for_role"
    assert refused(lambda: choices(sources, viewer, FUND)).code == "not_for_role"


def test_a_visit_of_somebody_else_refers_nobody(sources: Sources, signed_in: SignIn) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    error = refused(lambda: refer(sources, signed_in("s3"), visit, FUND, MA, "one"))
    assert error.code == "unknown_visit"
