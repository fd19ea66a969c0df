"""Checkers over the text of a query file: each returns the faults it finds, as sentences."""

import re
from collections.abc import Iterator

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

ABOUT = ("nobody", "groups", "people", "customer")
SCOPED = ("staging", "checks", "marts", "events", "risk")
EVENT_COLUMNS = (
    "customer_id",
    "event_code",
    "happened_on",
    "expires_on",
    "amount",
    "strength",
    "evidence",
)
RISK_COLUMNS = (
    "flag_code",
    "subject",
    "customer_id",
    "happened_on",
    "expires_on",
    "amount",
    "evidence",
    "involved",
    "rows",
)
CLOCK = re.compile(
    r"\b(current_date|current_timestamp|current_time|localtimestamp|localtime"
    r"|(now|today|get_current_timestamp|transaction_timestamp)\s*\(\s*\))"
)
COMMENT_OR_STRING = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
KEYS = frozenset({"customer_id", "customer_ids", "branch_id"})
WHOLE = ("INT", "BIGINT", "SMALLINT", "TINYINT", "UINT", "UBIGINT")
PARTS_OF_DAYS = ("DOW", "DAYOFWEEK", "ISODOW", "WEEKDAY")


def header_faults(sql: str, folder: str) -> list[str]:
    """What the header comment lacks: the grain sentence, params, in some folders scope or about."""
    header = [line.removeprefix("--").strip() for line in comment_lines(sql)]
    words = " ".join(header)
    faults = []
    if not header or not header[0].startswith("One row per "):
        faults.append("the first line is not '-- One row per …'")
    if folder == "reads" and ", ordered by " not in words:
        faults.append("a read says ', ordered by …' in its first sentence")
    about = [line.removeprefix("about:").strip() for line in header if line.startswith("about:")]
    if folder == "reads" and about not in ([one] for one in ABOUT):
        faults.append("a read has one line '-- about: nobody', 'groups', 'people' or 'customer'")
    if stated_params(sql) is None:
        faults.append("no '-- params: a, b' line ('-- params: none' without any)")
    scopes = [line.removeprefix("scope:").strip() for line in header if line.startswith("scope:")]
    if folder in SCOPED and scopes not in (["customer"], ["bank"]):
        faults.append("no '-- scope: customer' or '-- scope: bank' line")
    return faults


def load_faults(sql: str) -> list[str]:
    """A read of the whole portrait that does not say so: it would take the memory of every look-up."""
    tables = {table.name for table in sqlglot.parse_one(sql, dialect="duckdb").find_all(exp.Table)}
    is_whole = "portrait" in tables and not KEYS & set(stated_params(sql) or ())
    is_heavy = "-- load: heavy" in comment_lines(sql)
    return ["reads the whole portrait and lacks the line '-- load: heavy'"] if is_whole > is_heavy else []


def statement_faults(sql: str) -> list[str]:
    """Whether the file is one bare SELECT whose named parameters are those the header states."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        return [f"does not parse: {error}"]
    if len(statements) != 1:
        return [f"holds {len(statements)} statements, not one"]
    faults = []
    if statements[0].type != duckdb.StatementType.SELECT:
        faults.append(f"is a {statements[0].type.name}, not a bare SELECT")
    if code_of(sql).rstrip().endswith(";"):
        faults.append("ends with a semicolon")
    used = set(statements[0].named_parameters)
    stated = set(stated_params(sql) or ())
    faults += [f"${name} is used and not stated in params" for name in sorted(used - stated)]
    faults += [f"{name} is stated in params and not used" for name in sorted(stated - used)]
    faults += [f"${name} is not a named parameter" for name in sorted(used) if not name.isidentifier()]
    return faults


def layout_faults(sql: str) -> list[str]:
    """Select lists of one column per line whose last column has no comma; tabs."""
    lines = code_of(sql).splitlines()
    faults = ["holds a tab"] if "\t" in sql else []
    for start, line in enumerate(lines):
        alone = re.fullmatch(r"(\s*)select(?: distinct)?\s*", line)
        if alone is None:
            continue
        for place in range(start + 1, len(lines)):
            if re.match(rf"{alone[1]}from\b", lines[place]):
                if not lines[place - 1].rstrip().endswith(","):
                    faults.append(f"line {place}: the last column of a long select has no comma")
                break
    return faults


def clock_faults(sql: str) -> list[str]:
    """Words that read a clock."""
    return [f"reads the clock: {match[0]}" for match in CLOCK.finditer(code_of(sql).lower())]


def event_faults(sql: str) -> list[str]:
    """Whether an event's columns are those of the contract, in order."""
    columns = tuple(sqlglot.parse_one(sql, read="duckdb").named_selects)
    return [] if columns == EVENT_COLUMNS else [f"columns are {columns}, not {EVENT_COLUMNS}"]


