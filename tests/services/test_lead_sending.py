"""A lead passed to another branch: accepted or returned there, with that branch here, and never with two."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from lobby.data.desk import StaffMember
from lobby.domain.errors import AccessRefused
from lobby.domain.referrals import Referral
from lobby.domain.viewer import Viewer
from lobby.services import lead_claims, lead_sending, referrals
from lobby.services.lead_views import Elsewhere, Lead
from lobby.services.leads import todays_leads
from lobby.services.sources import Sources
from lobby.services.staff import add
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores


@pytest.fixture
def there(sources: Sources, signed_in: SignIn) -> Viewer:
    """The manager of the other branch."""
    add(sources, StaffMember("m2", "周行", "manager", "b2"))
    return signed_in("m2")


def seen(sources: Sources, viewer: Viewer, now: datetime, customer_id: str = "c05") -> Lead:
    return next(one for one in todays_leads(sources, viewer, now) if one.customer_id == customer_id)


def sent(sources: Sources, viewer: Viewer, now: datetime, key: str = "one") -> Referral:
    return lead_sending.send(sources, viewer, seen(sources, viewer, now), "b2", "nearer", key)


def code_of(run: Callable[[], object]) -> str:
    with pytest.raises(AccessRefused) as refused:
        run()
    return refused.value.code


def received(sources: Sources, viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    found = referrals.referrals(sources, viewer, now, "en").to_me
    return [(line.referral.customer_id, line.referral.state) for line in found]


def test_it_is_with_the_other_branch_until_that_returns_it(
    sources: Sources, signed_in: SignIn, now: datetime, there: Viewer
) -> None:
    adviser, branch = signed_in("s2"), sources.branch_names()["b2"]
    sent(sources, adviser, now)
    lead = seen(sources, signed_in("s3"), now)
    assert (lead.status, lead.is_waiting, lead.elsewhere) == ("elsewhere", False, Elsewhere(branch, None))
    assert received(sources, there, now) == [("c05", "made")]

    referrals.answer(sources, there, "one", "accepted")
    assert seen(sources, adviser, now).elsewhere == Elsewhere(branch, "周行")
    referrals.answer(sources, there, "one", "returned", "no_time")
    lead = seen(sources, adviser, now)
    assert (lead.status, lead.taken_by, lead.elsewhere) == ("taken", "s2", None)
    (line,) = referrals.referrals(sources, adviser, now, "en").from_me
    assert (line.referral.state, line.referral.steps[-1].reason) == ("returned", "no_time")


def test_what_the_other_branch_finishes_is_finished(
    sources: Sources, signed_in: SignIn, now: datetime, there: Viewer
) -> None:
    sent(sources, signed_in("s3"), now)
    for state in ("accepted", "done"):
        referrals.answer(sources, there, "one", state)  # type: ignore[arg-type]
    lead = seen(sources, signed_in("s3"), now)
    assert (lead.status, lead.taken_by, lead.elsewhere) == ("done", None, None)


def test_who_sent_it_takes_it_back_and_sends_it_again(
    sources: Sources, signed_in: SignIn, now: datetime, there: Viewer
) -> None:
    adviser = signed_in("s2")
    sent(sources, adviser, now)
    referrals.answer(sources, adviser, "one", "withdrawn")
    assert received(sources, there, now) == []
    assert seen(sources, adviser, now).status == "taken"
    sent(sources, adviser, now, "two")
    assert seen(sources, adviser, now).status == "elsewhere"


def test_only_who_accepted_may_open_the_customer_and_no_other_one(
    sources: Sources, signed_in: SignIn, now: datetime, there: Viewer
) -> None:
    sent(sources, signed_in("s2"), now)
    assert code_of(lambda: referrals.open_referred(sources, there, "one")) == "unknown_referral"
    referrals.answer(sources, there, "one", "accepted")
    assert referrals.open_referred(sources, there, "one").customer_id == "c05"
    assert sources.desk.audited(1, action="open")[0]["reason"] == "referral one"
    assert code_of(lambda: open_customer(sources, there, "c01")) == "reason_needed"
    referrals.answer(sources, there, "one", "talked")
    assert code_of(lambda: referrals.open_referred(sources, there, "one")) == "unknown_referral"


def test_meanwhile_nobody_here_does_anything_with_it(
    sources: Sources, signed_in: SignIn, now: datetime, there: Viewer
) -> None:
    manager = signed_in("s3")
    sent(sources, signed_in("s2"), now)
    lead = seen(sources, manager, now)
    for run in (
        lambda: lead_claims.take_lead(sources, manager, "c05", lead.claim_version),
        lambda: lead_claims.give_back_lead(sources, manager, "c05", lead.claim_version),
        lambda: lead_claims.finish(sources, manager, lead),
        lambda: lead_claims.pass_on(sources, manager, lead, "s1", now),
        lambda: lead_claims.assign_all(sources, manager, [(lead, "s1")], now),
        lambda: lead_sending.send(sources, manager, lead, "b2", "nearer", "two"),
    ):
        assert code_of(run) == "lead_elsewhere"
    assert len(sources.desk.audited(9, action="lead")) == 1


def test_it_goes_where_somebody_may_talk_about_it_and_by_whom_it_is(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager, adviser, lobby = signed_in("s3"), signed_in("s2"), signed_in("s1")
    rating, other = seen(sources, manager, now, "c02"), seen(sources, manager, now)
    assert lead_sending.branches(sources, manager, rating) == ()
    assert lead_sending.branches(sources, manager, other) == ("b2",)
    assert code_of(lambda: lead_sending.send(sources, manager, rating, "b2", "nearer", "one")) == (
        "unknown_receiver"
    )
    assert code_of(lambda: lead_sending.send(sources, manager, other, "b1", "nearer", "one")) == (
        "unknown_receiver"
    )
    assert code_of(lambda: sent(sources, signed_in("s7"), now)) == "not_for_role"
    assert code_of(lambda: lead_sending.send(sources, lobby, other, "b2", "nearer", "one")) == (
        "lead_not_yours"
    )
    lead_claims.take_lead(sources, adviser, "c05", 0)
    lead_claims.pass_on(sources, adviser, seen(sources, adviser, now), "s1", now)
    assert code_of(lambda: sent(sources, adviser, now)) == "lead_taken"
    assert sources.desk.audited(9, action="referral") == ()


def test_the_audit_has_the_step_and_the_referral_and_a_second_tap_adds_none(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    adviser = signed_in("s2")
    lead = seen(sources, adviser, now)
    for _ in range(2):
        lead_sending.send(sources, adviser, lead, "b2", "specialist", "one")
    (step,) = sources.desk.audited(9, action="lead")
    (made,) = sources.desk.audited(9, action="referral")
    assert (step["customer_id"], step["details"]) == ("c05", {"state": "sent", "owner": "s2"})
    assert (made["customer_id"], made["visit_id"]) == ("c05", None)
    assert made["details"] == {
        "referral": "one", "state": "made", "subject": "lead:lead", "receiver": "branch:b2",
        "reason": "specialist",
    }  # fmt: skip


def test_of_two_who_send_and_take_at_once_one_has_it(
    sources: Sources, signed_in: SignIn, now: datetime, there: Viewer
) -> None:
    adviser, manager = signed_in("s2"), signed_in("s3")
    lead, together = seen(sources, adviser, now), Barrier(2)

    def at_once(run: Callable[[], object]) -> str:
        together.wait()
        try:
            run()
        except AccessRefused as error:
            return error.code
        return "has it"

    with ThreadPoolExecutor(2) as pool:
        heard = list(
            pool.map(
                at_once,
                [
                    lambda: lead_sending.send(sources, adviser, lead, "b2", "nearer", "one"),
                    lambda: lead_claims.take_lead(sources, manager, "c05", 0),
                ],
            )
        )
    assert heard.count("has it") == 1
    assert set(heard) <= {"has it", "lead_changed", "lead_taken", "lead_elsewhere"}
    state = seen(sources, manager, now).status
    assert (state, len(received(sources, there, now))) == (
        ("elsewhere", 1) if heard[0] == "has it" else ("taken", 0)
    )
