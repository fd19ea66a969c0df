"""What is made of a lead: passed on, put off, escalated, finished, shared out; on either database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services import lead_claims, lead_sharing, roster
from lobby.services.lead_views import Lead, Wanted, narrowed
from lobby.services.leads import todays_leads
from lobby.services.sources import Sources
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores


def seen(sources: Sources, viewer: Viewer, now: datetime, customer_id: str = "c05") -> Lead:
    return next(one for one in todays_leads(sources, viewer, now) if one.customer_id == customer_id)


def code_of(run: Callable[[], object]) -> str:
    with pytest.raises(AccessRefused) as refused:
        run()
    return refused.value.code


def enter(sources: Sources, manager: Viewer, now: datetime, staff_id: str, zone: str | None) -> None:
    shown = roster.roster(sources, manager, now.date(), now)
    line = next(one for one in shown.lines if one.person.staff_id == staff_id)
    roster.enter(sources, manager, now.date(), line, zone, "day", now)  # type: ignore[arg-type]


def test_a_manager_assigns_a_lead_to_somebody_here(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager, adviser = signed_in("s3"), signed_in("s2")
    lead_claims.pass_on(sources, manager, seen(sources, manager, now), "s1", now)
    lead = seen(sources, adviser, now)
    assert (lead.taken_by, lead.status, lead.claim_version) == ("s1", "taken", 1)
    (row,) = sources.desk.audited(9, action="lead")
    assert (row["customer_id"], row["details"]) == ("c05", {"state": "assigned", "owner": "s1"})
    assert code_of(lambda: lead_claims.pass_on(sources, adviser, lead, "s2", now)) == "lead_taken"


def test_no_lead_goes_to_who_is_off_duty_or_may_not_talk_about_it(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager = signed_in("s3")
    rating = seen(sources, manager, now, "c02")
    assert rating.speakers == ("wm",)
    assert [one.staff_id for one in lead_sharing.receivers(sources, manager, rating, now)] == ["s2"]
    assert code_of(lambda: lead_claims.pass_on(sources, manager, rating, "s1", now)) == "lead_receiver"
    enter(sources, manager, now, "s1", "lobby")
    assert lead_sharing.receivers(sources, manager, rating, now) == ()
    assert code_of(lambda: lead_claims.pass_on(sources, manager, rating, "s2", now)) == "lead_receiver"
    assert sources.desk.audited(9, action="lead") == ()


def test_an_adviser_refers_the_own_lead_and_nobody_elses(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    adviser, lobby = signed_in("s2"), signed_in("s1")
    lead_claims.take_lead(sources, adviser, "c05", 0)
    lead_claims.pass_on(sources, adviser, seen(sources, adviser, now), "s1", now)
    assert sources.desk.audited(1)[0]["details"] == {"state": "referred", "owner": "s1"}
    lead = seen(sources, adviser, now)
    assert code_of(lambda: lead_claims.finish(sources, adviser, lead)) == "lead_taken"
    lead_claims.finish(sources, lobby, lead)
    assert seen(sources, adviser, now).status == "done"


def test_the_lobby_touches_only_what_it_was_given(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    lead = seen(sources, signed_in("s3"), now)
    assert code_of(lambda: lead_claims.finish(sources, signed_in("s1"), lead)) == "lead_not_yours"
    assert code_of(lambda: lead_claims.finish(sources, signed_in("s7"), lead)) == "not_for_role"
    assert code_of(lambda: lead_claims.finish(sources, signed_in("s4"), lead)) == "unknown_customer"


def test_what_is_put_off_is_back_on_its_day(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    adviser = signed_in("s2")
    lead = seen(sources, adviser, now)
    last = now.date() + timedelta(days=sources.catalog.policy.snooze_most_days)
    for day in (now.date(), last + timedelta(days=1)):
        assert code_of(lambda day=day: lead_claims.put_off(sources, adviser, lead, day, now)) == "lead_day"
    lead_claims.put_off(sources, adviser, lead, date(2026, 11, 22), now)
    put_off = seen(sources, adviser, now)
    assert (put_off.status, put_off.until_on, put_off.taken_by) == ("snoozed", date(2026, 11, 22), "s2")
    assert "c05" not in {
        one.customer_id for one in narrowed(todays_leads(sources, adviser, now), Wanted(), "s2")
    }
    back = seen(sources, adviser, now + timedelta(days=2))
    assert (back.status, back.until_on, back.taken_by) == ("taken", None, "s2")


def test_an_adviser_asks_the_manager(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    adviser, manager = signed_in("s2"), signed_in("s3")
    lead_claims.escalate(sources, adviser, seen(sources, adviser, now))
    lead = seen(sources, manager, now)
    assert (lead.status, lead.taken_by, lead.is_waiting) == ("escalated", "s2", True)
    lead_claims.give_back_lead(sources, manager, "c05", lead.claim_version)
    assert seen(sources, manager, now).status == "new"


def test_who_saw_an_older_list_is_told(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    manager = signed_in("s3")
    old = seen(sources, manager, now)
    lead_claims.finish(sources, manager, old)
    watch.pass_by(seconds=1)
    assert code_of(lambda: lead_claims.escalate(sources, manager, old)) == "lead_changed"
    assert seen(sources, manager, now).status == "done"


def test_one_press_proposes_a_fair_share_and_another_assigns_it(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager = signed_in("s3")
    leads = todays_leads(sources, manager, now)
    proposed = lead_sharing.proposal(sources, manager, leads, now)
    assert {one.customer_id: staff_id for one, staff_id in proposed.given} == {
        "c01": "s1",
        "c02": "s2",
        "c05": "s1",
        "c09": "s2",
    }
    assert [one.customer_id for one in proposed.left] == ["c11"]
    assert proposed.load == {"s1": 2, "s2": 2}
    lead_claims.take_lead(sources, signed_in("s2"), "c01", 0)
    assert lead_claims.assign_all(sources, manager, proposed.given, now) == (3, 1)
    then = {one.customer_id: one.taken_by for one in todays_leads(sources, manager, now)}
    assert then == {"c01": "s2", "c02": "s2", "c05": "s1", "c09": "s2", "c11": None}
    assert len(sources.desk.audited(9, action="lead")) == 3


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s5", "s7"])
def test_only_the_manager_shares_out(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str
) -> None:
    viewer = signed_in(staff_id)
    assert code_of(lambda: lead_sharing.proposal(sources, viewer, (), now)) == "not_for_role"
    assert code_of(lambda: lead_claims.assign_all(sources, viewer, (), now)) == "not_for_role"
