"""Opening a customer: scope, limits, and the audit before the data."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from lobby.domain.errors import AccessRefused, DeskError
from lobby.domain.viewer import Viewer
from lobby.services.finding import find
from lobby.services.reveal import reveal
from lobby.services.rows import rows_behind
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import open_customer, recently_opened

SignIn = Callable[[str], Viewer]


@pytest.mark.parametrize(
    ("staff_id", "customer_id", "reason", "code"),
    [
        ("s1", "c01", None, None),
        ("s2", "c01", None, None),
        ("s3", "c01", None, None),
        ("s4", "c03", None, None),
        ("s4", "c01", None, "reason_needed"),
        ("s4", "c01", "card left at our counter", None),
        ("s1", "c03", "", "reason_needed"),
        ("s1", "c03", " \n", "reason_needed"),
        ("s5", "c01", None, "reason_needed"),
        ("s6", "c01", None, "reason_needed"),
        ("s7", "c01", None, "reason_needed"),
        ("s7", "c01", "audit 2026-11", None),
        ("s1", "c99", None, "reason_needed"),
        ("s1", "c99", "asked", "unknown_customer"),
        ("s1", "c01\x00", "asked", "unknown_customer"),
        ("s1", "\ud800", "asked", "unknown_customer"),
        ("s1", "' or 1=1 --", "asked", "unknown_customer"),
    ],
)
def test_who_may_open_whom(
    sources: Sources, signed_in: SignIn, staff_id: str, customer_id: str, reason: str | None, code: str | None
) -> None:
    if code is None:
        visit = open_customer(sources, signed_in(staff_id), customer_id, reason=reason)
        newest = sources.desk.audited(1)[0]
        assert (newest["action"], newest["customer_id"], newest["visit_id"]) == (
            "open",
            customer_id,
            visit.visit_id,
        )
        assert newest["reason"] == reason
    else:
        with pytest.raises(AccessRefused) as refused:
            open_customer(sources, signed_in(staff_id), customer_id, reason=reason)
        assert refused.value.code == code
        newest = sources.desk.audited(1)[0]
        assert (newest["action"], newest["result"], newest["visit_id"]) == ("refused", code, None)


def test_a_number_of_nobody_is_not_kept(sources: Sources, signed_in: SignIn) -> None:
    with pytest.raises(AccessRefused):
        open_customer(sources, signed_in("s1"), "13800001234", reason="asked")
    assert sources.desk.audited(1)[0]["customer_id"] is None


def test_the_21st_opening_is_refused_and_in_the_audit(sources: Sources, signed_in: SignIn) -> None:
    viewer = signed_in("s1")
    for _ in range(20):
        open_customer(sources, viewer, "c01")
    with pytest.raises(AccessRefused) as refused:
        open_customer(sources, viewer, "c01")
    assert refused.value.code == "opening_limit"
    assert refused.value.values == {"count": 20, "minutes": 10}
    assert sources.desk.audited(1)[0]["result"] == "limit"
    assert open_customer(sources, replace(viewer, device="ipad-2"), "c01").customer_id == "c01"


def test_recently_opened_names_each_customer_once(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    for customer_id in ("c01", "c02", "c01"):
        open_customer(sources, signed_in("s1"), customer_id)
    assert {hit.customer_id for hit in recently_opened(sources, signed_in("s1"), now)} == {"c01", "c02"}
    assert recently_opened(sources, signed_in("s2"), now) == ()


def test_a_visit_of_somebody_else_or_of_another_customer_opens_nothing(
    sources: Sources, signed_in: SignIn
) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    forged = Visit(visit.visit_id, "c02", visit.opened_at)
    for viewer, shown in ((signed_in("s2"), visit), (signed_in("s1"), forged)):
        with pytest.raises(AccessRefused) as refused:
            reveal(sources, viewer, shown, "name", "verify")
        assert refused.value.code == "unknown_visit"


def test_a_reveal_is_audited_field_by_field(sources: Sources, signed_in: SignIn) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    assert reveal(sources, signed_in("s1"), visit, "name", "verify") == "王秀兰"
    assert reveal(sources, signed_in("s1"), visit, "phone", "verify") == "13800001234"
    assert reveal(sources, signed_in("s1"), visit, "amounts", "verify") is None
    newest = sources.desk.audited(3)
    assert [(row["action"], row["details"]["field"]) for row in newest] == [
        ("reveal", "amounts"),
        ("reveal", "phone"),
        ("reveal", "name"),
    ]


def test_nothing_is_shown_that_cannot_be_written_down(
    sources: Sources, signed_in: SignIn, tmp_path: Path, now: datetime
) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    with sqlite3.connect(tmp_path / "desk.sqlite") as raw:
        raw.execute("alter table audit rename to elsewhere")
    attempts: list[Callable[[], object]] = [
        lambda: find(sources, viewer, "wxl", now=now),
        lambda: open_customer(sources, viewer, "c01"),
        lambda: reveal(sources, viewer, visit, "name", "verify"),
        lambda: rows_behind(sources, viewer, visit, "aum"),
    ]
    for attempt in attempts:
        with pytest.raises(DeskError) as refused:
            attempt()
        assert refused.value.code == "desk_unwritable"
