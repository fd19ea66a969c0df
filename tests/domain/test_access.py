"""Role × branch × purpose: what is not named is denied, and a permit covers what its reach says."""

import pytest

from lobby.domain.access import HOUSE, About, Access, Entry, Permit, Reach, permit
from lobby.domain.viewer import Role, Viewer

ROLES: tuple[Role, ...] = ("lobby", "adviser", "teller", "manager", "head_office", "risk", "auditor")
POLICY = Access(
    purposes={"steer": frozenset({"manager", "head_office"}), "talk": frozenset({"lobby"})},
    pages={},
    columns={},
    masks={},
    entries={
        "team.team": Entry("steer", {"manager": "branch"}),
        "segments.board": Entry("steer", {"manager": "branch", "head_office": "groups"}),
        "outcomes.undo": Entry("talk", {"lobby": "nobody", "manager": "nobody"}),
    },
)


def viewer(role: Role, branch_id: str | None = "b1") -> Viewer:
    return Viewer("s1", "示例", role, branch_id)


def test_f3_what_is_not_named_is_denied_to_every_role() -> None:
    assert [permit(POLICY, viewer(role), "team.new") for role in ROLES] == [None] * 7
    assert permit(POLICY, HOUSE, "team.team") is None
    allowed = [role for role in ROLES if permit(POLICY, viewer(role), "segments.board")]
    assert allowed == ["manager", "head_office"]


def test_a_role_that_the_purpose_does_not_have_is_denied_although_the_entry_names_it() -> None:
    assert permit(POLICY, viewer("manager"), "outcomes.undo") is None
    found = permit(POLICY, viewer("lobby"), "outcomes.undo")
    assert found is not None
    assert (found.reach, found.entry, found.customers) == ("nobody", "outcomes.undo", set())


@pytest.mark.parametrize(
    ("branch_id", "asked", "is_allowed"),
    [("b1", None, True), ("b1", "b1", True), ("b1", "b2", False), (None, None, False), (None, "b1", False)],
)
def test_who_reaches_the_own_branch_has_one_and_asks_about_no_other(
    branch_id: str | None, asked: str | None, is_allowed: bool
) -> None:
    assert (permit(POLICY, viewer("manager", branch_id), "team.team", asked) is not None) is is_allowed


COVERED: tuple[tuple[Reach, str], ...] = (
    ("nobody", "nobody"),
    ("groups", "nobody groups"),
    ("branch", "nobody groups people"),
    ("reason", "nobody people"),
    ("customer", "nobody"),
    ("stated", "nobody groups people customer"),
    ("bank", "nobody groups people customer"),
)
ABOUT: tuple[About, ...] = ("nobody", "groups", "people", "customer")


@pytest.mark.parametrize(("reach", "covered"), COVERED)
def test_a_reach_covers_the_reads_of_its_kind(reach: Reach, covered: str) -> None:
    held = Permit(viewer("manager"), "x.y", reach)
    assert [about for about in ABOUT if held.covers(about, {"customer_id": "c1"})] == covered.split()


@pytest.mark.parametrize("reach", ["branch", "reason", "customer"])
def test_the_own_facts_of_a_customer_are_read_once_they_were_opened_or_are_here(reach: Reach) -> None:
    held = Permit(viewer("lobby"), "x.y", reach, {"c1"})
    assert held.covers("customer", {"customer_id": "c1"})
    assert not held.covers("customer", {"customer_id": "c2"})
    assert held.covers("people", {"customer_ids": ["c3"]})  # the people around them


@pytest.mark.parametrize("reach", ["nobody", "groups"])
def test_who_reaches_nobody_is_not_helped_by_a_customer_who_is_here(reach: Reach) -> None:
    held = Permit(viewer("lobby"), "x.y", reach, {"c1"})
    assert not held.covers("customer", {"customer_id": "c1"})
    assert not held.covers("people", {})


@pytest.mark.parametrize(
    ("reach", "is_covered"), [("branch", False), ("reason", False), ("stated", True), ("bank", True)]
)
def test_another_branch_is_read_by_who_reaches_the_bank(reach: Reach, is_covered: bool) -> None:
    held = Permit(viewer("manager"), "x.y", reach)
    assert held.covers("people", {"branch_id": "b1"})
    assert held.covers("people", {"branch_id": "b2"}) is is_covered
    assert held.covers("people", {"branch_id": None}) is is_covered
    assert Permit(viewer("head_office"), "x.y", "groups").covers("groups", {"branch_id": None})