def risk_faults(sql: str) -> list[str]:
    """Whether a risk flag's columns are those of its contract, in order."""
    columns = tuple(sqlglot.parse_one(sql, read="duckdb").named_selects)
    return [] if columns == RISK_COLUMNS else [f"columns are {columns}, not {RISK_COLUMNS}"]


def staging_faults(sql: str) -> list[str]:
    """Whether a staging query leaves joins to others and says what is wrong with each row."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    faults = ["joins another table"] if tree.find(exp.Join) else []
    return faults + ([] if "fault" in tree.named_selects else ["has no column `fault`"])


def portability_faults(sql: str) -> list[str]:
    """What DuckDB and Spark answer differently, or Spark refuses (the list is in queries/README.md)."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError as error:
        return [f"does not parse: {error}"]
    faults = [fault for node in tree.walk() for fault in node_faults(node)]
    if re.search(r"\blen\s*\(", code_of(sql)):
        faults.append("len(): cardinality by json or count before list()")
    return sorted(set(faults))


def customer_scope_faults(sql: str) -> list[str]:
    """Windows of a customer-scope query that reach over customers, and rankings without a tie-break."""
    faults = []
    for window in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Window):
        partition = {
            column.name for part in window.args.get("partition_by") or [] for column in columns_of(part)
        }
        if "-- scope: customer" in sql and "customer_id" not in partition:
            faults.append(f"window not partitioned by customer_id: {window.sql('duckdb')}")
        order = window.args.get("order")
        keys = order.expressions if order else []
        ranks = isinstance(window.this, exp.RowNumber | exp.FirstValue | exp.LastValue | exp.Lag | exp.Lead)
        if ranks and len(keys) < 2 and not any(key.this.name.endswith("_id") for key in keys):
            faults.append(f"ranking without a tie-break: {window.sql('duckdb')}")
    return faults


def node_faults(node: exp.Expression) -> Iterator[str]:
    match node:
        case exp.ArrayAgg() if isinstance(node.this, exp.Order):
            yield "list(x order by y): list_sort(list()) or an ordered string_agg"
        case exp.DateDiff() if str(node.args.get("unit")).upper() in ("MONTH", "YEAR", "QUARTER"):
            yield "date_diff of months or years: year * 12 + month"
        case exp.Extract() if str(node.this.name).upper() in PARTS_OF_DAYS:
            yield "extract(dow): date_diff('day', date '1970-01-04', d) % 7"
        case exp.DayOfWeek() | exp.DayOfWeekIso():
            yield "dayofweek(): date_diff('day', date '1970-01-04', d) % 7"
        case exp.Median() | exp.Round() if not has_double(node.this):
            yield f"{node.key} of what may be a decimal: cast to double inside"
        case exp.Div() if not has_double(node):
            yield "division of what may be decimals: cast to double first"
        case exp.ArgMax() | exp.ArgMin() if node.args.get("count"):
            yield "arg_max with a count: row_number"
        case exp.Add() | exp.Sub() if node.find(exp.Interval) and not is_cast(node):
            yield "date + interval without a cast back"
        case exp.TimestampTrunc() | exp.DateTrunc() if not is_cast(node):
            yield "date_trunc without a cast back"
        case exp.Cast() if node.to.this.name in WHOLE and isinstance(
            node.this.unnest(), exp.Binary | exp.AggFunc
        ):
            if not isinstance(node.this.unnest(), exp.Count | exp.Mod | exp.IntDiv):
                yield "a number made whole by a cast: cast(floor(x) as …)"
        case exp.Select():
            yield from select_faults(node)
        case _:
            yield from refused_faults(node)
    if isinstance(node, exp.Div):
        yield from divisor_faults(node)


