"""Reads the feed's files into `raw_<table>`: the contract's columns by name, and where each row stands."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lobby.data.feed.contract import Table
from lobby.data.feed.encoding import CHUNK, UndecodableError, encoding_of, open_bytes, transcode
from lobby.data.feed.files import TableFiles, csv_header, find_tables, known_columns
from lobby.data.feed.forms import TIDY, as_found, in_form, needs_care
from lobby.data.feed.report import EXAMPLES, Findings, Place

DAMAGED = (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException)
BROKEN = (OSError, EOFError, csv.Error, *DAMAGED)
LONGEST_VALUE = 1 << 24


@dataclass(frozen=True)
class RawTable:
    """One table as found: `file_<table>` as it stands, `raw_<table>` in the contract's forms.

    `types` are the DuckDB types of the columns there are, or TIDY; `lines` are CSV lines that are no rows.
    """

    table: Table
    files: TableFiles
    types: dict[str, str]
    rows: int
    lines: tuple[tuple[int, str], ...] = ()


def open_feed(
    con: duckdb.DuckDBPyConnection, feed_dir: Path, timezone: str, findings: Findings
) -> dict[str, RawTable]:
    """Make `file_<table>` and `raw_<table>` in `con` for every table that can be read; the rest is noted."""
    opened: dict[str, RawTable] = {}
    for name, files in find_tables(feed_dir, findings).items():
        try:
            raw = (
                _open_csv(con, files, findings)
                if files.form == "csv"
                else _open_parquet(con, files, findings)
            )
        except UndecodableError as fault:
            places = (Place(files.name, max(fault.line - 1, 1)),)
            findings.add("text_undecodable", name, examples=places)
        except BROKEN as fault:
            findings.add("file_unreadable", name, examples=(Place(files.name),), detail=type(fault).__name__)
        else:
            if raw is not None:
                _make_raw(con, raw, timezone)
                opened[name] = raw
    return opened


def _make_raw(con: duckdb.DuckDBPyConnection, raw: RawTable, timezone: str) -> None:
    columns = [
        f"{in_form(column, raw.types[column.name], timezone)} as {as_found(column.name)}"
        if column.name in raw.types
        else f"cast(null as varchar) as {as_found(column.name)}"
        for column in raw.table.columns
    ]
    con.execute(
        f"create or replace view raw_{raw.table.name} as "
        f"select {', '.join(columns)}, source_file, source_row from file_{raw.table.name}"
    )


def _open_parquet(con: duckdb.DuckDBPyConnection, files: TableFiles, findings: Findings) -> RawTable | None:
    paths = ", ".join(_quoted(str(path.resolve())) for path in files.paths)
    source = f"read_parquet([{paths}], union_by_name = true, filename = true, file_row_number = true)"
    described = con.execute(f"describe select * exclude (filename, file_row_number) from {source}").fetchall()
    names = known_columns(files, [row[0] for row in described], findings)
    if names is None:
        return None
    types = {name: row[1] for name, row in zip(names, described, strict=True) if name is not None}
    columns = [
        f"{_identifier(row[0])} as {as_found(name)}"
        for name, row in zip(names, described, strict=True)
        if name is not None
    ]
    folder = _quoted(f"{files.feed_dir.resolve()}/")
    con.execute(
        f"create or replace view file_{files.table.name} as select {', '.join(columns)}, "
        f"replace(filename, {folder}, '') as source_file, file_row_number + 1 as source_row from {source}"
    )
    texts = [name for name, found in types.items() if found == "VARCHAR"]
    file = f"file_{files.table.name}"
    care = "".join(
        f", exists (select 1 from {file} where {needs_care(files.table.column(name))})" for name in texts
    )
    rows, *careful = con.execute(f"select (select count(*) from {file}){care}").fetchall()[0]
    types |= {name: TIDY for name, needed in zip(texts, careful, strict=True) if not needed}
    return RawTable(files.table, files, types, rows)


def _open_csv(con: duckdb.DuckDBPyConnection, files: TableFiles, findings: Findings) -> RawTable | None:
    path = files.paths[0]
    encoding = encoding_of(path)
    names = known_columns(files, csv_header(path, encoding), findings)
    if names is None:
        return None
    types = {name: "VARCHAR" for name in names if name is not None}
    lines: tuple[tuple[int, str], ...] = ()
    with tempfile.TemporaryDirectory(prefix="lobby-feed-") as folder:
        readable = path
        if encoding != "utf-8":
            readable = Path(folder) / f"{files.table.name}.csv"
            transcode(path, encoding, readable)
        try:
            rows = _load_csv(con, files, names, readable, numbered=False)
            whole = _could_be_whole(readable, rows)
        except DAMAGED:
            whole = False
        if not whole:
            mended = Path(folder) / "mended.csv"
            lines = tuple(_mend(readable, mended, len(names)))
            rows = _load_csv(con, files, [*names, "source_row"], mended, numbered=True)
    return RawTable(files.table, files, types, rows, lines)


def _could_be_whole(path: Path, rows: int) -> bool:
    """Whether quotes come in pairs and, in a file without any, each line behind the header became a row.

    DuckDB drops the rest of a file behind a quote that is never closed, without a word.
    """
    quotes, ends, last = 0, 0, b"\n"
    with open_bytes(path) as source:
        while chunk := source.read(CHUNK):
            quotes += chunk.count(b'"')
            ends += chunk.count(b"\n")
            last = chunk[-1:]
    lines = ends + (last != b"\n")
    return quotes % 2 == 0 and (quotes > 0 or lines == rows + 1)


def _load_csv(
    con: duckdb.DuckDBPyConnection,
    files: TableFiles,
    names: Sequence[str | None],
    path: Path,
    *,
    numbered: bool,
) -> int:
    """Load the file as text into `file_<table>`; DuckDB refuses it when any line is malformed."""
    found = [name or f"unknown {place}" for place, name in enumerate(names)]
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in found)
    kept = [as_found(name) for name in names if name is not None and name != "source_row"]
    row = "cast(source_row as bigint)" if numbered else "row_number() over ()"
    con.execute(
        f"create or replace table file_{files.table.name} as "
        f"select {', '.join(kept)}, {_quoted(files.name)} as source_file, {row} as source_row "
        f"from read_csv({_quoted(str(path))}, columns = {{{columns}}}, header = true, auto_detect = false, "
        f"delim = ',', quote = '\"', escape = '\"', strict_mode = true, null_padding = false, "
        f"parallel = false, max_line_size = {LONGEST_VALUE})"
    )
    counted = con.execute(f"select count(*) from file_{files.table.name}").fetchone()
    return int(counted[0]) if counted else 0


def _mend(path: Path, target: Path, width: int) -> Iterator[tuple[int, str]]:
    """Write the well-formed rows, numbered, to `target`; yield the number and text of the others."""
    csv.field_size_limit(LONGEST_VALUE)
    with open_bytes(path) as source, target.open("w", encoding="utf-8", newline="") as out:
        reader = csv.reader(io.TextIOWrapper(source, encoding="utf-8-sig", newline=""), strict=True)
        writer = csv.writer(out, lineterminator="\n")
        next(reader, [])
        writer.writerow([f"c{place}" for place in range(width + 1)])
        number = 0
        while True:
            number += 1
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                if "unexpected end of data" in str(fault):
                    raise EOFError from fault
                yield number, json.dumps({"line": reader.line_num})
                continue
            if not values:
                number -= 1
            elif len(values) == width:
                writer.writerow([*values, number])
            else:
                yield number, json.dumps({"line": reader.line_num, "values": values}, ensure_ascii=False)


def line_places(raw: RawTable) -> tuple[Place, ...]:
    """The first malformed lines of a CSV, as places."""
    return tuple(Place(raw.files.name, number) for number, _ in raw.lines[:EXAMPLES])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
