"""Changes of levers on each store: written once, one answer each, and two people for a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lobby.data import desk_levers
from lobby.data.desk import Desk, Happening
from lobby.data.desk_backup import back_up, restore
from lobby.domain.errors import DeskError
from lobby.domain.levers import Lever, LeverChange
from lobby.domain.two_people import Answer
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
MAKER, OTHER = (Viewer(one, one, "head_office", None, frozenset(), "laptop") for one in ("h1", "h2"))
CHANGE = LeverChange("dep_cd", "young_worker", None, 115, date(2026, 11, 1), date(2026, 12, 31), "because")
MADE = Lever(Decimal("1.15"), date(2026, 11, 1), date(2026, 12, 31), "dep_cd", "young_worker")


@pytest.fixture
def desk(store: DeskStore) -> Iterator[Desk]:
    opened = store.open(lambda: NOW)
    yield opened
    opened.close()


def by(viewer: Viewer) -> Happening:
    return Happening(viewer, "lever")


def checked(desk: Desk, number: str, change: LeverChange) -> None:
    desk_levers.CHANGES.propose(desk, number, change, by(MAKER))
    desk_levers.CHANGES.answer(desk, number, "checked", "", by(OTHER))


def test_a_change_and_its_answer_come_back_as_written(desk: Desk) -> None:
    proposal = desk_levers.CHANGES.propose(desk, "one", CHANGE, by(MAKER))
    assert (proposal.change, proposal.made_by, proposal.made_at) == (CHANGE, "h1", NOW)
    assert desk_levers.CHANGES.propose(desk, "one", CHANGE, by(MAKER)) == proposal
    assert (desk_levers.CHANGES.waiting(desk), desk_levers.changed(desk)) == ((proposal,), ())
    _, stands = desk_levers.CHANGES.answer(desk, "one", "checked", "seen", by(OTHER))
    assert stands == replace(proposal, answer=Answer("checked", "h2", NOW, "seen"))
    assert (desk_levers.standing(desk), desk_levers.changed(desk)) == ((stands,), (MADE,))
    assert len(desk.audited(9, action="lever")) == 2
    with pytest.raises(DeskError, match="key_reused"):
        desk_levers.CHANGES.propose(desk, "one", replace(CHANGE, weight_percent=90), by(MAKER))


@pytest.mark.both_stores
def test_after_a_restore_another_change_counts_though_there_are_as_many(
    desk: Desk, store: DeskStore, tmp_path: Path
) -> None:
    backup = back_up(desk, tmp_path / "empty.sqlite")
    checked(desk, "one", CHANGE)
    assert desk_levers.changed(desk) == (MADE,)
    restore(store.home, store.url, Path(backup.file), lambda: NOW)
    checked(desk, "two", replace(CHANGE, weight_percent=90))
    assert desk_levers.changed(desk) == (replace(MADE, weight=Decimal("0.9")),)


@pytest.mark.parametrize(
    ("verdict", "made_by", "staff_id"),
    [
        ("checked", "h1", "h1"),
        ("refused", "h1", "h1"),
        ("withdrawn", "h1", "h2"),
        ("checked", "h9", "h1"),
        ("lost", "h1", "h2"),
    ],
)
def test_the_table_itself_wants_two_people(desk: Desk, verdict: str, made_by: str, staff_id: str) -> None:
    desk_levers.CHANGES.propose(desk, "one", CHANGE, by(MAKER))
    forged = Answer(verdict, staff_id, NOW, "")  # type: ignore[arg-type]
    with pytest.raises(DeskError, match="answer_refused"), desk.writing() as connection:
        desk_levers.CHANGES.add_answer(connection, "one", made_by, forged)
    assert desk_levers.changed(desk) == ()


def test_another_server_on_the_store_sees_a_change_at_once(desk: Desk, store: DeskStore) -> None:
    other = store.open(lambda: NOW)
    tokens = [desk_levers.token(other)]
    desk_levers.CHANGES.propose(desk, "one", CHANGE, by(MAKER))
    tokens.append(desk_levers.token(other))
    desk_levers.CHANGES.answer(desk, "one", "checked", "", by(OTHER))
    tokens.append(desk_levers.token(other))
    assert tokens == ["0-0", "1-0", "1-1"]
    assert desk_levers.changed(other) == (MADE,)
    checked(desk, "two", replace(CHANGE, product_code="dep_term"))
    assert [lever.product for lever in desk_levers.changed(other)] == ["dep_cd", "dep_term"]
    other.close()
