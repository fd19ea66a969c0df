"""Today's leads of the tiny bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.viewer import LANGUAGES, Language, Viewer
from lobby.services.lead_claims import take_lead
from lobby.services.leads import todays_leads
from lobby.services.outcomes import record_outcome, undo
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from lobby.ui.facts import sentence
from lobby.ui.text import words

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
        ("c02", date(2026, 11, 20), Decimal("30000.00"), "today", "马驰", "李*"),
        ("c01", date(2026, 12, 3), Decimal("200000.00"), "later", "马驰", "王**"),
        ("c11", date(2026, 12, 17), Decimal("50000.00"), "later", "马驰", "张*"),
        ("c09", date(2026, 12, 20), Decimal("30000.00"), "later", "马驰", "阿***·买**"),
    ]
    assert [[reason.code for reason in lead.reasons] for lead in leads] == [
        ["deposit_maturing"],
        ["rating_expiring", "calculation_left"],
        ["deposit_maturing"],
        ["application_abandoned"],
        ["deposit_maturing"],
    ]
    assert [lead.sources for lead in leads[:2]] == [("maturity",), ("rating", "handoff")]
    assert [lead.speakers for lead in leads] == [("any",), ("wm",), ("any",), ("loan",), ("any",)]


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


def test_a_hand_off_carries_the_channel_the_step_and_what_is_missing(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    leads = {lead.customer_id: lead for lead in todays_leads(sources, signed_in("s3"), now)}
    assert leads["c11"].reasons[0].facts == {
        "channel": "mobile",
        "product_code": "loan_consumer",
        "step": "income",
        "missing_document": "income_certificate",
        "reference": "r1",
        "happened_on": date(2026, 11, 17),
        "due_on": date(2026, 12, 17),
        "amount": Decimal("50000.00"),
    }


def test_days_late_escalate_a_lead_that_nobody_settled(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    for days, level in ((2, 0), (3, 1), (5, 2), (7, 3)):
        leads = todays_leads(sources, signed_in("s3"), now + timedelta(days=days))
        assert {lead.customer_id: lead.escalated for lead in leads}["c05"] == level


def test_a_talk_settles_a_lead_and_taking_it_back_brings_it_again(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    staff, manager = signed_in("s1"), signed_in("s3")
    visit = open_customer(sources, staff, "c05")
    entry = Entry("k1", "c05", Subject("service", "mobile_bank"), "done")
    record_outcome(sources, staff, visit, entry, now)
    assert state_of(sources, manager, now, "c05") == "done"
    undo(sources, staff, "k1")
    assert state_of(sources, manager, now, "c05") == "new"


def state_of(sources: Sources, viewer: Viewer, now: datetime, customer_id: str) -> str:
    return next(one.status for one in todays_leads(sources, viewer, now) if one.customer_id == customer_id)


def test_offers_go_to_the_willing_and_to_nobody_of_the_control_group(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    found = sample.execute(
        "select count(*), bool_and(has_marketing_consent and not is_control and not has_open_complaint "
        "and not deceased and age >= 18) from lead_offer join portrait using (customer_id)"
    ).fetchone()
    assert found is not None
    assert found[0] > 50
    assert found[1] is True


def test_each_branch_has_at_most_the_best_twenty_of_each_kind(sample: duckdb.DuckDBPyConnection) -> None:
    counts = sample.execute(
        "select source, max(n) from (select home_branch_id, source, count(*) n from lead_offer "
        "group by all) group by all order by all"
    ).fetchall()
    assert [source for source, _ in counts] == ["churn", "long_tail", "scenario"]
    assert max(count for _, count in counts) == 20


def test_nobody_is_offered_anything_while_resting_and_all_else_stays(bank: Sources, now: datetime) -> None:
    manager = Viewer("m", "He", "manager", "B001")
    before = todays_leads(bank, manager, now)
    tired = next(one for one in before if "scenario" in one.sources)
    lobby = Viewer("l", "He", "lobby", "B001")
    visit = open_customer(bank, lobby, tired.customer_id)
    record_outcome(
        bank, lobby, visit, Entry("k1", tired.customer_id, Subject("product", "dep_cd"), "interested"), now
    )
    after = {one.customer_id: one for one in todays_leads(bank, manager, now)}
    told = after[tired.customer_id].sources if tired.customer_id in after else ()
    assert set(told) == set(tired.sources) - {"scenario", "churn", "long_tail", "event"}
    assert {one.customer_id for one in before} - {tired.customer_id} <= set(after)


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_the_sample_bank_has_its_words(
    bank: Sources, now: datetime, language: Language
) -> None:
    t = words(language)
    branches = [row["branch_id"] for row in bank.portraits.rows("staff_branches")]
    leads = [
        lead
        for branch_id in branches
        for lead in todays_leads(bank, Viewer("m", "He", "manager", branch_id), now, language)
    ]
    told = {(reason.code, sentence(t, reason)) for lead in leads for reason in lead.reasons}
    assert {"churn", "scenario", "long_tail", "calculation_left"} <= {code for code, _ in told}
    assert not [said for _, said in told if "{" in said or "reason." in said or t("word.unknown") in said]


def test_whoever_gets_an_escalated_lead_has_its_days_anew(bank: Sources, now: datetime) -> None:
    manager = Viewer("m", "He", "manager", "B001")
    late = next(one for one in todays_leads(bank, manager, now) if one.escalated and one.taken_by is None)
    take_lead(bank, manager, late.customer_id, late.claim_version)
    for days, level in ((0, 0), (2, 0), (3, 1), (5, 2), (7, 3)):
        found = todays_leads(bank, manager, now + timedelta(days=days))
        assert {one.customer_id: one.escalated for one in found}[late.customer_id] == level
