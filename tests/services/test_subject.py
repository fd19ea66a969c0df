"""A customer's own rights: everything handed over; erased now, in every table, and in every later build."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pydantic import SecretStr
from sqlalchemy import JSON, Boolean, Date, Integer, Table, Time, insert, select, types

from lobby.data.build import build
from lobby.data.catalog_erasure import load_erasure
from lobby.data.desk import Desk, Happening
from lobby.data.desk_audit_check import verify
from lobby.data.desk_backup import back_up
from lobby.data.desk_schema import UtcTime
from lobby.data.desk_subject import about
from lobby.data.desk_tables import every_table
from lobby.data.settings import Settings
from lobby.domain.erasure import empty
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.sections import kinds_of_columns
from lobby.domain.viewer import Viewer
from lobby.services import erasures, portraits, subject
from lobby.services.sources import Sources
from lobby.services.visits import open_customer
from tests.conftest import ID_HASH_KEY, ROOT

SignIn = Callable[[str], Viewer]
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
PLAN = load_erasure()
MINE, OTHER = "c01", "c02"
SECRET = "a note that somebody typed"
GOES = sorted(name for name, fate in PLAN.desk.items() if fate.kind == "delete")
OF_CHAIN = ("audit", "audit_listed")


def sample_of(column: Any, customer_id: str, number: int) -> Any:
    """A value of the column's type; a text is something that was typed."""
    if column.name == "customer_id":
        return customer_id
    if column.name in ("leads", "promises"):
        return (
            [[customer_id, 1], [f"other-{number}", 2]] if column.name == "leads" else [f"key-{customer_id}"]
        )
    samples: list[tuple[type[types.TypeEngine[Any]], Any]] = [
        (UtcTime, NOW),
        (Date, date(2026, 11, 20)),
        (Time, time(9)),
        (Boolean, True),
        (Integer, number),
        (JSON, [SECRET]),
    ]
    found = [value for kind, value in samples if isinstance(column.type, kind)]
    if found:
        return found[0]
    shared = {through[1] for fate in PLAN.desk.values() if (through := fate.through)}
    shared |= {key.column.name for table in every_table() for key in table.foreign_keys}
    is_key = column.primary_key or column.foreign_keys or column.name in shared
    return f"key-{customer_id}" if is_key else f"{SECRET} {number}"


def fill(desk: Desk, customer_id: str, number: int) -> None:
    """A row about the customer in every table there is, whatever it is for."""
    told = [one for one in every_table() if PLAN.desk[one.name].kind != "nobody"]
    referred = {key.column.table for one in told for key in one.foreign_keys}
    with desk.writing() as connection:
        for table in every_table():
            if table.name in OF_CHAIN or table not in {*told, *referred}:
                continue
            row = {column.name: sample_of(column, customer_id, number) for column in table.c}
            if table.name == "risk_step":
                row["rests_on_staff_id"] = "other"
            connection.execute(insert(table).values(row))


def rows_of(desk: Desk, table: Table) -> list[dict[str, Any]]:
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


@pytest.fixture
def filled(sources: Sources, signed_in: SignIn) -> Sources:
    """A desk store with a row of two customers in every table."""
    fill(sources.desk, MINE, 1)
    fill(sources.desk, OTHER, 2)
    sources.desk.record(Happening(signed_in("s1"), "open", customer_id=MINE, reason=SECRET))
    return sources


def test_gdpr_15_every_table_of_the_desk_store_has_its_fate() -> None:
    assert sorted(PLAN.desk) == sorted(table.name for table in every_table())
    for table in every_table():
        fate = PLAN.desk[table.name]
        about(table, fate, MINE)
        assert not ("customer_id" in table.c and fate.kind == "nobody"), table.name


def test_pipl_44_after_an_erasure_no_table_has_derived_or_typed_data_of_the_customer(
    filled: Sources, signed_in: SignIn, now: datetime
) -> None:
    before = {table.name: rows_of(filled.desk, table) for table in every_table()}
    done = subject.erase(filled, signed_in("s3"), MINE, "letter of 20 November", now)
    assert sorted(done.gone) == sorted([*GOES, "arrival", "arrival_step"])
    for table in every_table():
        fate, rows = PLAN.desk[table.name], rows_of(filled.desk, table)
        text = json.dumps(rows, default=str)
        if fate.kind in ("delete", "clear", "strip"):
            assert f'"{OTHER}"' in text or f'"key-{OTHER}"' in text, table.name
            assert f'"{MINE}"' not in text, table.name
        if fate.kind == "delete":
            assert f'"key-{MINE}"' not in text, table.name
        if fate.kind == "strip":
            assert [row[column] for row in rows[:1] for column in fate.columns] == [[["other-1", 2]], []]
        if fate.kind == "keep" and table.name not in ("erased", "restriction"):
            kept = [row for row in rows if row in before[table.name]]
            assert len(kept) == len(before[table.name]), table.name
    assert verify(filled.desk).breaks == ()
    newest = next(row for row in filled.desk.audited(9) if row["action"] == "erasure")
    assert (newest["result"], newest["customer_id"], newest["reason"]) == (
        "erased",
        MINE,
        "letter of 20 November",
    )


