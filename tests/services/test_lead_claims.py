"""Taking leads and giving them back: one owner, the other is told who; on either database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.lead_claims import give_back_lead, take_lead
from lobby.services.lead_views import Lead
from lobby.services.leads import todays_leads
from lobby.services.sources import Sources
from lobby.services.watching import Watching
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores


def seen(sources: Sources, viewer: Viewer, now: datetime, customer_id: str = "c05") -> Lead:
    return next(one for one in todays_leads(sources, viewer, now) if one.customer_id == customer_id)


def refusal(run: Callable[[], object]) -> AccessRefused:
    with pytest.raises(AccessRefused) as refused:
        run()
    return refused.value


def test_who_takes_a_lead_has_it_and_the_other_is_told_who(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    adviser, manager = signed_in("s2"), signed_in("s3")
    assert (seen(sources, adviser, now).taken_by, seen(sources, adviser, now).claim_version) == (None, 0)
    take_lead(sources, adviser, "c05", 0)
    lead = seen(sources, manager, now)
    assert (lead.taken_by, lead.taken_by_name, lead.claim_version) == ("s2", adviser.name, 1)
    watching = Watching(sources, lambda: "1")
    before = watching.look()["lead:b1"]
    told = refusal(lambda: take_lead(sources, manager, "c05", 0))
    assert watching.look()["lead:b1"] == before
    assert (told.code, told.values) == ("lead_taken", {"name": adviser.name})
    assert seen(sources, manager, now).taken_by == "s2"
    assert len(sources.desk.audited(9, action="lead_taken")) == 1


def test_the_owner_and_the_manager_give_it_back_and_nobody_else(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    adviser, manager = signed_in("s2"), signed_in("s3")
    watching = Watching(sources, lambda: "1")
    tokens = [watching.look()["lead:b1"]]
    take_lead(sources, manager, "c05", 0)
    tokens.append(watching.look()["lead:b1"])
    assert not seen(sources, adviser, now).may_give_back
    assert refusal(lambda: give_back_lead(sources, adviser, "c05", 1)).code == "lead_not_yours"
    give_back_lead(sources, manager, "c05", 1)
    assert len({*tokens, watching.look()["lead:b1"]}) == 3
    take_lead(sources, adviser, "c05", 2)
    assert seen(sources, manager, now).may_give_back
    give_back_lead(sources, manager, "c05", 3)
    give_back_lead(sources, manager, "c05", 3)
    assert seen(sources, adviser, now).taken_by is None
    assert [row["staff_id"] for row in sources.desk.audited(9, action="lead_given_back")] == ["s3", "s3"]


def test_an_old_list_gives_nobody_elses_lead_back(sources: Sources, signed_in: SignIn) -> None:
    adviser, manager = signed_in("s2"), signed_in("s3")
    take_lead(sources, manager, "c05", 0)
    give_back_lead(sources, manager, "c05", 1)
    assert refusal(lambda: take_lead(sources, adviser, "c05", 0)).code == "lead_changed"
    take_lead(sources, adviser, "c05", 2)
    assert refusal(lambda: give_back_lead(sources, manager, "c05", 1)).code == "lead_taken"


def test_a_lead_that_rests_is_everybodys_again(
    sources: Sources, signed_in: SignIn, watch: Watch, now: datetime
) -> None:
    take_lead(sources, signed_in("s2"), "c05", 0)
    days = sources.catalog.policy.claim_days
    watch.pass_by(days=days, seconds=-1)
    assert seen(sources, signed_in("s3"), now).taken_by == "s2"
    watch.pass_by(seconds=1)
    assert seen(sources, signed_in("s3"), now).taken_by is None
    take_lead(sources, signed_in("s3"), "c05", 1)
    assert seen(sources, signed_in("s2"), now).taken_by == "s3"


@pytest.mark.parametrize(
    ("staff_id", "customer_id", "code"),
    [
        ("s1", "c05", "not_for_role"),
        ("s4", "c05", "not_for_role"),
        ("s2", "c99", "unknown_customer"),
        ("s2", "c03", "unknown_customer"),
    ],
)
def test_only_staff_with_a_list_take_what_is_on_it(
    sources: Sources, signed_in: SignIn, staff_id: str, customer_id: str, code: str
) -> None:
    assert refusal(lambda: take_lead(sources, signed_in(staff_id), customer_id, 0)).code == code
    assert sources.desk.audited(9, action="lead_taken") == ()


def test_two_tablets_that_take_one_lead_at_once(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    people = [signed_in("s2"), signed_in("s3")]
    gate = threading.Barrier(2)
    told: list[str] = []

    def run(viewer: Viewer) -> None:
        gate.wait()
        try:
            take_lead(sources, viewer, "c05", 0)
        except AccessRefused as refused:
            told.append(str(refused.values["name"]))

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [seen(sources, people[0], now).taken_by_name]
