"""One table of the feed: staged, checked against itself and its parents, good rows kept, the rest set aside.

Rows are told apart by the file and row they stand in. A large Parquet table stays where it is: what is kept
of it is a view, so that its rows are not written twice.
"""

from dataclasses import dataclass

import duckdb

from lobby.data import queries
from lobby.data.feed.codes import BY_CODE
from lobby.data.feed.contract import SQL_TYPES, TABLES, UNKNOWN_BRANCH, WITH_CONSENT, Column, Table
from lobby.data.feed.forms import as_found
from lobby.data.feed.info import FeedInfo
from lobby.data.feed.reader import RawTable, line_places
from lobby.data.feed.refused import note_refused
from lobby.data.feed.report import EXAMPLES, Findings, Place

VIEW_ABOVE_ROWS = 10_000
PARENTS = frozenset(column.refers for table in TABLES for column in table.columns if column.refers)
WHERE = "source_file, source_row"


@dataclass
class Loading:
    """A feed being loaded into `con`; `loaded` are the tables whose good rows stand there."""

    con: duckdb.DuckDBPyConnection
    info: FeedInfo
    findings: Findings
    view_above_rows: int = VIEW_ABOVE_ROWS

    def __post_init__(self) -> None:
        self.loaded: set[str] = set()
        self.views: set[str] = set()
        self.con.execute(
            "create or replace table set_aside (table_name varchar, code varchar, severity varchar, "
            "source_file varchar, source_row bigint, record varchar, column_name varchar)"
        )

    def leave_empty(self, table: Table) -> None:
        """Leave a table that was not supplied without rows, so that every query binds."""
        columns = ", ".join(f"{as_found(column.name)} {SQL_TYPES[column.type]}" for column in table.columns)
        self.con.execute(f"create or replace table {as_found(table.name)} ({columns})")

    def load(self, raw: RawTable) -> int:
        """Check one table whose parents are loaded, keep its good rows, set the others aside; rows kept."""
        name = raw.table.name
        self._stage(raw)
        self.con.execute(
            f"create or replace table bad_{name} (source_file varchar, source_row bigint, code varchar, "
            "column_name varchar, step integer)"
        )
        self._find_faults(name)
        self._find_duplicates(raw.table)
        self._find_orphans(raw.table)
        self._keep_first_reason(name)
        dangling = [column for column in raw.table.columns if self._dangles(raw.table, column)]
        self._set_aside(raw)
        self._keep(raw.table, dangling)
        self.loaded.add(name)
        note_refused(self.con, raw, self.info.timezone, self.findings)
        self._note_dates(raw.table)
        self._note_marks(raw)
        return self._number(f"select count(*) from {as_found(name)}")

    def forget(self, raw: RawTable) -> None:
        """Drop what was only needed while checking; a view keeps what it is made of."""
        name = raw.table.name
        if name in self.views:
            return
        self.con.execute(f"drop view if exists raw_{name}")
        self.con.execute(f"drop {'table' if raw.files.form == 'csv' else 'view'} if exists file_{name}")
        self.con.execute(f"drop table if exists staged_{name}")
        self.con.execute(f"drop table if exists bad_{name}")
        for column in raw.table.columns:
            self.con.execute(f"drop table if exists dangling_{name}_{column.name}")

    def _stage(self, raw: RawTable) -> None:
        name = raw.table.name
        query = queries.load(f"staging/stg_{name}")
        large = raw.files.form == "parquet" and raw.rows > self.view_above_rows
        if large and name not in PARENTS and not query.params:
            self.views.add(name)
        values = query.pick({"business_date": self.info.business_date})
        self.con.execute(f"create or replace {self._kind(name)} staged_{name} as {query.sql}", values)

    def _find_faults(self, name: str) -> None:
        self.con.execute(
            f"insert into bad_{name} select {WHERE}, split_part(fault, ':', 1), split_part(fault, ':', 2), 1 "
            f"from staged_{name} where fault is not null"
        )

    def _find_duplicates(self, table: Table) -> None:
        name = table.name
        key = ", ".join(table.key)
        whole = " and ".join(f"{column} is not null" for column in table.key)
        self._view("checked_key", f"select hash({key}) as key_hash from staged_{name} where {whole}")
        self.con.execute(
            f"create or replace temp table repeated as {queries.load('checks/repeated_key').sql}"
        )
        if not self._number("select count(*) from repeated"):
            return
        texts = ", ".join(f"cast({column} as varchar)" for column in table.key)
        row = ", ".join(f"{as_found(column.name)} := {as_found(column.name)}" for column in table.columns)
        self._view(
            "suspect",
            f"select concat_ws(chr(31), {texts}) as key_text, "
            f"cast(struct_pack({row}) as varchar) as row_text, {WHERE}, "
            f"coalesce({table.prevails}, false) as prevails "
            f"from staged_{name} where {whole} and hash({key}) in (select key_hash from repeated)",
        )
        self.con.execute(
            f"insert into bad_{name} select {WHERE}, "
            "case when is_identical then 'duplicate_identical' else 'duplicate_differs' end, null, 2 "
            f"from ({queries.load('checks/duplicate').sql}) where not is_kept"
        )

    def _find_orphans(self, table: Table) -> None:
        for column in table.columns:
            if column.required and self._is_checked(table, column) and column.name != "home_branch_id":
                self._look_up(table, column)
                self.con.execute(
                    f"insert into bad_{table.name} select {WHERE}, 'orphan', '{column.name}', 3 "
                    f"from ({queries.load('checks/orphan').sql})"
                )

    def _keep_first_reason(self, name: str) -> None:
        self.con.execute(
            f"create or replace table bad_{name} as select {WHERE}, arg_min(code, step) as code, "
            f"arg_min(coalesce(column_name, ''), step) as column_name from bad_{name} group by {WHERE}"
        )

    def _dangles(self, table: Table, column: Column) -> bool:
        """Whether values of an optional reference lead nowhere; `dangling_<table>_<column>` lists them."""
        if not self._is_checked(table, column) or (column.required and column.name != "home_branch_id"):
            return False
        self._look_up(table, column)
        listed = f"dangling_{table.name}_{column.name}"
        self.con.execute(f"create or replace table {listed} as {queries.load('checks/dangling').sql}")
        found = self.con.execute(
            f"select sum(count_rows), arg_min(source_file, source_row, {EXAMPLES}), "
            f"min(source_row, {EXAMPLES}) from {listed}"
        ).fetchone()
        if found is None or not found[0]:
            self.con.execute(f"drop table {listed}")
            return False
        code = "home_branch_unknown" if column.name == "home_branch_id" else "reference_missing"
        places = tuple(Place(file, row) for file, row in zip(found[1], found[2], strict=True))
        self.findings.add(code, table.name, int(found[0]), column=column.name, examples=places)
        return True

    def _is_checked(self, table: Table, column: Column) -> bool:
        return column.refers is not None and (column.refers in self.loaded or column.refers == table.name)

    def _look_up(self, table: Table, column: Column) -> None:
        """Set `checked_reference` to a column's values and `parent` to the identifiers they may take."""
        self._view(
            "checked_reference",
            f"select {column.name} as reference, {WHERE} from staged_{table.name}",
        )
        parent = next(one for one in TABLES if one.name == column.refers)
        source = f"staged_{table.name}" if parent is table else as_found(parent.name)
        rest = f"where ({WHERE}) not in (select ({WHERE}) from bad_{table.name})" if parent is table else ""
        self._view("parent", f"select {parent.key[0]} as identifier from {source} {rest}")

    def _set_aside(self, raw: RawTable) -> None:
        name = raw.table.name
        kept = [column for column in raw.types if (name, column) not in WITH_CONSENT]
        fields = ", ".join(f"{as_found(column)} := f.{as_found(column)}" for column in kept)
        severity = ", ".join(f"'{code}': '{check.severity}'" for code, check in BY_CODE.items())
        self.con.execute(
            "insert into set_aside with named as "
            f"(select b.*, cast(to_json(struct_pack({fields})) as varchar) as record "
            f"from bad_{name} as b inner join file_{name} as f using ({WHERE})), "
            "told as (select *, case when code not in ('key', 'required') then code when "
            "nullif(trim(json_extract_string(record, '$.' || column_name)), '') is null "
            "then code || '_missing' else code || '_malformed' end as told from named) "
            f"select '{name}', told, map {{{severity}}}[told], {WHERE}, record, nullif(column_name, '') "
            "from told"
        )
        if raw.lines:
            is_kept = len(kept) == len(raw.types)
            self.con.executemany(
                "insert into set_aside values (?, 'line_malformed', 'set_aside', ?, ?, ?, null)",
                [(name, raw.files.name, number, text if is_kept else "") for number, text in raw.lines],
            )
        self._note_set_aside(raw)

    def _note_set_aside(self, raw: RawTable) -> None:
        found = self.con.execute(
            "select code, column_name, count(*), arg_min(source_file, source_row, $examples), "
            "min(source_row, $examples) from set_aside where table_name = $name and code <> 'line_malformed' "
            "group by code, column_name order by code, column_name",
            {"name": raw.table.name, "examples": EXAMPLES},
        ).fetchall()
        for code, column, count, files, rows in found:
            places = tuple(Place(file, row) for file, row in zip(files, rows, strict=True))
            self.findings.add(code, raw.table.name, count, column=column, examples=places)
        self.findings.add("line_malformed", raw.table.name, len(raw.lines), examples=line_places(raw))
        aside = self._number(
            "select count(*) from set_aside where table_name = $name and severity = 'set_aside'",
            name=raw.table.name,
        )
        total = raw.rows + len(raw.lines)
        if total and aside / total > self.info.max_set_aside:
            share = f"{aside / total:.1%} of {total:,} rows; max_set_aside is {self.info.max_set_aside:.1%}."
            self.findings.add("too_many_set_aside", raw.table.name, aside, detail=share)

    def _keep(self, table: Table, dangling: list[Column]) -> None:
        name = table.name
        columns = ", ".join(
            f"{_kept(table, column, dangling)} as {as_found(column.name)}" for column in table.columns
        )
        where = ""
        if self._number(f"select count(*) from bad_{name}"):
            where = f"where ({WHERE}) not in (select ({WHERE}) from bad_{name})"
        self.con.execute(
            f"create or replace {self._kind(name)} {as_found(name)} as "
            f"select {columns} from staged_{name} {where}"
        )
        if any(column.name == "home_branch_id" for column in dangling):
            self.con.execute(
                f"insert into branch by name select '{UNKNOWN_BRANCH}' as branch_id, 'unknown' as name"
            )

    def _note_dates(self, table: Table) -> None:
        if table.dated is None:
            return
        good = f"from staged_{table.name} where fault is null"
        self._view("checked_date", f"select {table.dated} as dated, {WHERE} {good}")
        query = queries.load("checks/after_business_date")
        found = self.con.execute(query.sql, {"business_date": self.info.business_date}).fetchall()
        self.note_by_file("after_business_date", table.name, table.dated, found)

    def _note_marks(self, raw: RawTable) -> None:
        for column in raw.table.columns:
            if column.is_free_text and raw.types.get(column.name, "").endswith("VARCHAR"):
                name = raw.table.name
                found_text = as_found(column.name)
                self._view("checked_text", f"select {found_text} as text, {WHERE} from file_{name}")
                found = self.con.execute(queries.load("checks/text_marks").sql).fetchall()
                for code in sorted({row[0] for row in found}):
                    marked = [row[1:] for row in found if row[0] == code]
                    count = sum(row[1] for row in marked)
                    garbled = code == "garbled_text" and count > raw.rows / 1000 and count > 1
                    self.note_by_file("text_garbled" if garbled else code, name, column.name, marked)

    def count_set_aside(self) -> int:
        """Rows and lines set aside in all tables."""
        return self._number("select count(*) from set_aside where severity = 'set_aside'")

    def note_by_file(
        self, code: str, table: str, column: str | None, found: list[tuple[str, int, int]]
    ) -> None:
        places = tuple(Place(file, row) for file, _, row in sorted(found)[:EXAMPLES])
        self.findings.add(code, table, sum(row[1] for row in found), column=column, examples=places)

    def _kind(self, name: str) -> str:
        return "view" if name in self.views else "table"

    def _view(self, name: str, sql: str) -> None:
        self.con.execute(f"create or replace temp view {name} as {sql}")

    def _number(self, sql: str, **values: object) -> int:
        row = self.con.execute(sql, values or None).fetchone()
        return int(row[0]) if row else 0


def _kept(table: Table, column: Column, dangling: list[Column]) -> str:
    """What the good table holds of a column: no reference to a missing row, and the contract's defaults."""
    name = column.name
    if column in dangling:
        other = f"'{UNKNOWN_BRANCH}'" if name == "home_branch_id" else "null"
        listed = f"select reference from dangling_{table.name}_{name}"
        return f"case when {name} in ({listed}) then {other} else {name} end"
    if column.default is None:
        return name
    return f"coalesce({name}, {column.default if column.type == 'bool' else repr(column.default)})"
