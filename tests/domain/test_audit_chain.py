"""The chain of the audit: what each hash covers, and which break is told as what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lobby.domain.audit_chain import COVERED, ROOT, Break, Head, break_before, link

ROW: dict[str, Any] = {
    "sequence": 1,
    "happened_at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    "staff_id": "S01",
    "role": "lobby",
    "branch_id": "B01",
    "device": "ipad-1",
    "os_user": None,
    "action": "open",
    "result": "ok",
    "customer_id": "C1",
    "visit_id": "v1",
    "reason": "asked by 王",
    "details": {"b": [1, None], "a": "x"},
}
OTHER: dict[str, Any] = {
    "sequence": 2,
    "happened_at": ROW["happened_at"] + timedelta(microseconds=1),
    "branch_id": None,
    "os_user": "",
    "details": {"b": [1, None], "a": "y"},
}


def linked(previous: str, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "hash": link(previous, row)}


FIRST = linked(ROOT, ROW)
SECOND = linked(FIRST["hash"], {**ROW, "sequence": 2})
FOURTH = linked(SECOND["hash"], {**ROW, "sequence": 4})


def test_asvs_16_2_1_a_hash_is_always_the_same_and_covers_every_column() -> None:
    assert link(ROOT, ROW) == "8c12d1517272c247d5a55fd926a95d062011dafa0d58221a9dd6c12b2b59dfc3"
    assert link(ROOT, {**ROW, "details": {"a": "x", "b": [1, None]}}) == link(ROOT, ROW)
    hashes = {link(ROOT, ROW), link(FIRST["hash"], ROW)}
    hashes |= {link(ROOT, {**ROW, name: OTHER.get(name, "other")}) for name in COVERED}
    assert len(hashes) == len(COVERED) + 2


def test_what_moves_from_one_column_into_the_next_is_another_row() -> None:
    moved = {**ROW, "staff_id": "S01lobby", "role": ""}
    assert link(ROOT, moved) != link(ROOT, ROW)


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        (Head(), FIRST, None),
        (Head(1, FIRST["hash"]), SECOND, None),
        (Head(1, FIRST["hash"]), {**SECOND, "customer_id": "C2"}, Break("changed", 2, 2)),
        (Head(1, ROOT), SECOND, Break("changed", 2, 2)),
        (Head(2, SECOND["hash"]), FOURTH, Break("missing", 3, 3)),
        (Head(1, FIRST["hash"]), FOURTH, Break("missing", 2, 3)),
        (Head(), SECOND, Break("missing", 1, 1)),
    ],
)
def test_f55_a_row_follows_or_what_is_wrong_is_named(
    head: Head, row: dict[str, Any], found: Break | None
) -> None:
    assert break_before(head, row) == found


def test_numbers_that_a_database_left_out_before_there_was_a_chain_are_no_break() -> None:
    head = Head(2, SECOND["hash"])
    assert break_before(head, FOURTH, gaps_until=4) is None
    assert break_before(head, FOURTH, gaps_until=3) == Break("missing", 3, 3)
    assert break_before(Head(1, FIRST["hash"]), FOURTH, gaps_until=4) == Break("missing", 2, 3)
