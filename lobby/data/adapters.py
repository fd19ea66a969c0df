"""Another bank's files become a feed: what to read, and how, is the adapter's TOML and SQL, not code."""

import csv
import difflib
import io
import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

import duckdb

from lobby.data.feed.contract import BY_NAME, SQL_TYPES
from lobby.data.feed.encoding import open_bytes
from lobby.domain.errors import FeedError

ADAPTERS = Path(__file__).resolve().parents[2] / "sample_data" / "adapters"

HOW_TO = "docs/adapters.md says how an adapter is written."
READABLE_FAULTS = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)


@dataclass(frozen=True)
class Source:
    """One file of the bank: read as text into the table `name`, which has at least `columns`."""

    name: str
    file: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Adapter:
    """How one bank's files are read, and which feed tables its SQL files make of them, in that order."""

    folder: Path
    delimiter: str
    encoding: str
    sources: tuple[Source, ...]
    tables: tuple[str, ...]
    business_date: date
    currency: str
    feed: Mapping[str, object]


@dataclass(frozen=True)
class Imported:
    """Rows read by source table and rows written by feed table."""

    read: Mapping[str, int]
    written: Mapping[str, int]


def find_adapter(name: str) -> Path:
    """The folder of the adapter called `name`; FeedError names the nearest one there is."""
    known = sorted(folder.parent.name for folder in ADAPTERS.glob("*/adapter.toml"))
    if name in known:
        return ADAPTERS / name
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
    raise FeedError("adapter_unknown", f"There is no adapter called {name}.", hint, adapter=name)


def read_adapter(folder: Path) -> Adapter:
    """The adapter written down in `folder`; FeedError when adapter.toml lacks something or is not TOML."""
    path = folder / "adapter.toml"
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        source, feed = written["source"], written["feed"]
        return Adapter(
            folder=folder,
            delimiter=source["delimiter"],
            encoding=source["encoding"],
            sources=tuple(
                Source(name, table["file"], tuple(table["columns"]))
                for name, table in source["tables"].items()
            ),
            tables=tuple(written["tables"]),
            business_date=feed["business_date"],
            currency=feed["currency"],
            feed=feed,
        )
    except KeyError as missing:
        raise FeedError("adapter_incomplete", f"{path} lacks {missing}.", HOW_TO) from None
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise FeedError("adapter_unreadable", f"{path} cannot be read: {fault}.", HOW_TO) from fault


def import_feed(adapter_dir: Path, source_dir: Path, out_dir: Path) -> Imported:
    """Write the feed that `adapter_dir` makes of the files in `source_dir`; `out_dir` is replaced as a whole.

    FeedError says which file, column or SQL file is at fault; then what `out_dir` held stays.
    """
    adapter = read_adapter(adapter_dir)
    refuse_foreign_folder(out_dir)
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir.parent, prefix=".import-") as scratch:
        fresh = Path(scratch) / "feed"
        fresh.mkdir()
        with duckdb.connect(str(Path(scratch) / "import.duckdb")) as connection:
            read = {
                source.name: load_source(connection, adapter, source, source_dir, Path(scratch))
                for source in adapter.sources
            }
            connection.execute("create schema mapped; create schema feed")
            written = {table: write_table(connection, adapter, table, fresh) for table in adapter.tables}
        (fresh / "feed.toml").write_text(feed_toml(adapter.feed), encoding="utf-8")
        if out_dir.exists():
            out_dir.rename(Path(scratch) / "replaced")
        fresh.rename(out_dir)
    return Imported(read, written)


def refuse_foreign_folder(out_dir: Path) -> None:
    """FeedError when `out_dir` holds something that is not a feed and would be lost."""
    empty = not out_dir.exists() or (out_dir.is_dir() and not any(out_dir.iterdir()))
    if not empty and not (out_dir / "feed.toml").is_file():
        raise FeedError(
            "out_not_a_feed", f"{out_dir} is not empty and holds no feed.", "Name a new or an empty folder."
        )


def load_source(
    connection: duckdb.DuckDBPyConnection, adapter: Adapter, source: Source, source_dir: Path, scratch: Path
) -> int:
    """Load one file of the bank as a table of text and count its rows; an empty field is NULL."""
    path = source_dir / source.file
    if not path.is_file():
        raise FeedError(
            "source_missing",
            f"{path} is missing: adapter {adapter.folder.name} reads table {source.name} from it.",
            "Give the folder that holds the bank's files, or change the file's name in adapter.toml.",
        )
    try:
        header = read_header(path, adapter)
        refuse_missing_columns(header, source, path)
        loaded = connection.read_csv(
            str(in_utf8(path, adapter.encoding, scratch)),
            sep=adapter.delimiter,
            quotechar='"',
            header=True,
            columns=dict.fromkeys(header, "VARCHAR"),
            auto_detect=False,
        )
        loaded.create(source.name)
    except UnicodeDecodeError as fault:
        raise undecodable(path, adapter.encoding) from fault
    except duckdb.Error as fault:
        if "unicode" in str(fault):
            raise undecodable(path, adapter.encoding) from None
        line = re.search(r"Line: (\d+)", str(fault))
        raise FeedError(
            "source_unreadable",
            f"{path}{f', line {line[1]}' if line else ''}: not a table of {len(header)} columns.",
            "Look at the delimiter and the quotes there.",
        ) from None
    return count_rows(connection.table(source.name))


