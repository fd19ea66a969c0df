"""Handing over leads and promises: they move when the named colleague accepts; on either database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.viewer import Viewer
from lobby.services import handovers, lead_claims
from lobby.services.leads import todays_leads
from lobby.services.my_talks import open_promised
from lobby.services.outcomes import promises, record_outcome
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores


def code_of(run: Callable[[], object]) -> str:
    with pytest.raises(AccessRefused) as refused:
        run()
    return refused.value.code


def owners(sources: Sources, viewer: Viewer, now: datetime) -> dict[str, str | None]:
    return {one.customer_id: one.taken_by for one in todays_leads(sources, viewer, now)}


def with_work(sources: Sources, viewer: Viewer, now: datetime) -> None:
    """Two leads and a promise."""
    for customer_id in ("c05", "c01"):
        lead_claims.take_lead(sources, viewer, customer_id, 0)
    visit = open_customer(sources, viewer, "c09")
    entry = Entry("k1", "c09", Subject("service", "mobile_bank"), "not_now", date(2026, 11, 25))
    record_outcome(sources, viewer, visit, entry, now)


def test_nothing_moves_before_the_colleague_accepts(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    giver, taker, manager = signed_in("s2"), signed_in("s1"), signed_in("s3")
    with_work(sources, giver, now)
    made = handovers.offer(sources, giver, "s1", "h1", now, "en")
    assert (made.leads, made.promises) == ((("c05", 1), ("c01", 1)), ("k1",))
    assert owners(sources, manager, now)["c05"] == "s2"
    assert promises(sources, taker, now) == ()

    (line,) = handovers.handovers(sources, taker)
    assert (line.from_name, line.to_name, line.answers) == ("马驰", "何晓", ("accepted", "returned"))
    assert handovers.answer(sources, taker, "h1", "accepted") == 2

    assert {owners(sources, manager, now)[one] for one in ("c05", "c01")} == {"s1"}
    assert [one.customer_id for one in handovers.my_leads(sources, taker, now, "en")] == ["c05", "c01"]
    assert handovers.my_leads(sources, giver, now, "en") == ()
    assert [one.outcome.outcome_id for one in promises(sources, taker, now)] == ["k1"]
    assert promises(sources, giver, now) == ()
    assert open_promised(sources, taker, "k1").customer_id == "c09"
    assert code_of(lambda: open_promised(sources, giver, "k1")) == "unknown_outcome"
    audited = [(row["result"], row["staff_id"]) for row in sources.desk.audited(9, action="handover")]
    assert audited == [("accepted", "s1"), ("offered", "s2")]


def test_what_was_taken_over_can_be_handed_on(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    with_work(sources, signed_in("s2"), now)
    handovers.offer(sources, signed_in("s2"), "s1", "h1", now, "en")
    handovers.answer(sources, signed_in("s1"), "h1", "accepted")
    handovers.offer(sources, signed_in("s1"), "s3", "h2", now, "en")
    assert handovers.answer(sources, signed_in("s3"), "h2", "accepted") == 2
    assert [one.outcome.outcome_id for one in promises(sources, signed_in("s3"), now)] == ["k1"]
    assert promises(sources, signed_in("s1"), now) == ()


@pytest.mark.parametrize(("staff_id", "state"), [("s1", "returned"), ("s2", "withdrawn")])
def test_returned_or_taken_back_all_stays(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str, state: str
) -> None:
    with_work(sources, signed_in("s2"), now)
    handovers.offer(sources, signed_in("s2"), "s1", "h1", now, "en")
    assert (
        code_of(lambda: handovers.offer(sources, signed_in("s2"), "s3", "h2", now, "en")) == "handover_open"
    )
    assert handovers.answer(sources, signed_in(staff_id), "h1", state) == 0  # type: ignore[arg-type]
    assert owners(sources, signed_in("s3"), now)["c05"] == "s2"
    assert code_of(lambda: handovers.answer(sources, signed_in("s1"), "h1", "accepted")) == (
        "handover_answered"
    )


def test_a_lead_that_was_changed_meanwhile_stays_where_it_is(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    with_work(sources, signed_in("s2"), now)
    handovers.offer(sources, signed_in("s2"), "s1", "h1", now, "en")
    lead_claims.give_back_lead(sources, signed_in("s2"), "c05", 1)
    assert handovers.answer(sources, signed_in("s1"), "h1", "accepted") == 1
    assert owners(sources, signed_in("s3"), now)["c05"] is None
    assert owners(sources, signed_in("s3"), now)["c01"] == "s1"


def test_only_the_named_colleague_accepts(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    with_work(sources, signed_in("s2"), now)
    handovers.offer(sources, signed_in("s2"), "s1", "h1", now, "en")
    assert handovers.offer(sources, signed_in("s2"), "s1", "h1", now, "en").handover_id == "h1"
    assert code_of(lambda: handovers.answer(sources, signed_in("s3"), "h1", "accepted")) == "unknown_handover"
    assert code_of(lambda: handovers.answer(sources, signed_in("s2"), "h1", "accepted")) == "unknown_handover"
    assert code_of(lambda: handovers.offer(sources, signed_in("s3"), "s4", "h3", now, "en")) == (
        "unknown_receiver"
    )
    assert code_of(lambda: handovers.offer(sources, signed_in("s1"), "s2", "h4", now, "en")) == (
        "handover_empty"
    )
    assert len(sources.desk.audited(9, action="handover")) == 1
