"""Sessions: one person on one browser, ended by the server, and each end in the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lobby.data.desk import StaffMember
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services import alerts, sessions, staff
from lobby.services.sessions import Begun
from lobby.services.sources import Sources
from tests.desk_stores import DeskStore, Watch, rows_of

pytestmark = pytest.mark.both_stores


@pytest.fixture
def begun(sources: Sources) -> Begun:
    """A session in which s1 has signed in on ipad-1."""
    begun = sessions.begin(sources)
    sessions.sign_in(sources, begun.session.session_id, "s1", "ipad-1")
    return begun


def stands(sources: Sources, begun: Begun, device: str | None = "ipad-1") -> bool:
    return sessions.standing(sources, begun.token, device) is not None


def audited(sources: Sources) -> list[tuple[str, str, str]]:
    return [(row["action"], row["result"], row["staff_id"]) for row in sources.desk.audited(9)][::-1]


def test_a_sign_in_is_in_the_audit_and_its_token_is_kept_nowhere(
    sources: Sources, begun: Begun, store: DeskStore
) -> None:
    assert audited(sources) == [("sign_in", "ok", "s1")]
    found = sessions.standing(sources, begun.token, "ipad-1")
    assert found is not None
    assert (found.staff_id, found.device) == ("s1", "ipad-1")
    kept = str(rows_of(store.address, "select * from session"))
    assert begun.token not in kept
    assert sessions.digest_of(begun.token) in kept


def test_asvs_7_2_3_a_token_has_more_than_128_bits_and_is_another_one_at_each_sign_in(
    sources: Sources, begun: Begun
) -> None:
    assert 8 * sessions.TOKEN_BYTES >= 128
    assert len({sessions.new_token() for _ in range(1000)}) == 1000
    renewed = sessions.renew(sources, begun.session.session_id)
    assert renewed is not None
    assert not stands(sources, begun)
    assert stands(sources, replace(begun, token=renewed))


def test_nobody_else_signs_in_in_the_same_session(sources: Sources, begun: Begun) -> None:
    for staff_id in ("s1", "s2"):
        with pytest.raises(AccessRefused) as refused:
            sessions.sign_in(sources, begun.session.session_id, staff_id, "ipad-1")
        assert refused.value.code == "session_over"
    for made_up in (None, "", "0" * 32):
        with pytest.raises(AccessRefused):
            sessions.sign_in(sources, made_up, "s1", "ipad-1")
    assert audited(sources) == [("sign_in", "ok", "s1")]


@pytest.mark.parametrize("made_up", ["", "x", "A" * 43, "' or 1=1 --"])
def test_a_token_that_was_not_given_stands_for_nothing(sources: Sources, begun: Begun, made_up: str) -> None:
    assert sessions.standing(sources, made_up, "ipad-1") is None
    assert sessions.standing(sources, sessions.digest_of(begun.token), "ipad-1") is None


def test_asvs_7_3_1_without_a_touch_a_session_ends_after_five_minutes(
    sources: Sources, begun: Begun, watch: Watch
) -> None:
    watch.pass_by(seconds=299)
    assert stands(sources, begun)
    sessions.touch(sources, begun.session.session_id)
    watch.pass_by(seconds=299)
    assert stands(sources, begun)
    watch.pass_by(seconds=1)
    assert sessions.sweep(sources, [begun.session.session_id]) == {begun.session.session_id}
    sessions.touch(sources, begun.session.session_id)
    assert not stands(sources, begun)
    assert audited(sources)[-1] == ("sign_out", "idle", "s1")


def test_asvs_7_3_1_nine_hours_after_the_sign_in_a_session_ends_though_it_is_touched(
    sources: Sources, begun: Begun, watch: Watch
) -> None:
    for _ in range(9 * 60 // 4 - 1):
        watch.pass_by(minutes=4)
        sessions.touch(sources, begun.session.session_id)
    assert stands(sources, begun)
    watch.pass_by(minutes=4)
    assert not stands(sources, begun)
    assert audited(sources)[-1] == ("sign_out", "long", "s1")


def test_f25_a_clock_set_back_makes_no_session_longer(sources: Sources, begun: Begun, watch: Watch) -> None:
    watch.pass_by(seconds=-59)
    assert stands(sources, begun)
    watch.pass_by(seconds=-2)
    assert not stands(sources, begun)
    assert audited(sources)[-1] == ("sign_out", "clock", "s1")


def test_a_page_on_which_nobody_signed_in_is_never_idle_but_ends_after_nine_hours(
    sources: Sources, watch: Watch
) -> None:
    begun = sessions.begin(sources)
    watch.pass_by(hours=8, minutes=59)
    assert stands(sources, begun, None)
    watch.pass_by(minutes=1)
    assert not stands(sources, begun, None)
    assert audited(sources) == []


def test_f5_a_token_brought_from_another_browser_ends_the_session_for_both_and_is_told(
    sources: Sources, begun: Begun, signed_in: Callable[[str], Viewer]
) -> None:
    assert not stands(sources, begun, "ipad-2")
    assert not stands(sources, begun)
    assert audited(sources)[-1] == ("sign_out", "other_device", "s1")
    (line,) = alerts.open_alerts(sources, signed_in("s3"))
    assert (line.alert.kind, line.alert.about_staff_id, line.alert.device) == ("stolen", "s1", "ipad-1")


def test_f53_asvs_7_4_2_who_is_blocked_or_left_is_signed_out_everywhere(sources: Sources) -> None:
    staff.add(sources, StaffMember("x1", "白杨", "lobby", "b2"))
    viewers = [staff.viewer(sources, staff_id, "ipad-1") for staff_id in ("x1", "s1", "s2")]
    open_ones = [sessions.begin(sources, viewer) for viewer in viewers]
    ids = [begun.session.session_id for begun in open_ones]
    staff.block(sources, "x1", True)
    staff.block(sources, "s1", True)
    assert sessions.sweep(sources, ids) == set(ids[:2])
    assert [stands(sources, begun) for begun in open_ones] == [False, False, True]
    assert sorted(audited(sources)[3:]) == [("sign_out", "left", "s1"), ("sign_out", "left", "x1")]


@pytest.mark.parametrize(
    "change", [{"role": "manager"}, {"branch_id": "b1"}, {"qualifications": ("wm",)}, {"name": "白洋"}]
)
def test_asvs_8_3_2_a_change_of_role_branch_or_qualification_ends_what_was_open(
    sources: Sources, change: dict[str, object]
) -> None:
    member = StaffMember("x1", "白杨", "lobby", "b2")
    staff.add(sources, member)
    begun = sessions.begin(sources, staff.viewer(sources, "x1", "ipad-1"))
    staff.add(sources, replace(member, **change))  # type: ignore[arg-type]
    assert sessions.stands(sources, begun.session.session_id) == ("name" in change)


def test_a_person_is_known_by_the_session_as_long_as_it_stands(
    sources: Sources, begun: Begun, watch: Watch
) -> None:
    session_id = begun.session.session_id
    assert sessions.person(sources, session_id) == (staff.viewer(sources, "s1", "ipad-1"), False)
    elsewhere = sessions.begin(sources, staff.viewer(sources, "s2", "ipad-2")).session.session_id
    pages = [sessions.person(sources, elsewhere) for _ in range(2)]
    assert pages == [(staff.viewer(sources, "s2", "ipad-2"), is_first) for is_first in (True, False)]
    assert sessions.person(sources, sessions.begin(sources).session.session_id) is None
    sessions.sign_out(sources, session_id)
    assert sessions.person(sources, session_id) is None
    assert audited(sources)[-1] == ("sign_out", "signed_out", "s1")


def test_what_ended_a_month_ago_is_forgotten(
    sources: Sources, begun: Begun, watch: Watch, store: DeskStore
) -> None:
    sessions.sign_out(sources, begun.session.session_id)
    watch.now += timedelta(days=30)
    sessions.begin(sources)
    assert rows_of(store.address, "select count(*) from session") == [(2,)]
    watch.now += timedelta(seconds=1)
    sessions.begin(sources)
    assert rows_of(store.address, "select count(*) from session where ended_at is not null") == [(0,)]
