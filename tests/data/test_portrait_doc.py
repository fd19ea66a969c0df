"""Every column of the portrait is described, no other is, and the document is up to date."""

import types
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import duckdb

from lobby.data.manifest import SCHEMA_VERSION
from lobby.data.portrait_doc import DOCUMENT, document, meanings
from lobby.domain.sections import HOLDERS, every_column
from tests.built import open_built

SQL = {str: "VARCHAR", int: "INTEGER", bool: "BOOLEAN", float: "DOUBLE", date: "DATE", datetime: "TIMESTAMP"}


def described(annotation: Any, found: Any) -> bool:
    """Whether the type of a column is what its annotation says."""
    if get_origin(annotation) in (types.UnionType,):
        return described(get_args(annotation)[0], found)
    if get_origin(annotation) is list:
        return str(found.id) == "list" and described(get_args(annotation)[0], found.child)
    if is_typeddict(annotation):
        hints = get_type_hints(annotation)
        inside = dict(found.children)
        return list(hints) == list(inside) and all(described(hints[name], inside[name]) for name in hints)
    if annotation is Decimal:
        return str(found.id) == "decimal"
    if annotation is int:
        return str(found) in ("INTEGER", "BIGINT")
    return bool(str(found) == SQL[annotation])


def test_the_table_is_the_dataclass(tiny_home: Path) -> None:
    con: duckdb.DuckDBPyConnection = open_built(tiny_home)
    relation = con.sql("from portrait")
    hints = {name: hint for holder in HOLDERS for name, hint in get_type_hints(holder).items()}
    assert tuple(relation.columns) == every_column()
    wrong = {
        name: str(found)
        for name, found in zip(relation.columns, relation.types, strict=True)
        if not described(hints[name], found)
    }
    assert wrong == {}


def test_every_column_has_one_meaning_and_no_other_has() -> None:
    described_columns = [column for columns in meanings().values() for column in columns]
    assert sorted(described_columns) == sorted(every_column())
    assert all(meaning.endswith(".") for columns in meanings().values() for meaning in columns.values())


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_the_schema_version_is_that_of_the_columns(tiny_home: Path) -> None:
    """So that a portrait of other columns is built again instead of failing when it is read."""
    con = open_built(tiny_home)
    files = "database_name in ('portraits', 'rows')"
    columns = con.sql(f"select table_name, column_name from duckdb_columns() where {files} order by all")
    found = "\n".join(f"{table}.{column}" for table, column in columns.fetchall())
    assert sha256(found.encode()).hexdigest()[:8] == SCHEMA_VERSION
