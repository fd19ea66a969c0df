"""Counts what staging turned into NULL: values the file holds and the good table does not."""

import duckdb

from lobby.data.feed.contract import Column
from lobby.data.feed.forms import TIDY, as_found, given, in_form
from lobby.data.feed.reader import RawTable
from lobby.data.feed.report import EXAMPLES, Findings, Place
from lobby.data.feed.staging import NO_END, allowed_values, typed_value


def note_refused(con: duckdb.DuckDBPyConnection, raw: RawTable, timezone: str, findings: Findings) -> None:
    """Note every optional column with refused values, by what was wrong with them."""
    columns = [column for column in raw.table.columns if _may_refuse(raw, column)]
    if not columns:
        return
    typed = _typed(raw, timezone)
    counted = ", ".join(
        f"(select count(*) from ({typed}) where {_refused(raw, column)})" for column in columns
    )
    counts = con.execute(f"select {counted}").fetchone() or ()
    for column, count in zip(columns, counts, strict=True):
        if count:
            _note(con, raw, column, typed, findings)


def _may_refuse(raw: RawTable, column: Column) -> bool:
    """Whether an optional value can be refused at all: plain text and a tidy number never are."""
    found = raw.types.get(column.name)
    plain = column.type == "text" and not column.codes and (not column.identifies or found == TIDY)
    return found is not None and not column.required and not plain


def _typed(raw: RawTable, timezone: str) -> str:
    """The rows of the file with each column typed beside what stands there."""
    columns = [column for column in raw.table.columns if column.name in raw.types]
    parts = []
    for column in columns:
        value = typed_value(column, in_form(column, raw.types[column.name], timezone))
        parts.append(f"{value} as {column.name}, {as_found(column.name)} as found_{column.name}")
    return f"select {', '.join(parts)}, source_file, source_row from file_{raw.table.name}"


def _refused(raw: RawTable, column: Column) -> str:
    """The predicate that something stands there and is not kept; what is kept is not looked at twice."""
    name = column.name
    if column.type == "list":
        return f"not regexp_matches({name}, '^({'|'.join(column.codes)}|;)*$')"
    allowed = allowed_values(column)
    outside = f"not ({allowed})" if allowed else "false"
    return f"case when {name} is null then {given(raw.types[name], f'found_{name}')} else {outside} end"


def _reason(column: Column) -> str:
    """The expression that names the check's code for a refused value."""
    if column.codes:
        return "'unknown_code'"
    name = column.name
    if column.type in ("date", "rate", "integer"):
        cases = [f"when {name} is null then 'malformed'"]
        if column.open_end == "null":
            cases.append(f"when {name} = {NO_END} then 'open_end'")
        if name == "matures_on":
            cases.append(f"when {name} < opened_on then 'maturity_before_opening'")
        return f"case {' '.join(cases)} else 'out_of_range' end"
    return "'malformed'"


def _note(
    con: duckdb.DuckDBPyConnection, raw: RawTable, column: Column, typed: str, findings: Findings
) -> None:
    found = con.execute(
        f"select {_reason(column)} as code, count(*), "
        f"arg_min(source_file, source_row, {EXAMPLES}), min(source_row, {EXAMPLES}) "
        f"from ({typed}) where {_refused(raw, column)} group by code order by code"
    ).fetchall()
    for code, count, files, rows in found:
        places = tuple(Place(file, row) for file, row in zip(files, rows, strict=True))
        findings.add(code, raw.table.name, count, column=column.name, examples=places)
