"""Who may sign in, from the feed and from the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lobby.data.desk import StaffMember
from lobby.domain.errors import AccessRefused, SettingsError
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.sources import Sources


def test_a_member_of_the_feed_becomes_a_viewer(sources: Sources) -> None:
    assert staff.viewer(sources, "s2", "ipad-1", "tester") == Viewer(
        "s2", "马驰", "adviser", "b1", frozenset({"wm", "fund", "ins"}), "ipad-1", "tester"
    )


@pytest.mark.parametrize("staff_id", ["s99", "", "\ud800", "s1' or 'a'='a"])
def test_nobody_else_signs_in(sources: Sources, staff_id: str) -> None:
    with pytest.raises(AccessRefused) as refused:
        staff.viewer(sources, staff_id, "ipad-1")
    assert refused.value.code == "unknown_staff"


def test_who_is_blocked_at_the_desk_does_not_sign_in_whatever_the_feed_says(sources: Sources) -> None:
    staff.add(sources, StaffMember("x1", "白杨", "lobby", "b2", ("wm",), "bai@bank.example"))
    for staff_id in ("s1", "x1"):
        staff.block(sources, staff_id, True)
        with pytest.raises(AccessRefused):
            staff.viewer(sources, staff_id, "ipad-1")
    assert {"s1", "x1"}.isdisjoint(staff.names_of_staff(sources))
    for staff_id in ("s1", "x1"):
        staff.block(sources, staff_id, False)
    assert staff.viewer(sources, "s1", "ipad-1").name == "何晓"
    assert staff.viewer(sources, "x1", "ipad-1").qualifications == {"wm"}
    with pytest.raises(AccessRefused):
        staff.block(sources, "s99", True)


def test_staff_added_at_the_desk_sign_in_and_the_feed_has_the_last_word(sources: Sources) -> None:
    staff.add(sources, StaffMember("x1", "白杨", "lobby", "b2", ("wm",)))
    staff.add(sources, StaffMember("s1", "Somebody Else", "manager", "b2"))
    assert [member.staff_id for member in staff.members(sources)] == [
        "s1",
        "s2",
        "s3",
        "s4",
        "s5",
        "s6",
        "s7",
        "x1",
    ]
    assert staff.viewer(sources, "x1", "ipad-1").branch_id == "b2"
    assert staff.viewer(sources, "s1", "ipad-1").role == "lobby"


@pytest.mark.parametrize(
    ("member", "code"),
    [
        (StaffMember("x1", "白杨", "boss", "b1"), "unknown_role"),
        (StaffMember("x1", "白杨", "lobby", "b9"), "unknown_branch"),
        (StaffMember("x1", "白杨", "lobby", "b1", ("wm", "magic")), "unknown_qualification"),
    ],
)
def test_what_does_not_exist_is_named(sources: Sources, member: StaffMember, code: str) -> None:
    with pytest.raises(SettingsError) as refused:
        staff.add(sources, member)
    assert refused.value.code == code
    assert sources.desk.staff() == ()


def test_a_language_is_kept(sources: Sources, signed_in: Callable[[str], Viewer]) -> None:
    assert staff.language(sources, "s1") is None
    staff.choose_language(sources, "s1", "en")
    assert staff.language(sources, "s1") == "en"
