"""A condition in SQL over rows of facts, for tests that hold it equal to the evaluator."""

from typing import Any

import duckdb

from lobby.domain.columns import BUILD_COLUMNS, NO_MONEY
from tests.portraits import AS_OF

SPENT = "struct(code varchar, amount decimal(18,2), count bigint)[]"
WINDOWS = (
    "struct(code varchar, count_30d bigint, count_45d bigint, count_60d bigint, amount_60d decimal(18,2), "
    "max_60d decimal(18,2), count_90d bigint, first_on date)[]"
)
KINDS_IN_SQL = {
    "text": "varchar", "count": "bigint", "amount": "decimal(18,2)", "date": "date", "bool": "boolean",
    "list": "varchar[]", "spent": SPENT, "windows": WINDOWS,
}  # fmt: skip
TYPES = {
    name: "decimal(9,4)" if name in NO_MONEY else KINDS_IN_SQL[kind]
    for name, kind in BUILD_COLUMNS.items()
    if name != "as_of"
}
CONNECTION = duckdb.connect()


def by_sql(expression: str, rows: list[dict[str, Any]], types: dict[str, str]) -> list[Any]:
    """The expression over a relation of these rows, in their order."""
    columns = {"place": "bigint", "as_of": "date", **types}
    marks = ", ".join(f"cast(? as {kind})" for kind in columns.values())
    values = [
        value for place, row in enumerate(rows) for value in (place, AS_OF, *(row[name] for name in types))
    ]
    relation = f"(values {', '.join(f'({marks})' for _ in rows)}) as rows({', '.join(columns)})"
    with CONNECTION.cursor() as cursor:
        found = cursor.execute(f"select {expression} from {relation} order by place", values).fetchall()
    return [value for (value,) in found]
