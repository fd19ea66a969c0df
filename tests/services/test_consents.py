"""Consent at the desk: a refusal empties offers everywhere at once, outlives every feed, and is as easy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lobby.data.desk_consents import consents_of
from lobby.data.warehouse import Warehouse
from lobby.domain.consent import Statement
from lobby.domain.errors import AccessRefused, DeskError
from lobby.domain.viewer import Viewer
from lobby.services.consents import questions, say, show_wording
from lobby.services.customer import customer_view
from lobby.services.leads import todays_leads
from lobby.services.scenarios import members, ranking, tagged
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer
from tests.built import TINY, build_at

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
HEAD_OFFICE = Viewer("h1", "周岚", "head_office", None)
WHY = "核对经过授权的名单"
OPENED = 15  # as many customers as may be opened in ten minutes, and some left


def opened(sources: Sources, viewer: Viewer, customer_id: str) -> Visit:
    return open_customer(sources, viewer, customer_id, reason="asked at the desk")


def refuse(sources: Sources, viewer: Viewer, visit: Visit, code: str, now: datetime, key: str = "k1") -> None:
    say(sources, viewer, visit, code, False, key, now, "zh_Hans")


def grant(sources: Sources, viewer: Viewer, visit: Visit, code: str, now: datetime, key: str = "k2") -> None:
    show_wording(sources, viewer, visit, code)
    say(sources, viewer, visit, code, True, key, now, "zh_Hans")


def offered(sources: Sources, viewer: Viewer, visit: Visit, now: datetime) -> list[str]:
    view = customer_view(sources, viewer, visit, now, "zh_Hans")
    return [one.product for one in view.suggestions]


def holds(sources: Sources, viewer: Viewer, visit: Visit) -> dict[str, bool]:
    return {
        line.wording.code: line.standing.is_granted
        for line in questions(sources, viewer, visit)
        if line.standing.since is not None
    }


def somebody(bank: Sources, viewer: Viewer, now: datetime, customer_ids: Iterable[str]) -> Visit:
    """The first of these customers to whom something is offered."""
    for customer_id in customer_ids:
        visit = opened(bank, viewer, customer_id)
        if offered(bank, viewer, visit, now):
            return visit
    raise AssertionError("nobody is offered anything")


def test_every_question_says_what_holds_and_since_when(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s2")
    assert holds(sources, viewer, opened(sources, viewer, "c09")) == {
        "marketing": True, "contact_phone": False, "contact_sms": True, "contact_app": True,
    }  # fmt: skip
    assert holds(sources, viewer, opened(sources, viewer, "c12")) == {
        "marketing": True, "face": False, "contact_phone": True, "contact_sms": True, "contact_app": True,
    }  # fmt: skip
    assert holds(sources, viewer, opened(sources, viewer, "c06")) == {}


def test_a_refusal_needs_no_wording_and_a_grant_does(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = opened(sources, viewer, "c02")
    refuse(sources, viewer, visit, "marketing", now)
    with pytest.raises(AccessRefused) as refused:
        say(sources, viewer, visit, "marketing", True, "k2", now, "zh_Hans")
    assert refused.value.code == "wording_not_shown"
    show_wording(sources, viewer, visit, "profiling")
    with pytest.raises(AccessRefused):
        say(sources, viewer, visit, "marketing", True, "k2", now, "zh_Hans")
    assert holds(sources, viewer, visit)["marketing"] is False
    grant(sources, viewer, visit, "marketing", now)
    assert holds(sources, viewer, visit)["marketing"] is True
    rows = sources.desk.audited(10, visit_id=visit.visit_id, action="consent")
    assert [(row["result"], row["details"]) for row in rows] == [
        ("granted", {"purpose": "marketing", "channel": "any", "wording": "marketing 2026-11"}),
        ("refused", {"purpose": "marketing", "channel": "any", "wording": None}),
    ]


def test_a_wording_shown_in_another_visit_does_not_count(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    show_wording(sources, viewer, opened(sources, viewer, "c02"), "marketing")
    with pytest.raises(AccessRefused) as refused:
        say(sources, viewer, opened(sources, viewer, "c02"), "marketing", True, "k1", now, "zh_Hans")
    assert refused.value.code == "wording_not_shown"


def test_a_double_tap_writes_once_and_a_key_is_not_used_for_something_else(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = opened(sources, viewer, "c02")
    refuse(sources, viewer, visit, "marketing", now)
    refuse(sources, viewer, visit, "marketing", now)
    assert len(sources.desk.audited(10, visit_id=visit.visit_id, action="consent")) == 1
    with pytest.raises(DeskError) as reused:
        refuse(sources, viewer, visit, "profiling", now)
    assert reused.value.code == "key_reused"
    assert consents_of(sources.desk, "c02") == (Statement("marketing", "any", False, now.date()),)


@pytest.mark.parametrize("role", ["head_office", "risk", "auditor"])
def test_only_the_branch_asks_customers(
    role: str, sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = replace(signed_in("s2"), role=role)
    visit = opened(sources, viewer, "c02")
    for ask in (
        lambda: questions(sources, viewer, visit),
        lambda: show_wording(sources, viewer, visit, "marketing"),
        lambda: refuse(sources, viewer, visit, "marketing", now),
    ):
        with pytest.raises(AccessRefused) as refused:
            ask()
        assert refused.value.code == "not_for_role"
    assert consents_of(sources.desk, "c02") == ()


def test_whoever_acts_with_a_guardian_grants_nothing_alone_but_refuses(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = opened(sources, viewer, "c04")
    with pytest.raises(AccessRefused) as refused:
        grant(sources, viewer, visit, "marketing", now)
    assert refused.value.code == "guardian_grants"
    refuse(sources, viewer, visit, "marketing", now)
    assert holds(sources, viewer, visit)["marketing"] is False


def test_gdpr_21_consumer_9_a_refusal_takes_the_offers_and_a_grant_brings_them_back(
    bank: Sources, now: datetime, sample
) -> None:
    viewer, customers = branch_manager(sample)
    visit = somebody(bank, viewer, now, customers)
    before = offered(bank, viewer, visit, now)
    refuse(bank, viewer, visit, "marketing", now)
    view = customer_view(bank, viewer, visit, now, "zh_Hans")
    assert (view.suggestions, view.loan_card, view.person.has_marketing_consent) == ((), None, False)
    assert {one.reason for one in view.not_suggested if one.stage == "allowed"} == {"no_consent"}
    assert view.services or view.unfinished or view.say_first
    grant(bank, viewer, visit, "marketing", now + timedelta(days=1))
    assert offered(bank, viewer, visit, now) == before


def branch_manager(sample) -> tuple[Viewer, list[str]]:
    """A manager who may speak about everything, and the customers of that branch."""
    (branch,) = sample.execute(
        "select home_branch_id from portrait group by all order by count(*) desc, 1 limit 1"
    ).fetchone()
    found = sample.execute(
        "select customer_id from portrait where home_branch_id = ? and has_marketing_consent "
        "and not is_control order by customer_id limit 15",
        [branch],
    ).fetchall()
    skills = frozenset({"wm", "fund", "ins", "loan", "corp"})
    return Viewer("m1", "王颖", "manager", branch, skills), [row[0] for row in found]


def test_consumer_9_nobody_who_refused_stands_on_a_list_of_cards_or_tags(
    bank: Sources, now: datetime, sample
) -> None:
    viewer, _ = branch_manager(sample)
    code = next(
        one.card.code
        for one in ranking(bank, HEAD_OFFICE)
        if one.card.needs_profiling and one.customers > 2 and not one.card.is_sensitive
    )
    first, second, *_ = [one.who.customer_id for one in members(bank, HEAD_OFFICE, code, "zh_Hans", WHY)]
    counted = counts(bank)[code]
    refuse(bank, viewer, opened(bank, viewer, first), "marketing", now, "k1")
    refuse(bank, viewer, opened(bank, viewer, second), "profiling", now, "k2")
    left = [one.who.customer_id for one in members(bank, HEAD_OFFICE, code, "zh_Hans", WHY)]
    assert left
    assert not {first, second} & set(left)
    assert counts(bank)[code] == counted - 2


def counts(bank: Sources) -> dict[str, int]:
    return {one.card.code: one.customers for one in ranking(bank, HEAD_OFFICE)}


def test_a_tag_that_needs_profiling_does_not_list_who_refused_it(
    bank: Sources, now: datetime, sample
) -> None:
    viewer, _ = branch_manager(sample)
    tags = bank.catalog.cards.tags.values()
    shared = [one for one in tags if len(tagged(bank, HEAD_OFFICE, [one.code], WHY)) > 1]
    inferred = next(one.code for one in shared if one.needs_profiling)
    plain = next(one.code for one in shared if not one.needs_profiling)
    who, held = (tagged(bank, HEAD_OFFICE, [code], WHY)[0].customer_id for code in (inferred, plain))
    refuse(bank, viewer, opened(bank, viewer, who), "profiling", now, "k1")
    refuse(bank, viewer, opened(bank, viewer, held), "profiling", now, "k2")
    assert who not in [hit.customer_id for hit in tagged(bank, HEAD_OFFICE, [inferred], WHY)]
    assert held in [hit.customer_id for hit in tagged(bank, HEAD_OFFICE, [plain], WHY)]
    refuse(bank, viewer, opened(bank, viewer, held), "marketing", now, "k3")
    assert held not in [hit.customer_id for hit in tagged(bank, HEAD_OFFICE, [plain], WHY)]


def test_consumer_9_a_lead_keeps_what_is_due_and_loses_what_is_news(
    bank: Sources, now: datetime, sample
) -> None:
    viewer, _ = branch_manager(sample)
    due = {"deposit_maturing", "investment_maturing", "application_abandoned", "possible_scam"}
    due |= {"rating_expiring", "rating_expired", "question_asked", "calculation_left"}
    leads = todays_leads(bank, viewer, now)
    news = [one for one in leads if not {reason.code for reason in one.reasons} <= due][:OPENED]
    assert news
    for number, lead in enumerate(news):
        refuse(bank, viewer, opened(bank, viewer, lead.customer_id), "marketing", now, f"k{number}")
    after = {
        one.customer_id: {reason.code for reason in one.reasons} for one in todays_leads(bank, viewer, now)
    }
    for lead in news:
        before = {reason.code for reason in lead.reasons}
        assert after.get(lead.customer_id, set()) == before & due


def test_f11_consumer_9_a_refusal_outlives_the_next_feed_that_grants(
    sources: Sources, signed_in: SignIn, now: datetime, tmp_path: Path
) -> None:
    viewer = signed_in("s2")
    refuse(sources, viewer, opened(sources, viewer, "c02"), "marketing", now)
    feed = tmp_path / "feed"
    feed.mkdir()
    for table in TINY.iterdir():
        (feed / table.name).write_bytes(table.read_bytes())
    with (feed / "consent.csv").open("a") as rows:
        rows.write("c02,marketing,any,granted,2026-11-20T17:00:00\n")
    build_at(tmp_path / "home", feed)
    warehouse = Warehouse(tmp_path / "home")
    rebuilt = replace(sources, portraits=warehouse)
    tomorrow = now + timedelta(days=1)
    visit = opened(rebuilt, viewer, "c02")
    assert offered(rebuilt, viewer, visit, tomorrow) == []
    assert holds(rebuilt, viewer, visit)["marketing"] is False
    (line,) = [one for one in questions(rebuilt, viewer, visit) if one.wording.code == "marketing"]
    assert (line.standing.since, line.standing.feed_grants_on) == (now.date(), None)
    warehouse.close()


def test_a_card_that_a_partner_told_of_is_gone_with_that_consent(
    bank: Sources, now: datetime, sample
) -> None:
    found = sample.execute(
        "select customer_id, home_branch_id from portrait where list_contains(partner_scenarios, 'RNT3')"
        " order by customer_id limit 1"
    ).fetchall()
    customer_id, branch_id = found[0]
    viewer = Viewer("m1", "王颖", "manager", branch_id, frozenset({"wm"}))
    visit, counted = opened(bank, viewer, customer_id), counts(bank)["RNT3"]

    def reasons() -> set[str]:
        view = customer_view(bank, viewer, visit, now, "zh_Hans")
        return {reason.code for line in view.services for reason in line.reasons}

    def listed() -> list[str]:
        return [one.who.customer_id for one in members(bank, HEAD_OFFICE, "RNT3", "zh_Hans", WHY)]

    assert ("scenario_partner" in reasons(), customer_id in listed()) == (True, True)
    refuse(bank, viewer, visit, "partner_data", now)
    assert ("scenario_partner" in reasons(), customer_id in listed()) == (False, False)
    assert counts(bank)["RNT3"] == counted - 1