def read_header(path: Path, adapter: Adapter) -> list[str]:
    """The column names in the first line of `path`."""
    with open_text(path, adapter.encoding) as lines:
        return next(csv.reader(lines, delimiter=adapter.delimiter), [])


def refuse_missing_columns(header: list[str], source: Source, path: Path) -> None:
    """FeedError naming every column that the adapter needs and `path` lacks."""
    missing = [column for column in source.columns if column not in header]
    if missing:
        raise FeedError(
            "source_column_missing",
            f"{path} lacks {', '.join(missing)}; it has {', '.join(header)}.",
            "Ask for the full file, or change `columns` in adapter.toml and the SQL that reads them.",
        )


def undecodable(path: Path, encoding: str) -> FeedError:
    """The error for bytes that are no text in `encoding`."""
    return FeedError(
        "source_undecodable", f"{path} is not {encoding} text.", "Write the right encoding in adapter.toml."
    )


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[TextIO]:
    """`path` as text, unpacked when its name ends in .gz, without a byte order mark."""
    exact = "utf-8-sig" if encoding == "utf-8" else encoding
    with open_bytes(path) as raw, io.TextIOWrapper(raw, encoding=exact, newline="") as lines:
        yield lines


def in_utf8(path: Path, encoding: str, scratch: Path) -> Path:
    """`path` itself when it is UTF-8, else a copy of it in UTF-8."""
    if encoding == "utf-8":
        return path
    copy = scratch / f"{path.name.removesuffix('.gz')}.utf8"
    with open_text(path, encoding) as text, copy.open("w", encoding="utf-8", newline="") as target:
        shutil.copyfileobj(text, target)
    return copy


def write_table(connection: duckdb.DuckDBPyConnection, adapter: Adapter, table: str, out_dir: Path) -> int:
    """Run `<table>.sql`, keep its rows as feed.<table> for the files after it, write them, and count them."""
    path = adapter.folder / f"{table}.sql"
    if not path.is_file():
        raise FeedError("adapter_incomplete", f"{path} is missing.", "Write it or take it out of `tables`.")
    given = {"business_date": adapter.business_date, "currency": adapter.currency}
    try:
        sql = path.read_text(encoding="utf-8")
        wanted = duckdb.extract_statements(sql)[0].named_parameters
        mapped = connection.sql(sql, params={name: given[name] for name in wanted if name in given})
        mapped.create(f"mapped.{table}")
    except duckdb.Error as fault:
        told = str(fault) if isinstance(fault, READABLE_FAULTS) else type(fault).__name__
        hint = "The SQL and the bank's files do not fit."
        raise FeedError("adapter_sql", f"{path}: {told}", hint) from None
    typed(connection.table(f"mapped.{table}"), table, path).create(f"feed.{table}")
    written = connection.table(f"feed.{table}")
    written.order(
        ", ".join(key for key in BY_NAME[table].key if key in written.columns) or "all"
    ).write_parquet(str(out_dir / f"{table}.parquet"))
    return count_rows(written)


def typed(mapped: duckdb.DuckDBPyRelation, table: str, path: Path) -> duckdb.DuckDBPyRelation:
    """`mapped` with the contract's types; a column with a value that does not cast stays as it is.

    The feed check then finds and counts that value as malformed, instead of losing it here.
    """
    types = contract_types(table, mapped.columns, path)
    misfits = mapped.aggregate(
        ", ".join(
            f'count(*) filter ("{name}" is not null and try_cast("{name}" as {type_}) is null)'
            for name, type_ in types.items()
        )
    ).fetchall()[0]
    return mapped.project(
        ", ".join(
            f'"{name}"' if misfit else f'cast("{name}" as {type_}) as "{name}"'
            for (name, type_), misfit in zip(types.items(), misfits, strict=True)
        )
    )


def contract_types(table: str, columns: list[str], path: Path) -> dict[str, str]:
    """The SQL type of each of `columns`; a `;` separated list stays text. FeedError for what no feed has."""
    if table not in BY_NAME:
        raise foreign(f"{path} makes a table", table, list(BY_NAME))
    known = {column.name: column for column in BY_NAME[table].columns}
    for name in columns:
        if name not in known:
            raise foreign(f"{path} makes a column", name, list(known))
    return {
        name: "varchar" if known[name].type == "list" else SQL_TYPES[known[name].type] for name in columns
    }


def foreign(what: str, name: str, known: list[str]) -> FeedError:
    """The error for a table or column that the feed does not have, with the nearest that it has."""
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(known)}."
    return FeedError("adapter_not_in_feed", f"{what} that the feed does not have: {name}.", hint)


def count_rows(relation: duckdb.DuckDBPyRelation) -> int:
    """How many rows `relation` has."""
    return int(relation.aggregate("count(*)").fetchall()[0][0])


def feed_toml(feed: Mapping[str, object]) -> str:
    """The text of feed.toml: the feed's own values, then its [options]."""
    options = feed.get("options", {})
    lines = [f"{key} = {toml_value(value)}" for key, value in feed.items() if key != "options"]
    if isinstance(options, dict) and options:
        lines += ["", "[options]", *(f"{key} = {toml_value(value)}" for key, value in options.items())]
    return "\n".join(lines) + "\n"


def toml_value(value: object) -> str:
    """One TOML value: a text, a truth value, a date or a number."""
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else str(value)
