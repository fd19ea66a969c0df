"""What the channels are told of what they handed over, and whom they may call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from lobby.domain.errors import AccessRefused, MessageRefused
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.signing import ApiKey
from lobby.domain.viewer import Viewer
from lobby.services import exports, lead_claims
from lobby.services.handoffs import COLUMNS, Handoff, export_handoffs, handoffs, handoffs_for
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores


def of(found: tuple[Handoff, ...], customer_id: str) -> Handoff:
    return next(one for one in found if one.customer_id == customer_id)


def test_each_says_which_channel_how_far_and_until_when(sources: Sources, now: datetime) -> None:
    found = handoffs(sources, now)
    assert [(one.customer_id, one.kind, one.state, one.may_call) for one in found] == [
        ("c02", "calculation_left", "new", True),
        ("c03", "question_asked", "new", True),
        ("c11", "application_abandoned", "new", False),
    ]
    broken_off = of(found, "c11")
    assert (broken_off.channel, broken_off.reference, broken_off.missing_document) == (
        "mobile", "r1", "income_certificate",
    )  # fmt: skip
    assert (broken_off.began_on, broken_off.expires_on) == (date(2026, 11, 17), date(2026, 12, 17))
    assert len({one.handoff_id for one in found}) == 3


def test_a_talk_goes_back_with_its_result_and_ends_the_calls(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    lobby = signed_in("s1")
    visit = open_customer(sources, lobby, "c02")
    entry = Entry("k1", "c02", Subject("product", "loan_consumer"), "interested")
    record_outcome(sources, lobby, visit, entry, now)
    told = of(handoffs(sources, now), "c02")
    assert (told.state, told.result, told.result_on, told.may_call) == (
        "done", "interested", now.date(), False,
    )  # fmt: skip


def test_whom_somebody_has_the_call_centre_leaves(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    lead_claims.take_lead(sources, signed_in("s2"), "c02", 0)
    told = of(handoffs(sources, now), "c02")
    assert (told.state, told.may_call) == ("taken", False)


def test_order_24_export_a_file_for_head_office_leaves_by_two_people(
    sources: Sources, signed_in: SignIn, now: datetime, tmp_path: Path
) -> None:
    bank = replace(sources, settings=sources.settings.model_copy(update={"home": tmp_path / "own"}))
    with pytest.raises(AccessRefused):
        export_handoffs(bank, signed_in("s3"), now)
    assert bank.desk.audited(9, action="export") == ()
    maker = signed_in("s5")
    for _ in range(2):
        with pytest.raises(AccessRefused) as refused:
            export_handoffs(bank, maker, now)
        assert refused.value.code == "export_unreleased"
    (waiting,) = exports.to_release(bank, replace(maker, staff_id="s55"))
    assert exports.to_release(bank, maker) == exports.to_release(bank, signed_in("s3")) == ()
    exports.release(bank, replace(maker, staff_id="s55"), waiting.number)
    release, content = export_handoffs(bank, maker, now)
    assert release.change.rows == 3
    rows = bank.desk.audited(9, action="export")[::-1]
    assert [(row["result"], row["details"]["rows"]) for row in rows] == [
        ("asked", 3), ("released", 3), ("taken", 3),
    ]  # fmt: skip
    lines = content.decode().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert lines[3].endswith(
        ",c11,b1,application_abandoned,mobile,loan_consumer,r1,2026-11-17,2026-12-17,income_certificate,new,,,false"
    )


def test_a_machine_asks_for_its_branches_only(sources: Sources, now: datetime) -> None:
    east = ApiKey("east", "x" * 32, frozenset({"b1"}), frozenset({"handoff"}))
    assert [one.customer_id for one in handoffs_for(sources, east, now)] == ["c02", "c11"]
    (row,) = sources.desk.audited(9, action="export")
    assert (row["staff_id"], row["role"], row["details"]["rows"]) == ("east", "machine", 2)
    queue = ApiKey("queue", "x" * 32, frozenset(), frozenset({"queue"}))
    with pytest.raises(MessageRefused) as refused:
        handoffs_for(sources, queue, now)
    assert refused.value.code == "source_not_allowed"
