"""The manager's morning on the tiny bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.viewer import Viewer
from lobby.services import lead_claims
from lobby.services.lead_home import home
from lobby.services.leads import todays_leads
from lobby.services.outcomes import record_outcome, undo
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]


def test_the_morning_in_figures(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    manager = signed_in("s3")
    found = home(sources, manager, todays_leads(sources, manager, now), now)
    assert [(one.customer.customer_id, f"{one.starts_at:%H:%M}", one.business) for one in found.expected] == [
        ("c01", "10:30", "存单到期、转存"),
        ("c05", "14:00", "理财、基金、保险"),
    ]
    assert (found.due_today, found.overdue, found.escalated, found.handoffs, found.nobodys) == (2, 0, 0, 2, 5)
    assert (found.talks, dict(found.yesterday)) == (0, {})


def test_what_is_settled_or_late_changes_the_figures(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager, adviser = signed_in("s3"), signed_in("s2")
    lead_claims.take_lead(sources, adviser, "c05", 0)
    lead_claims.finish(sources, manager, todays_leads(sources, manager, now)[1])
    later = now + timedelta(days=5)
    found = home(sources, manager, todays_leads(sources, manager, later), later)
    assert (found.overdue, found.escalated, found.handoffs, found.nobodys) == (1, 1, 1, 3)
    assert found.expected == ()


def test_yesterdays_talks_by_what_came_of_them(
    sources: Sources, signed_in: SignIn, now: datetime, watch: Watch
) -> None:
    lobby, manager = signed_in("s1"), signed_in("s3")
    for key, customer_id, result in (("k1", "c01", "done"), ("k2", "c05", "declined"), ("k3", "c02", "done")):
        visit = open_customer(sources, lobby, customer_id)
        record_outcome(
            sources,
            lobby,
            visit,
            Entry(key, customer_id, Subject("service", "mobile_bank"), result),
            now,  # type: ignore[arg-type]
        )
    undo(sources, lobby, "k3")
    watch.pass_by(days=1)
    found = home(sources, manager, todays_leads(sources, manager, now), now)
    assert (found.talks, dict(found.yesterday)) == (2, {"done": 1, "declined": 1})


@pytest.mark.parametrize("staff_id", ["s1", "s2", "s5", "s7"])
def test_it_is_the_managers(sources: Sources, signed_in: SignIn, now: datetime, staff_id: str) -> None:
    with pytest.raises(AccessRefused):
        home(sources, signed_in(staff_id), (), now)
