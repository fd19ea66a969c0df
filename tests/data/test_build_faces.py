"""Faces tapped at the desk move the loyalty index as an answered survey does, and the desk is only read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lobby.data.build_faces import read_faces
from lobby.data.catalog import load_catalog
from lobby.data.desk import Happening, open_desk
from lobby.data.desk_faces import tap
from lobby.domain.viewer import Viewer
from tests.built import build_at, open_built, records

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = NOW.date()
STAFF = Viewer("s2", "马驰", "adviser", "b1")
WEIGHT = load_catalog().keeping.loyalty.weight


def tapped(home: Path, *faces: tuple[str, str, int, int]) -> None:
    """Faces in the desk store of `home`: customer, subject, score, days ago."""
    desk = open_desk(home, lambda: NOW)
    for number, (customer_id, subject, score, days) in enumerate(faces):
        happening = Happening(STAFF, "face", customer_id=customer_id, visit_id=f"v{number}")
        tap(desk, subject, score, None, DAY - timedelta(days=days), happening)  # type: ignore[arg-type]
    desk.close()


def loyalty(home: Path, customer_id: str) -> dict[str, Any]:
    with open_built(home) as con:
        (row,) = records(
            con,
            "select loyalty_index, loyalty_parts, surveys from portrait where customer_id = ?",
            [customer_id],
        )
    return {**row, "parts": {part["part"]: part for part in row["loyalty_parts"]}}


def index(parts: dict[str, Any]) -> Decimal:
    known = {name: part["points"] for name, part in parts.items() if part["points"] is not None}
    reached = sum((WEIGHT[name] * points for name, points in known.items()), Decimal(0))
    return (reached / sum(WEIGHT[name] for name in known)).quantize(Decimal("0.1"))


@pytest.mark.parametrize("shards", [1, 2])
def test_a_planted_face_moves_its_part_and_the_index_by_its_weight(
    tmp_path: Path, tiny_home: Path, shards: int
) -> None:
    before = loyalty(tiny_home, "c07")
    assert before["parts"]["service"]["points"] is None
    tapped(tmp_path, ("c07", "service", 2, 0), ("c07", "service", 4, 180), ("nobody", "service", 1, 0))
    build_at(tmp_path, shards=shards)
    after = loyalty(tmp_path, "c07")
    # (2 × 1000 + 4 × 500) / 1500 = 2.6667; 25 × 1.6667 = 41.7 points
    assert after["parts"]["service"]["measured"] == Decimal("2.6667")
    assert after["parts"]["service"]["points"] == Decimal("41.7")
    others = [name for name in WEIGHT if name != "service"]
    assert [after["parts"][name]["points"] for name in others] == [
        before["parts"][name]["points"] for name in others
    ]
    assert after["loyalty_index"] == index(after["parts"])
    assert after["loyalty_index"] != before["loyalty_index"]
    told = [(one["aspect"], one["score"]) for one in after["surveys"] if one["trigger"] == "lobby_face"]
    assert told == [("service", 2), ("service", 4)]


def test_a_face_of_tomorrow_and_an_old_one_count_nothing(tmp_path: Path, tiny_home: Path) -> None:
    tapped(tmp_path, ("c07", "service", 1, -1), ("c07", "service", 1, 500))
    build_at(tmp_path)
    assert loyalty(tmp_path, "c07") == loyalty(tiny_home, "c07")


def test_the_desk_store_is_read_and_left_as_it_was(tmp_path: Path) -> None:
    tapped(tmp_path, ("c07", "service", 5, 0))
    before = sha256((tmp_path / "desk.sqlite").read_bytes()).hexdigest()
    build_at(tmp_path)
    assert sha256((tmp_path / "desk.sqlite").read_bytes()).hexdigest() == before


def test_without_a_desk_store_none_is_made_and_a_broken_one_stops_no_build(tmp_path: Path) -> None:
    assert read_faces(tmp_path, None, DAY) == ()
    assert not (tmp_path / "desk.sqlite").exists()
    (tmp_path / "desk.sqlite").write_bytes(b"not a database" * 100)
    assert read_faces(tmp_path, None, DAY) == ()


def test_a_store_of_another_schema_is_not_upgraded_by_the_build(tmp_path: Path) -> None:
    tapped(tmp_path, ("c07", "service", 5, 0))
    desk = open_desk(tmp_path, lambda: NOW)
    with desk.writing() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '0001'")
    desk.close()
    assert read_faces(tmp_path, None, DAY) == ()
