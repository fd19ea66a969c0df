"""The history carried from build to build: the month before is what the next build compares with."""

import logging
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lobby.data.history import quarter_begun, read_month_before
from lobby.data.home import Home
from tests.built import build_at, open_built
from tests.logged import logged

CHANGES = """
    select customer_id, event_code from rows.event
    where event_code in ('address_changed', 'employer_changed') order by all
"""


def remember(home: Path, month: str, *rows: tuple[str, str | None, str | None]) -> None:
    """Leave a month's line per customer: address and employer then."""
    (home / "history").mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        con.execute(
            "create table lines (customer_id varchar, as_of date, address_area varchar, employer varchar)"
        )
        for customer, area, employer in rows:
            con.execute("insert into lines values (?, ?, ?, ?)", [customer, f"{month}-28", area, employer])
        con.execute(f"copy lines to '{home}/history/{month}.parquet'")


@pytest.mark.parametrize("shards", [1, 4])
def test_what_changed_since_the_month_before_is_an_event(tmp_path: Path, shards: int) -> None:
    remember(tmp_path, "2026-09", ("c02", "乙街道", None), ("c05", None, "旧公司"))
    remember(
        tmp_path, "2026-10", ("c02", "城东区", "别家公司"), ("c05", "乙街道", None), ("c99", "乙街道", None)
    )
    build_at(tmp_path, shards=shards)
    assert open_built(tmp_path).execute(CHANGES).fetchall() == [
        ("c02", "employer_changed"),
        ("c05", "address_changed"),
    ]


def test_nothing_has_changed_on_the_first_build_nor_within_its_month(built: Path) -> None:
    assert open_built(built).execute(CHANGES).fetchall() == []
    remember(built, "2026-11", ("c02", "乙街道", "别家公司"))
    remember(built, "2026-12", ("c02", "乙街道", "别家公司"))
    build_at(built)
    assert open_built(built).execute(CHANGES).fetchall() == []


def test_the_newest_earlier_month_is_read(tmp_path: Path) -> None:
    for month in ("2025-12", "2026-08", "2026-11"):
        remember(tmp_path, month, ("c1", month, None))
    with duckdb.connect() as con:
        assert read_month_before(con, Home(tmp_path), "2026-11") == 1
        assert con.execute("from month_before").fetchall() == [("c1", date(2026, 8, 28), "2026-08", None)]


def test_a_month_that_cannot_be_read_is_told_and_not_compared_with(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "2026-10.parquet").write_bytes(b"torn")
    with duckdb.connect() as con, caplog.at_level(logging.WARNING, "lobby.build"):
        assert read_month_before(con, Home(tmp_path), "2026-11") == 0
        assert con.execute("from month_before").fetchall() == []
    (told,) = logged(caplog)
    assert (told["event"], told["table"], told["kind"]) == (
        "not_compared",
        "month_before",
        "InvalidInputException",
    )


@pytest.mark.parametrize(
    ("month", "begun"),
    [("2026-10", "2026-10"), ("2026-12", "2026-10"), ("2026-09", "2026-07"), ("2027-01", "2027-01")],
)
def test_a_quarter_begins_with_its_first_month(month: str, begun: str) -> None:
    assert quarter_begun(month) == begun
