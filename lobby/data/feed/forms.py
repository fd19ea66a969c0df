"""How one column of a file is read: as the contract's form, or NULL where it is not of that form."""

from lobby.data.feed.contract import LIST_SEPARATOR, Column

ISO_DATE = r"\d{4}-\d{2}-\d{2}"
CLOCK = r"\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
ZONE = r" ?(Z|[+-]\d{2}(:?\d{2})?)"
NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
WHOLE = r"[+-]?\d+(\.0+)?"
FROM_FLOAT = r"\d[\d.]*[eE][+]\d+"
WHOLE_TYPES = frozenset(
    sign + size + "INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE")
) | {"INTEGER", "UINTEGER"}
TIDY = "TIDY VARCHAR"  # text of which every value was seen to need no care: passed on as it stands
FLOATING = frozenset({"FLOAT", "DOUBLE"})


def as_found(name: str) -> str:
    """The column as an SQL identifier."""
    return f'"{name}"'


def needs_care(column: Column) -> str:
    """The predicate that a text has spaces around it, is empty or may have passed through a float.

    What is empty or begins with a space sorts before `!`.
    """
    value = as_found(column.name)
    loose = f"{value} < '!' or suffix({value}, ' ')"
    return f"{loose} or contains({value}, '+')" if column.identifies else loose


def given(found: str, value: str) -> str:
    """The predicate that the file holds something there; spaces are nothing."""
    return f"nullif(trim({value}), '') is not null" if found == "VARCHAR" else f"{value} is not null"


def in_form(column: Column, found: str, timezone: str) -> str:
    """The expression that reads a column of the DuckDB type `found`; native types pass without a cast."""
    value = as_found(column.name)
    if column.type == "text" and found == TIDY:
        return value
    found = found.removeprefix("TIDY ")
    if column.type == "text":
        return _text(column, found, value)
    if column.type == "list":
        return (
            f"array_to_string({value}, '{LIST_SEPARATOR}')"
            if found.endswith("[]")
            else _trimmed(found, value)
        )
    if column.type in ("date", "time"):
        return _moment(column, found, value, timezone)
    native = found in WHOLE_TYPES or found in FLOATING or found.startswith("DECIMAL")
    if column.type == "bool":
        if found in WHOLE_TYPES:
            return f"case when {value} in (0, 1) then {value} = 1 end"
        return value if found == "BOOLEAN" else _matching(found, value, "(?i)true|false|0|1")
    if column.type == "integer":
        if native:
            return value if found in WHOLE_TYPES else f"case when {value} = floor({value}) then {value} end"
        return _matching(found, value, WHOLE)
    return value if native else _matching(found, value, NUMBER)


def _text(column: Column, found: str, value: str) -> str:
    if not column.identifies:
        return _trimmed(found, value)
    if found in FLOATING:
        return "cast(null as varchar)"
    text = _trimmed(found, value)
    if found != "VARCHAR":
        return text
    floated = f"{value} like '%+%' and regexp_full_match({text}, '{FROM_FLOAT}')"
    return f"case when {floated} then null else {text} end"


def _moment(column: Column, found: str, value: str, timezone: str) -> str:
    kept = "date" if column.type == "date" else "timestamp"
    if found == "TIMESTAMP WITH TIME ZONE":
        return f"cast({value} at time zone '{timezone}' as {kept})"
    if found == "DATE" or found.startswith("TIMESTAMP"):
        return value if found == kept.upper() else f"cast({value} as {kept})"
    if column.type == "date":
        return _matching(found, value, ISO_DATE)
    text = _trimmed(found, value)
    zoned = f"cast(try_cast({text} as timestamptz) at time zone '{timezone}' as varchar)"
    return (
        f"case when regexp_full_match({text}, '{ISO_DATE}([T ]{CLOCK})?') then {text}"
        f" when regexp_full_match({text}, '{ISO_DATE}[T ]{CLOCK}{ZONE}') then {zoned} end"
    )


def _matching(found: str, value: str, pattern: str) -> str:
    text = _trimmed(found, value)
    return f"case when regexp_full_match({text}, '{pattern}') then {text} end"


def _trimmed(found: str, value: str) -> str:
    """The text without spaces around it, nothing as NULL; most values are passed through unlooked at."""
    if found != "VARCHAR":
        return f"cast({value} as varchar)"
    return (
        f"case when {value} like ' %' or {value} like '% ' or {value} = ''"
        f" then nullif(trim({value}), '') else {value} end"
    )