def test_gdpr_15_what_a_law_keeps_is_restricted_with_the_reason_and_the_day(
    filled: Sources, signed_in: SignIn, now: datetime
) -> None:
    done = subject.erase(filled, signed_in("s5"), MINE, "letter", now)
    kept = {row["table_name"]: row for row in done.restricted}
    assert kept["audit"]["rows"] == 4
    assert "security law" in kept["audit"]["because"]
    assert kept["risk_case_customer"]["because"].startswith("Anti-money-laundering")
    assert {row["restricted_at"] for row in done.restricted} == {filled.desk.stamp()}
    assert all(fate.because for fate in PLAN.desk.values() if fate.kind == "keep")


def test_pipl_44_the_portrait_is_emptied_at_once_and_offers_stop(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    before, other = (portraits.read_portrait(sources, one) for one in (MINE, OTHER))
    assert before.events
    subject.erase(sources, signed_in("s3"), MINE, "letter", now)
    portraits.erased_lately.cache_clear()
    after = portraits.read_portrait(sources, MINE)
    assert (after.name, after.aum, after.accounts) == (before.name, before.aum, before.accounts)
    assert (after.events, after.segment, after.unfinished) == ([], "unknown", [])
    assert portraits.read_portrait(sources, OTHER) == other


def test_pipl_44_no_later_build_brings_back_what_was_erased(
    sources: Sources, signed_in: SignIn, now: datetime, tmp_path: Path
) -> None:
    subject.erase(sources, signed_in("s3"), MINE, "letter", now)
    home = tmp_path / "later"
    settings = Settings(home=home, id_hash_key=SecretStr(ID_HASH_KEY))
    back_up(sources.desk, home / "desk.sqlite")
    build(ROOT / "tests" / "data" / "tiny", settings, now=datetime(2026, 11, 20, 15, tzinfo=UTC))
    (portrait,) = (home / "portraits").glob("portrait-*.duckdb")
    (rows,) = (home / "portraits").glob("rows-*.duckdb")
    left: dict[str, int] = {}
    for file in (portrait, rows):
        with duckdb.connect(str(file), read_only=True) as con:
            named = "select distinct table_name from duckdb_columns() where column_name = 'customer_id'"
            for (table,) in con.execute(named).fetchall():
                asked = f"select count(*) from {table} where customer_id = ?"
                left[table] = con.execute(asked, [MINE]).fetchall()[0][0]
    assert {name for name, count in left.items() if count} <= PLAN.tables
    with duckdb.connect(str(portrait), read_only=True) as con:
        found = con.execute("from portrait where customer_id = ?", [MINE])
        columns = [column[0] for column in found.description or ()]
        values = dict(zip(columns, found.fetchall()[0], strict=True))
    kinds = kinds_of_columns()
    assert set(values) == set(kinds)
    derived = {name: value for name, value in values.items() if name not in PLAN.columns}
    assert {name: value for name, value in derived.items() if value != empty(kinds[name])} == {}


def test_gdpr_15_everything_held_is_handed_over_and_that_is_in_the_audit(
    filled: Sources, signed_in: SignIn
) -> None:
    told = subject.export(filled, signed_in("s3"), MINE)
    desk, portrait = told["desk"], told["portrait"]
    assert isinstance(desk, dict)
    assert isinstance(portrait, dict)
    withheld = {name for name, fate in PLAN.desk.items() if fate.is_withheld}
    known = {name for name, fate in PLAN.desk.items() if fate.kind in ("delete", "clear", "keep")}
    assert set(desk) == known - withheld - {"audit_listed"}
    assert {"portrait", "search_key", "balance_row"} <= set(portrait)
    assert f'"{OTHER}"' not in json.dumps(desk)
    newest = filled.desk.audited(1)[0]
    assert (newest["action"], newest["customer_id"], newest["details"]["what"]) == ("export", MINE, "subject")
    assert len(newest["details"]["sha256"]) == 64
    before = newest["sequence"]
    subject.erase(filled, signed_in("s3"), MINE, "letter", NOW)
    left = subject.export(filled, signed_in("s3"), MINE)["portrait"]
    assert isinstance(left, dict)
    assert set(left) <= PLAN.tables
    assert filled.desk.audited(1)[0]["sequence"] > before


def test_who_took_the_request_does_not_carry_it_out(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    manager = signed_in("s3")
    visit = open_customer(sources, manager, MINE)
    request = erasures.forget(sources, manager, visit, "key-of-the-request", now, "en")
    with pytest.raises(AccessRefused) as refused:
        subject.erase(sources, manager, MINE, "as asked", now)
    assert refused.value.code == "second_person"
    subject.erase(sources, signed_in("s5"), MINE, "as asked", now)
    (answered,) = erasures.answered_requests(sources, manager)
    assert (answered.number, answered.note, answered.staff_id) == (request.number, "as asked", "s5")


@pytest.mark.parametrize(
    ("staff_id", "customer_id"), [("s1", MINE), ("s7", MINE), ("s3", "c03"), ("s5", "x9")]
)
def test_rights_are_carried_out_by_the_branch_manager_and_head_office_alone(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str, customer_id: str
) -> None:
    for ask in (
        lambda: subject.export(sources, signed_in(staff_id), customer_id),
        lambda: subject.erase(sources, signed_in(staff_id), customer_id, "letter", now),
    ):
        with pytest.raises(AccessRefused) as refused:
            ask()
        assert refused.value.code == "not_for_role"
    assert len(sources.desk.audited(9, action="refused")) == 2
    assert sources.desk.audited(9, action="erasure") == ()


def test_an_erasure_needs_its_reason(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    with pytest.raises(EntryRefused):
        subject.erase(sources, signed_in("s3"), MINE, "  ", now)
    assert sources.desk.audited(9, action="erasure") == ()
