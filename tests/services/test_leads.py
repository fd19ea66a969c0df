"""Today's leads of the tiny bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.leads import todays_leads
from lobby.services.sources import Sources

SignIn = Callable[[str], Viewer]


def test_the_leads_of_the_branch_most_urgent_first(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    leads = todays_leads(sources, signed_in("s3"), now, "en")
    assert [
        (lead.customer_id, lead.due_on, lead.amount, lead.urgency, lead.owner_name, lead.name_masked)
        for lead in leads
    ] == [
        ("c05", date(2026, 11, 20), Decimal("50000.00"), "today", "马驰", "赵*"),
        ("c02", date(2026, 11, 20), None, "today", "马驰", "李*"),
        ("c01", date(2026, 12, 3), Decimal("200000.00"), "later", "马驰", "王**"),
        ("c11", date(2026, 12, 17), Decimal("50000.00"), "later", "马驰", "张*"),
        ("c09", date(2026, 12, 20), Decimal("30000.00"), "later", "马驰", "阿***·买**"),
    ]
    assert [[reason.code for reason in lead.reasons] for lead in leads] == [
        ["deposit_maturing"],
        ["rating_expiring"],
        ["deposit_maturing"],
        ["application_abandoned"],
        ["deposit_maturing"],
    ]


def test_a_reason_carries_its_facts_and_the_figure_with_the_rows(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    lead = todays_leads(sources, signed_in("s3"), now)[0]
    assert lead.reasons[0].facts == {
        "kind": "time_deposit",
        "renews": True,
        "due_on": date(2026, 11, 20),
        "amount": Decimal("50000.00"),
    }
    assert lead.reasons[0].figure == "maturing_30d"


def test_what_was_due_yesterday_is_overdue(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    leads = todays_leads(sources, signed_in("s3"), now + timedelta(days=1))
    assert {lead.customer_id: lead.urgency for lead in leads}["c05"] == "overdue"
    assert {lead.customer_id: lead.urgency for lead in leads}["c01"] == "later"
    leads = todays_leads(sources, signed_in("s3"), now + timedelta(days=6))
    assert {lead.customer_id: lead.urgency for lead in leads}["c01"] == "week"


@pytest.mark.parametrize("staff_id", ["s1", "s4", "s5", "s6", "s7"])
def test_leads_are_for_managers_and_advisers(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str
) -> None:
    with pytest.raises(AccessRefused) as refused:
        todays_leads(sources, signed_in(staff_id), now)
    assert refused.value.code == "not_for_role"


def test_an_adviser_sees_the_same_branch(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    assert todays_leads(sources, signed_in("s2"), now) == todays_leads(sources, signed_in("s3"), now)


def test_a_possible_scam_comes_before_what_is_overdue(
    bank: Sources, sample: duckdb.DuckDBPyConnection, now: datetime
) -> None:
    (branch_id, count), *_ = sample.execute(
        "select home_branch_id, count(*) from portrait where list_contains(event_codes, 'possible_scam')"
        " group by all order by all"
    ).fetchall()
    leads = todays_leads(bank, Viewer("m", "He", "manager", branch_id), now)
    is_alarm = ["possible_scam" in [reason.code for reason in lead.reasons] for lead in leads]
    assert is_alarm == [True] * count + [False] * (len(leads) - count)
    assert leads[count].urgency == "overdue"
