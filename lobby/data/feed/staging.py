"""Renders `queries/staging/stg_<table>.sql` from the contract: `python -m lobby.data.feed.staging`.

The files are what runs; a test holds them equal to what is rendered here.
"""

from collections.abc import Iterable

from lobby.data.feed.contract import LIST_SEPARATOR, SQL_TYPES, TABLES, Column, Table
from lobby.data.queries import QUERIES

WIDTH = 88
YEARS = "between 1900 and 2200"
NO_END = "date '9999-12-31'"


def staging_sql(table: Table) -> str:
    """The staging query of one table: every row, typed, refused optional values NULL, with its fault."""
    born = any(column.name == "birth_date" for column in table.columns)
    lines = [
        f"-- One row per row of the feed table {table.name}: typed, with its fault or NULL.",
        f"-- params: {'business_date' if born else 'none'}",
        f"-- scope: {'customer' if any(c.refers for c in table.columns) else 'bank'}",
        "with typed as (",
        "    select",
        *_packed([*map(_typed, table.columns), "source_file", "source_row"], 8),
        f"    from raw_{table.name}",
        ")",
        "",
        "select",
        *_packed([*map(_kept, table.columns), "source_file", "source_row"], 4),
        "    case",
        *(line for column in table.columns for line in _fault(column, table)),
        "    end as fault,",
        "from typed",
    ]
    return "\n".join(lines) + "\n"


def write_staging() -> None:
    """Write every staging query into queries/staging."""
    for table in TABLES:
        (QUERIES / "staging" / f"stg_{table.name}.sql").write_text(staging_sql(table), encoding="utf-8")


def _typed(column: Column) -> str:
    """The value cast, and text in the case of the contract's codes; what does not cast is NULL."""
    value = typed_value(column, column.name)
    return value if value == column.name else f"{value} as {column.name}"


def typed_value(column: Column, value: str) -> str:
    """The expression that types one value of the raw table."""
    if column.type == "list":
        return f"lower(replace({value}, ' ', ''))"
    if column.type != "text":
        return f"try_cast({value} as {SQL_TYPES[column.type].replace(',', ', ')})"
    if column.upper or column.codes:
        return f"{'upper' if column.upper or column.codes[0].isupper() else 'lower'}({value})"
    return value


def _kept(column: Column) -> str:
    """The value the good table keeps: an optional value outside its codes or range is NULL."""
    name = column.name
    if column.type == "list":
        return (
            f"list_filter(\n        string_split({name}, '{LIST_SEPARATOR}'),\n"
            f"        lambda code: code in (\n{_codes(column, 12)}\n        )\n    ) as {name}"
        )
    allowed = "" if column.required else allowed_values(column)
    if not allowed:
        return name
    line = f"case when {allowed} then {name} end as {name}"
    if "\n" not in line and len(line) + 5 <= WIDTH:
        return line
    return f"case\n{_when(allowed, name)}\n    end as {name}"


def _when(condition: str, value: str) -> str:
    """One branch of a case, on one line where it fits."""
    line = f"        when {condition} then {value}"
    if "\n" in condition:
        return f"        when\n            {condition}\n            then {value}"
    return line if len(line) <= WIDTH else f"        when {condition}\n            then {value}"


def _fault(column: Column, table: Table) -> Iterable[str]:
    name = column.name
    if column.required:
        allowed = allowed_values(column).replace(" in (", " not in (").replace(" between ", " not between ")
        refused = f"{name} is null or {allowed}" if allowed else f"{name} is null"
        yield _when(refused, f"'{'key' if name in table.key else 'required'}:{name}'")
    if name == "birth_date":
        yield f"        when {name} > $business_date then 'born_after_business_date:{name}'"


def allowed_values(column: Column) -> str:
    """The predicate of the contract's codes or range over a typed column; empty without either."""
    name = column.name
    if column.codes:
        listed = f"{name} in ({', '.join(map(_quoted, column.codes))})"
        if len(listed) <= WIDTH - 34:
            return listed
        return f"{name} in (\n{_codes(column, 16)}\n            )"
    if column.type in ("date", "time"):
        within = f"year({name}) {YEARS}"
        if name == "matures_on":
            within += f" and {name} >= opened_on"
        return f"{within}\n            or {name} = {NO_END}" if column.open_end == "kept" else within
    return f"{name} between {column.low} and {column.high}" if column.low is not None else ""


def _codes(column: Column, indent: int) -> str:
    return "\n".join(_packed(map(_quoted, column.codes), indent)).rstrip(",")


def _quoted(code: str) -> str:
    return f"'{code}'"


def _packed(items: Iterable[str], indent: int) -> list[str]:
    """The items of a list, each with its comma, several to a line where they fit."""
    lines: list[str] = []
    for item in items:
        piece = f"{item},"
        if lines and "\n" not in piece + lines[-1] and len(lines[-1]) + 1 + len(piece) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append(" " * indent + piece)
    return lines


if __name__ == "__main__":
    write_staging()
