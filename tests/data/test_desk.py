"""The desk store on either database: what is written is there, and limits hold."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lobby.data.desk import Desk, Happening, Limit, Opening, StaffMember
from lobby.domain.errors import DeskError
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore, Watch, direct

VIEWER = Viewer("S01", "林示例", "lobby", "B01", frozenset({"wm"}), "ipad-1", "tester")
LIMITS = (Limit(20, timedelta(minutes=10)), Limit(60, timedelta(hours=1)))


def opening(desk: Desk, number: int, viewer: Viewer = VIEWER) -> Opening | Limit:
    return desk.open_visit(f"v{number}", Happening(viewer, "open", customer_id=f"C{number}"), LIMITS)


def actions(desk: Desk) -> list[str]:
    return [str(row["action"]) for row in desk.audited(100)]


def test_an_audit_row_holds_who_what_and_when_in_order(desk: Desk, watch: Watch) -> None:
    desk.record(Happening(VIEWER, "search", details={"kind": "initials"}))
    watch.now -= timedelta(hours=1)
    desk.record(Happening(VIEWER, "reveal", "ok", "C1", "v1", "asked by the customer", {"field": "phone"}))
    newest, oldest = desk.audited(10)
    assert newest == {
        "sequence": 2,
        "happened_at": datetime(2026, 11, 20, 0, 0, tzinfo=UTC),
        "staff_id": "S01",
        "role": "lobby",
        "branch_id": "B01",
        "device": "ipad-1",
        "os_user": "tester",
        "action": "reveal",
        "result": "ok",
        "customer_id": "C1",
        "visit_id": "v1",
        "reason": "asked by the customer",
        "details": {"field": "phone"},
    }
    assert oldest["sequence"] == 1
    assert [row["sequence"] for row in desk.audited(10, action="search")] == [1]


def test_an_opening_writes_the_visit_and_its_audit_row_together(desk: Desk, watch: Watch) -> None:
    opened = opening(desk, 1)
    assert opened == Opening("v1", "S01", "ipad-1", "C1", watch.now)
    assert desk.opening("v1") == opened
    assert desk.opening("v2") is None
    assert [(row["action"], row["visit_id"]) for row in desk.audited(10)] == [("open", "v1")]
    assert desk.openings(VIEWER, timedelta(hours=12), 8) == (opened,)
    assert desk.openings(replace(VIEWER, device="ipad-2"), timedelta(hours=12), 8) == ()


def test_the_21st_opening_within_ten_minutes_is_refused_and_recorded(desk: Desk, watch: Watch) -> None:
    for number in range(20):
        assert isinstance(opening(desk, number), Opening)
    assert opening(desk, 20) == LIMITS[0]
    newest = desk.audited(1)[0]
    assert (newest["action"], newest["result"], newest["customer_id"]) == ("refused", "limit", "C20")
    assert newest["details"] == {"asked": "open", "limit": 20, "minutes": 10}
    assert desk.opening("v20") is None
    assert isinstance(opening(desk, 21, replace(VIEWER, device="ipad-2")), Opening)
    watch.now += timedelta(minutes=10, seconds=1)
    assert isinstance(opening(desk, 22), Opening)


def test_the_61st_opening_within_an_hour_is_refused(desk: Desk, watch: Watch) -> None:
    for number in range(60):
        watch.now += timedelta(seconds=31)
        assert isinstance(opening(desk, number), Opening)
    watch.now += timedelta(minutes=11)
    assert opening(desk, 60) == LIMITS[1]


def test_a_clock_set_back_opens_no_door(desk: Desk, watch: Watch) -> None:
    for number in range(20):
        opening(desk, number)
    watch.now -= timedelta(hours=1)
    assert opening(desk, 20) == LIMITS[0]


def test_two_threads_cannot_both_take_the_last_opening(desk: Desk) -> None:
    for number in range(19):
        opening(desk, number)
    results: list[object] = []

    def take(number: int) -> None:
        try:
            results.append(opening(desk, number))
        except DeskError as busy:
            results.append(busy.code)

    threads = [threading.Thread(target=direct(take), args=(number,)) for number in range(100, 104)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([result for result in results if isinstance(result, Opening)]) == 1


def test_searches_beyond_their_limit_are_refused(desk: Desk) -> None:
    limits = (Limit(2, timedelta(hours=1)),)
    asked = Happening(VIEWER, "search")
    assert [desk.record(asked, limits) for _ in range(3)] == [None, None, limits[0]]
    assert actions(desk) == ["refused", "search", "search"]


def test_staff_added_at_the_desk_are_kept_and_replaced_by_number(desk: Desk) -> None:
    desk.add_staff(StaffMember("S2", "王示例", "adviser", "B01", ("wm", "fund"), "s2@bank.example"))
    desk.add_staff(StaffMember("S1", "李示例", "lobby", "B01"))
    desk.add_staff(StaffMember("S1", "李示例", "manager", None))
    assert desk.staff() == (
        StaffMember("S1", "李示例", "manager", None),
        StaffMember("S2", "王示例", "adviser", "B01", ("wm", "fund"), "s2@bank.example"),
    )
    with pytest.raises(DeskError) as refused:
        desk.add_staff(StaffMember("S3", "赵示例", "lobby", "B01", login="s2@bank.example"))
    assert refused.value.code == "login_taken"


def test_a_language_is_remembered_per_person(desk: Desk) -> None:
    assert desk.language("S1") is None
    desk.choose_language("S1", "en")
    desk.choose_language("S1", "zh_Hant")
    assert desk.language("S1") == "zh_Hant"


def test_opening_again_keeps_what_was_written(desk: Desk, store: DeskStore, watch: Watch) -> None:
    opening(desk, 1)
    desk.close()
    again = store.open(watch)
    assert actions(again) == ["open"]
    again.close()


def test_an_audit_that_cannot_be_written_takes_the_visit_with_it(desk: Desk, store: DeskStore) -> None:
    store.run("alter table audit rename to elsewhere")
    with pytest.raises(DeskError) as refused:
        opening(desk, 1)
    assert refused.value.code == "desk_unwritable"
    assert desk.opening("v1") is None
