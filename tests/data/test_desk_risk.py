"""Risk cases in the desk store: a step and its audit row together, none taken alone that needs two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lobby.data.desk import Desk, Happening
from lobby.data.desk_risk import add_step, cases, courses_of, open_case, take_step
from lobby.domain.errors import DeskError
from lobby.domain.risk import CaseState
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore

FIRST = Viewer("r1", "梁正", "risk", "b1")
SECOND = replace(FIRST, staff_id="r2")
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FLAG: dict[str, Any] = {
    "flag_code": "fund_collection",
    "subject": "a1",
    "customer_id": "c1",
    "involved": ["c1", "c2"],
    "amount": "25000.00",
}


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(lambda: NOW, busy_seconds=1)
    yield opened
    opened.close()


def opened(desk: Desk, case_id: str = "one", note: str = "seen", flag: dict[str, Any] = FLAG) -> str | None:
    return open_case(desk, case_id, flag, note, Happening(FIRST, "risk", details={"state": "open"}))


def step(desk: Desk, state: CaseState, viewer: Viewer = FIRST, note: str = "seen") -> str | None:
    return take_step(desk, "one", state, note, Happening(viewer, "risk", details={"state": state}))


def test_a_case_keeps_its_flag_and_every_step_in_order(desk: Desk) -> None:
    assert opened(desk) is None
    assert step(desk, "confirmed") is None
    assert step(desk, "hold_asked", SECOND, "asked for today") is None
    (case,) = cases(desk)
    assert case.flag == FLAG
    assert [(one.state, one.staff_id, one.note) for one in case.course.steps] == [
        ("open", "r1", "seen"),
        ("confirmed", "r1", "seen"),
        ("hold_asked", "r2", "asked for today"),
    ]
    assert {one.happened_at for one in case.course.steps} == {NOW}
    assert [row["details"]["state"] for row in desk.audited(9)] == ["hold_asked", "confirmed", "open"]


def test_whoever_confirmed_does_not_ask_for_the_hold(desk: Desk) -> None:
    opened(desk)
    step(desk, "confirmed")
    assert step(desk, "hold_asked") == "second_person_needed"
    assert [case.course.state for case in cases(desk)] == ["confirmed"]
    assert len(desk.audited(9)) == 2


def test_the_table_itself_refuses_one_person_for_both_and_a_second_decision(desk: Desk) -> None:
    opened(desk)
    step(desk, "confirmed")
    hold = {"case_id": "one", "place": 2, "state": "hold_asked", "happened_at": NOW, "note": "alone"}
    for rests_on in ("r1", None):
        with pytest.raises(DeskError, match="step_refused"), desk.writing() as connection:
            add_step(connection, **hold, staff_id="r1", rests_on_staff_id=rests_on)
    again = {**hold, "place": 1, "state": "cleared", "staff_id": "r2"}
    with pytest.raises(DeskError, match="step_refused"), desk.writing() as connection:
        add_step(connection, **again)
    assert [one.state for one in cases(desk)[0].course.steps] == ["open", "confirmed"]


def test_one_case_at_a_time_about_one_subject(desk: Desk) -> None:
    opened(desk)
    assert opened(desk, "two") == "step_not_next"
    assert opened(desk, "three", flag={**FLAG, "subject": "a2"}) is None
    step(desk, "cleared")
    assert opened(desk, "two") is None
    assert sorted(case.case_id for case in cases(desk)) == ["one", "three", "two"]


def test_nothing_is_written_without_a_note_or_about_no_case(desk: Desk) -> None:
    assert opened(desk, note=" ") == "note_needed"
    assert step(desk, "confirmed") == "step_not_next"
    assert cases(desk) == ()
    assert desk.audited(9) == ()


def test_everybody_involved_is_found_by_customer(desk: Desk) -> None:
    opened(desk)
    assert [one.state for one in courses_of(desk, "c1")] == ["open"]
    assert [one.subject for one in courses_of(desk, "c2")] == ["a1"]
    assert courses_of(desk, "c3") == ()


def test_the_newest_case_stands_first(store: DeskStore) -> None:
    moments = iter(NOW + timedelta(minutes=minute) for minute in range(9))
    desk = store.open(lambda: next(moments))
    for number in ("first", "second"):
        opened(desk, number, flag={**FLAG, "subject": number})
    assert [case.case_id for case in cases(desk)] == ["second", "first"]
    desk.close()
