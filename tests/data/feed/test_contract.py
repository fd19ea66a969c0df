"""The contract as data, what is rendered from it, and that every check is documented and can be spoken of."""

import re
from pathlib import Path

import duckdb
import pytest

from lobby.data import queries
from lobby.data.feed import checking, codes, files, info, loading, reader, refused, staging
from lobby.data.feed.contract import BY_NAME, SQL_TYPES, TABLES, Column, Table

ROOT = Path(__file__).parents[3]


def test_the_contract_has_22_tables_and_five_of_them_must_come() -> None:
    assert len(TABLES) == 22
    assert [table.name for table in TABLES if not table.optional] == [
        "branch", "customer", "account", "balance", "transaction",
    ]  # fmt: skip


def test_parents_stand_before_their_children() -> None:
    order = [table.name for table in TABLES]
    for table in TABLES:
        for column in table.columns:
            if column.refers:
                assert order.index(column.refers) <= order.index(table.name)


def test_keys_are_required_columns() -> None:
    for table in TABLES:
        assert all(table.column(name).required for name in table.key)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_staging_query_is_what_the_contract_renders(table: Table) -> None:
    written = (queries.QUERIES / "staging" / f"stg_{table.name}.sql").read_text(encoding="utf-8")
    assert written == staging.staging_sql(table)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_staging_query_types_every_column(table: Table) -> None:
    con = duckdb.connect()
    columns = ", ".join(f'"{column.name}" varchar' for column in table.columns)
    con.execute(f"create table raw_{table.name} ({columns}, source_file varchar, source_row bigint)")
    query = queries.load(f"staging/stg_{table.name}")
    values = query.pick({"business_date": "2026-11-20"})
    described = con.execute(f"describe {query.sql}", values or None).fetchall()
    wanted = {column.name: SQL_TYPES[column.type].upper() for column in table.columns}
    assert {row[0]: row[1] for row in described[: len(wanted)]} == wanted
    assert [row[0] for row in described[len(wanted) :]] == ["source_file", "source_row", "fault"]


def test_the_checks_document_is_what_the_codes_render() -> None:
    assert codes.DOCUMENT.read_text(encoding="utf-8") == codes.checks_document()


def test_every_code_that_the_checks_use_is_one_of_the_codes() -> None:
    modules = (checking, files, info, loading, reader, refused)
    text = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules)
    text += "".join(queries.load(name).sql for name in queries.names("checks"))
    used = set(re.findall(r"[\"']([a-z]+(?:_[a-z]+)*)[\"']", text))
    made = {f"{kind}_{what}" for kind in ("key", "required") for what in ("missing", "malformed")}
    born = {"born_after_business_date"}
    assert set(codes.BY_CODE) <= used | made | born


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
def test_every_check_of_a_published_feed_can_be_spoken_of(language: str) -> None:
    words = (ROOT / "lobby" / "locales" / f"{language}.po").read_text(encoding="utf-8")
    published = [check.code for check in codes.CODES if check.severity != "stop"]
    assert [code for code in published if f'msgid "check.{code}"' not in words] == []


def test_the_tables_of_the_contract_hold_what_its_text_says() -> None:
    assert BY_NAME["account"].column("kind").codes[0] == "current"
    assert BY_NAME["customer"].column("phone").sensitive
    assert BY_NAME["customer"].column("name").personal
    assert BY_NAME["staff"].column("active") == Column("active", "bool", default="true")
    assert BY_NAME["transaction"].dated == "booked_at"
