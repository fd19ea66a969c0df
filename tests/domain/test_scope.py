"""Roles × branches × reason: who may open whom."""

import pytest

from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Role, Viewer

BRANCH: tuple[Role, ...] = ("lobby", "adviser", "teller", "manager")
SEEN = (scope.sees_marketing, scope.sees_leads, scope.sees_unspoken, scope.sees_true_reasons)
BANK: tuple[Role, ...] = ("head_office", "risk", "auditor")


def viewer(role: Role, branch_id: str | None = "B1") -> Viewer:
    return Viewer("S1", "示例", role, branch_id)


@pytest.mark.parametrize("role", BRANCH)
def test_branch_staff_open_their_own_freely_and_others_with_a_reason(role: Role) -> None:
    assert scope.own_branch(viewer(role)) == "B1"
    assert scope.refusal(viewer(role), "B1", None) is None
    assert scope.refusal(viewer(role), "B2", None) == "reason_needed"
    assert scope.refusal(viewer(role), "B2", "card left at our counter") is None


@pytest.mark.parametrize("role", BANK)
def test_bank_wide_roles_give_a_reason_everywhere(role: Role) -> None:
    assert scope.own_branch(viewer(role)) is None
    assert scope.refusal(viewer(role), "B1", None) == "reason_needed"
    assert scope.refusal(viewer(role), "B1", "case 17") is None


@pytest.mark.parametrize("role", BRANCH + BANK)
def test_nobody_and_somebody_elsewhere_are_refused_alike_without_a_reason(role: Role) -> None:
    assert (
        scope.refusal(viewer(role), None, None) == scope.refusal(viewer(role), "B2", None) == "reason_needed"
    )
    assert scope.refusal(viewer(role), None, "asked at the counter") == "unknown_customer"


def test_branch_staff_without_a_branch_open_nobody_freely() -> None:
    assert scope.refusal(viewer("lobby", None), "B1", None) == "reason_needed"


def test_who_sees_marketing_leads_what_is_never_said_and_true_reasons() -> None:
    seen = {role: [ask(viewer(role)) for ask in SEEN] for role in BRANCH + BANK}
    assert seen == {
        "lobby": [True, False, False, False],
        "adviser": [True, True, True, False],
        "teller": [True, False, False, False],
        "manager": [True, True, True, False],
        "head_office": [True, False, False, False],
        "risk": [False, False, False, False],
        "auditor": [False, False, False, True],
    }


def test_who_has_no_branch_is_asked_about_none() -> None:
    assert scope.branch_of(viewer("manager")) == "B1"
    with pytest.raises(AccessRefused):
        scope.branch_of(viewer("manager", None))


def test_a_reason_is_kept_on_one_printable_line() -> None:
    assert scope.reason_as_kept(" lost card\r\n2026-11-20 open\x00 C1 ") == "lost card 2026-11-20 open C1"
    assert scope.reason_as_kept("\ud800a") == "a"
    assert scope.reason_as_kept("长" * 500) == "长" * 200
    assert scope.reason_as_kept(" \n") is None
    assert scope.reason_as_kept(None) is None


def test_who_is_in_the_branch_now_is_opened_without_a_reason() -> None:
    assert scope.refusal(viewer("lobby"), "B2", None, is_here=True) is None
    assert scope.refusal(viewer("lobby"), None, None, is_here=True) == "reason_needed"


def test_a_machine_announces_and_sees_nothing() -> None:
    machine = Viewer("queue-1", "queue-1", "machine", None)
    assert scope.announces(machine, "B1")
    assert not any(ask(machine) for ask in (*SEEN, scope.sees_arrivals))
    assert scope.own_branch(machine) is None
    assert scope.announces(viewer("lobby"), "B1")
    assert not scope.announces(viewer("lobby"), "B2")
    assert not scope.announces(viewer("head_office", None), "B1")
