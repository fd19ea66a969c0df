"""The bank's policy against what happens: every entry, for every role, about the own and another branch."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from datetime import date, datetime
from typing import get_args

import pytest

from lobby.data import (
    desk_arrivals,
    desk_campaigns,
    desk_complaints,
    desk_consents,
    desk_drafts,
    desk_duty,
    desk_erasures,
    desk_lessons,
    desk_outcomes,
    desk_referrals,
    desk_risk,
    desk_subject,
    permits,
)
from lobby.data.catalog_access import load_access
from lobby.data.catalog_erasure import load_erasure
from lobby.data.desk import Desk
from lobby.data.desk_leads import claim_on, claims_in
from lobby.domain.access import Permit, Reach
from lobby.domain.errors import AccessRefused, LobbyError
from lobby.domain.referrals import LEAD
from lobby.domain.viewer import Role, Viewer
from lobby.services import permission, team
from lobby.services.sources import Sources
from tests.services.every_entry import Bank, made, service

ROLES = get_args(Role)
ACCESS = load_access()
ENTRIES = sorted(name for name, entry in ACCESS.entries.items() if "house" not in entry.reach)
OF_B1 = re.compile(r"'c(01|02|04|05|09|10|11|12)'")
WIDE = ("bank", "stated", "groups")
BY_ID = {
    "visits.open_customer",
    "audit.search",
    "audit.seen",
    "audit.who_saw",
}  # with a reason; whom the own denials named


@pytest.fixture
def bank(sources: Sources, now: datetime) -> Bank:
    return made(sources, now, [person(role, "b1") for role in ROLES])


def person(role: Role, branch_id: str) -> Viewer:
    return Viewer(f"{role}-{branch_id}", "示例", role, branch_id, frozenset({"wm"}), "matrix")


def asked(bank: Bank, viewer: Viewer, name: str, opened_by: Viewer) -> object:
    """The answer of the entry, or the error with which it ends; who hands in a list has the own one."""
    arguments = bank.arguments(name, opened_by)
    if "leads" in arguments and viewer.branch_id != opened_by.branch_id:
        arguments["leads"] = ()
    try:
        return service(name)(bank.sources, viewer, **arguments)
    except LobbyError as error:
        return error


def is_denied(answer: object) -> bool:
    return isinstance(answer, AccessRefused) and answer.code == "not_for_role"


def refusals(bank: Bank) -> list[str]:
    rows = bank.sources.desk.audited(500, action="refused", result="not_for_role")
    return [row["details"]["asked"] for row in rows]


@pytest.mark.parametrize("role", ROLES)
def test_f3_f54_asvs_8_2_1_every_entry_for_every_role(bank: Bank, role: Role) -> None:
    viewer = person(role, "b1")
    expected = {name for name in ENTRIES if role in ACCESS.entries[name].reach}
    answers = {name: asked(bank, viewer, name, viewer) for name in ENTRIES}
    assert {name for name, answer in answers.items() if not is_denied(answer)} == expected
    assert sorted(refusals(bank)) == sorted(set(ENTRIES) - expected)


@pytest.mark.parametrize("role", ROLES)
def test_f3_f54_asvs_8_2_1_nothing_of_another_branch(bank: Bank, role: Role) -> None:
    """Asked about what is branch b1's, with visits that are another person's: no customer of it is named."""
    viewer, other = person(role, "b2"), person(role, "b1")
    narrow = [name for name in ENTRIES if ACCESS.entries[name].reach.get(role, "nobody") not in WIDE]
    told = {name: asked(bank, viewer, name, other) for name in narrow if name not in BY_ID}
    seen = {name: repr(answer) for name, answer in told.items() if not isinstance(answer, LobbyError)}
    assert [name for name, answer in seen.items() if OF_B1.search(answer)] == []
    with_visit = [name for name in narrow if "visit" in bank.arguments(name, other)]
    codes = {name: getattr(told[name], "code", "shown") for name in with_visit}
    assert set(codes.values()) <= {"not_for_role", "unknown_visit"}
    forged = bank.sources.desk.audited(500, action="refused", result="unknown_visit")
    assert len(forged) == sum(code == "unknown_visit" for code in codes.values())


def test_f3_a_branch_of_another_is_refused_where_one_is_named(bank: Bank) -> None:
    for role, is_refused in (("manager", True), ("head_office", False)):
        answer = asked(bank, person(role, "b2"), "branches.branch_view", person(role, "b1"))
        assert is_denied(answer) is is_refused


STATED = sorted(name for name in ENTRIES if ACCESS.entries[name].reach.get("head_office") == "stated")


@pytest.mark.parametrize("name", STATED)
def test_f3_head_office_is_named_people_once_it_says_why_and_the_reason_is_in_the_audit(
    bank: Bank, name: str
) -> None:
    viewer = person("head_office", "b1")
    arguments = bank.arguments(name, viewer)
    for missing in (None, "", " \n", 7):
        with pytest.raises(AccessRefused) as refused:
            service(name)(bank.sources, viewer, **{**arguments, "reason": missing})
        assert refused.value.code == "why_needed"
    rows = bank.sources.desk.audited(9, result="why_needed")
    assert [row["details"]["asked"] for row in rows] == [name] * 4
    before = len(bank.sources.desk.audited(999))
    answer = asked(bank, viewer, name, viewer)
    assert not is_denied(answer)
    newest = bank.sources.desk.audited(len(bank.sources.desk.audited(999)) - before)
    assert "matrix" in [row["reason"] for row in newest]


def test_f3_a_forgotten_service_reads_nothing(sources: Sources) -> None:
    """Without a permit, as in a thread that no entry began, the stores answer nobody."""

    def forgotten() -> None:
        with pytest.raises(AccessRefused):
            sources.portraits.one("customer_portrait", customer_id="c01")
        with pytest.raises(AccessRefused):
            sources.portraits.rows("segments_sizes", branch_id=None)
        with pytest.raises(AccessRefused):
            sources.desk.audited(1)
        with pytest.raises(AccessRefused), sources.desk.writing():
            pass
        assert sources.portraits.rows("staff_branches")

    Context().run(forgotten)


GROWN: tuple[tuple[str, dict[str, object]], ...] = (
    ("customer_portrait", {"customer_id": "c01"}),
    ("leads_today", {"branch_id": "b2", "until": date(2026, 12, 1)}),
)


@pytest.mark.parametrize(("read", "params"), GROWN)
def test_f3_a_service_reads_no_further_than_its_line_says(
    sources: Sources, read: str, params: dict[str, object]
) -> None:
    """One that grew a read of another branch, or of somebody nobody opened, is denied and audited."""
    manager = person("manager", "b1")

    def grown(sources: Sources, viewer: Viewer) -> object:
        return sources.portraits.rows(read, **params)

    grown.__module__, grown.__name__ = "lobby.services.team", "team"
    with pytest.raises(AccessRefused) as refused:
        permission.for_viewer(grown)(sources, manager)
    assert refused.value.code == "not_for_role"
    (row,) = sources.desk.audited(1, action="refused")
    assert (row["staff_id"], row["details"]) == (manager.staff_id, {"asked": "team.team", "query": read})


def test_asvs_16_5_1_a_policy_that_cannot_be_judged_denies(
    sources: Sources, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise KeyError("entries")

    monkeypatch.setattr(permission, "load_access", broken)
    with pytest.raises(AccessRefused) as refused:
        team.team(sources, person("manager", "b1"), now)
    assert refused.value.code == "not_for_role"
    assert [row["result"] for row in sources.desk.audited(9, action="refused")] == ["not_for_role"]


def test_a_permit_ends_with_its_entry_and_with_its_thread(sources: Sources, now: datetime) -> None:
    def entered() -> None:
        team.team(sources, person("manager", "b1"), now)
        with pytest.raises(AccessRefused):
            permits.require()

    Context().run(entered)


def test_whom_one_person_opened_is_not_open_to_another_within_one_call(sources: Sources) -> None:
    ours, theirs = (
        Permit(person("lobby", "b1"), "x.y", "customer", {"c01"}),
        Permit(person("manager", "b1"), "x.z", "customer"),
    )
    with permits.in_force(ours), permits.in_force(theirs):
        assert permits.require().customers == set()
    with permits.in_force(ours), permits.in_force(replace(theirs, viewer=ours.viewer)):
        assert permits.require().customers == {"c01"}


OF_BRANCH: tuple[Callable[[Desk, str], object], ...] = (
    claims_in,
    lambda desk, branch: claim_on(desk, branch, "c01"),
    lambda desk, branch: desk_arrivals.arrivals_in(desk, branch, desk.stamp()),
    lambda desk, branch: desk_arrivals.came_since(desk, branch, desk.stamp()),
    lambda desk, branch: desk_arrivals.of_ticket(desk, branch, "A001", desk.stamp()),
    lambda desk, branch: desk_complaints.complaints_in(desk, branch, "2026-11-20"),
    lambda desk, branch: desk_duty.duties(desk, branch, date(2026, 11, 20), date(2026, 11, 20)),
    lambda desk, branch: desk_lessons.lessons_in(desk, branch, desk.stamp()),
    lambda desk, branch: desk_outcomes.outcomes_in(desk, branch, desk.stamp()),
    lambda desk, branch: desk_outcomes.talks_in(desk, branch, desk.stamp(), desk.stamp()),
    lambda desk, branch: desk_outcomes.interested_in(desk, "dep_term", branch, desk.stamp()),
)


@pytest.mark.parametrize("read", OF_BRANCH)
def test_f3_asvs_8_2_1_a_permit_of_a_branch_reads_no_other_branchs_rows_of_the_desk(
    sources: Sources, read: Callable[[Desk, str], object]
) -> None:
    reaches: tuple[Reach, ...] = ("branch", "reason", "customer")
    for reach in reaches:
        with permits.in_force(Permit(person("manager", "b1"), "x.y", reach)):
            read(sources.desk, "b1")
            with pytest.raises(AccessRefused):
                read(sources.desk, "b2")
    with permits.in_force(Permit(person("head_office", "b1"), "x.y", "bank")):
        read(sources.desk, "b2")


OF_CUSTOMER: tuple[Callable[[Desk, str], object], ...] = (
    lambda desk, customer: desk_campaigns.kept_back(desk, customer, date(2026, 11, 20)),
    desk_consents.consents_of,
    lambda desk, customer: desk_drafts.draft_of(desk, person("manager", "b1"), customer),
    desk_erasures.request_of_customer,
    desk_lessons.lessons_of,
    desk_outcomes.outcomes_of,
    lambda desk, customer: desk_referrals.last_about(desk, customer, LEAD),
    desk_risk.courses_of,
    desk_subject.restrictions,
    lambda desk, customer: desk_subject.held(desk, load_erasure(), customer),
)


@pytest.mark.parametrize("read", OF_CUSTOMER)
def test_f3_pipl_6_the_desk_tells_of_one_customer_only_who_was_let_to_that_customer(
    sources: Sources, read: Callable[[Desk, str], object]
) -> None:
    reaches: tuple[Reach, ...] = ("nobody", "groups", "branch", "reason", "customer")
    for reach in reaches:
        with permits.in_force(Permit(person("manager", "b1"), "x.y", reach, {"c01"})):
            if reach not in ("nobody", "groups"):
                read(sources.desk, "c01")
            with pytest.raises(AccessRefused):
                read(sources.desk, "c02")
    with permits.in_force(Permit(person("head_office", "b1"), "x.y", "bank")):
        read(sources.desk, "c02")