def refused_faults(node: exp.Expression) -> Iterator[str]:
    match node:
        case exp.WithinGroup() | exp.PercentileCont() | exp.Quantile():
            yield "percentile_cont, quantile_cont: median over doubles, or a rank"
        case exp.Join() if node.args.get("method") == "ASOF":
            yield "asof join"
        case exp.Pivot():
            yield "pivot"
        case exp.SetOperation() if node.args.get("by_name"):
            yield "union by name"
        case exp.Star() if node.args.get("replace"):
            yield "* replace"
        case exp.Columns():
            yield "columns()"
        case exp.DateBin():
            yield "time_bucket()"
        case exp.JSONExtract() | exp.JSONExtractScalar():
            yield "-> on json: take the value from its own column"
        case exp.Anonymous() if node.name.lower() in ("age", "time_bucket", "date_part"):
            yield f"{node.name.lower()}()"
        case exp.Alias() if node.alias.lower() == "at":
            yield "a column named at"


def select_faults(select: exp.Select) -> Iterator[str]:
    group = select.args.get("group")
    if select.args.get("qualify") and group and group.args.get("all"):
        yield "qualify together with group by all"
    made = {
        item.alias: {column.name for column in columns_of(item.this)}
        for item in select.expressions
        if isinstance(item, exp.Alias)
    }
    where = select.args.get("where")
    for column in columns_of(where) if where else []:
        if (
            column.parent_select is select
            and not column.table
            and column.name not in made.get(column.name, {column.name})
        ):
            yield f"alias in where: {column.name}"


def divisor_faults(division: exp.Div) -> Iterator[str]:
    divisor = division.expression.unnest()
    while isinstance(divisor, exp.Cast):
        divisor = divisor.this.unnest()
    nonzero = isinstance(divisor, exp.Literal) and float(divisor.name) != 0
    guarded = division.find_ancestor(exp.If) is not None
    if not nonzero and not guarded and not isinstance(divisor, exp.Nullif | exp.Greatest):
        yield "a divisor that may be 0: nullif(x, 0)"


def has_double(node: exp.Expression) -> bool:
    return any(cast.to.this.name in ("DOUBLE", "FLOAT") for cast in node.find_all(exp.Cast))


def is_cast(node: exp.Expression) -> bool:
    """Whether the value, or the sum it is part of, is cast."""
    parent = node.parent
    while isinstance(parent, exp.Paren | exp.Add | exp.Sub):
        parent = parent.parent
    return isinstance(parent, exp.Cast)


def columns_of(node: exp.Expression) -> list[exp.Column]:
    return list(node.find_all(exp.Column))


def comment_lines(sql: str) -> list[str]:
    lines = sql.splitlines()
    end = next((place for place, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return lines[:end]


def stated_params(sql: str) -> list[str] | None:
    """The names of the params line, or None where there is none."""
    for line in comment_lines(sql):
        if line.startswith("-- params:"):
            names = [name.strip() for name in line.removeprefix("-- params:").split(",")]
            return [] if names == ["none"] else [name for name in names if name]
    return None


def code_of(sql: str) -> str:
    """The text without comments and string literals, line by line as before."""
    return COMMENT_OR_STRING.sub(lambda found: "" if found[0].startswith("--") else "''", sql)
