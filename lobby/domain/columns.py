"""The portrait's columns that a condition may test, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Literal, get_args, get_origin, get_type_hints

from lobby.domain.portrait import Portrait, Spent

ColumnKind = Literal["text", "count", "amount", "date", "bool", "list", "spent"]

KINDS: Mapping[object, ColumnKind] = {
    str: "text", int: "count", Decimal: "amount", date: "date", bool: "bool",
    list[str]: "list", list[Spent]: "spent",
}  # fmt: skip
NO_MONEY: Mapping[str, str] = {
    "deposit_share": "share", "remitted_away_share": "share", "personal_receipts_monthly": "number",
}  # fmt: skip
JUDGED = frozenset({"segment", "tier", "candidates"})


def kind_of(annotation: object) -> ColumnKind | None:
    """What a field of this type holds, None when no condition can test it."""
    if get_origin(annotation) is list:
        return KINDS.get(annotation)
    options = [option for option in get_args(annotation) if option is not type(None)] or [annotation]
    return KINDS.get(options[0]) if len(options) == 1 else None


def testable_columns() -> dict[str, ColumnKind]:
    """Column name → kind; `spent` columns are tested as `<column>.<code>`, an amount."""
    hints = get_type_hints(Portrait)
    kinds = {field.name: kind_of(hints[field.name]) for field in fields(Portrait)}
    return {name: kind for name, kind in kinds.items() if kind is not None}


PORTRAIT_COLUMNS: Mapping[str, ColumnKind] = testable_columns()
FACT_COLUMNS: Mapping[str, ColumnKind] = {
    name: kind for name, kind in PORTRAIT_COLUMNS.items() if name not in JUDGED and kind != "spent"
}


def column_kind(column: str, columns: Mapping[str, ColumnKind]) -> ColumnKind | None:
    """The kind of `column` or of the amount at `<column>.<code>`; None for an unknown column."""
    name, dot, code = column.partition(".")
    kind = columns.get(name)
    if not dot:
        return kind if kind != "spent" else None
    return "amount" if kind == "spent" and code.isidentifier() else None


def is_money(column: str) -> bool:
    """Whether `column` is an amount in the feed's currency, not a share or a number."""
    return column_kind(column, PORTRAIT_COLUMNS) == "amount" and column not in NO_MONEY
