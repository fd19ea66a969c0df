"""The columns that a condition may test, at the desk or in the build, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Literal, get_args, get_origin, get_type_hints

from lobby.domain.portrait import CategoryWindow, Portrait, Spent
from lobby.domain.sections import HOLDERS, Credit, Loyalty, Reach, Section

ColumnKind = Literal["text", "count", "amount", "date", "bool", "list", "spent", "windows"]

KINDS: Mapping[object, ColumnKind] = {
    str: "text", int: "count", Decimal: "amount", date: "date", bool: "bool",
    list[str]: "list", list[Spent]: "spent", list[CategoryWindow]: "windows",
}  # fmt: skip
KEYED: Mapping[ColumnKind, type] = {"spent": Spent, "windows": CategoryWindow}
USUAL_FIELD = "amount"
NO_MONEY: Mapping[str, str] = {
    "deposit_share": "share", "remitted_away_share": "share", "personal_receipts_monthly": "number",
    "loyalty_index": "number", "loyalty_index_before": "number", "debt_months": "number",
    "luxury_income_share": "share", "receipt_gap_ratio": "number", "wholesale_ratio": "number",
    "income_variation": "share",
}  # fmt: skip
# Helps an adviser to choose what to talk about: no card, tag, segment or product is judged by it.
FOR_TALK_ONLY: frozenset[type[Portrait | Section]] = frozenset({Credit})
JUDGED = frozenset({"segment", "tier", "candidates", "scenarios", "partner_scenarios"})


def kind_of(annotation: object) -> ColumnKind | None:
    """What a field of this type holds, None when no condition can test it."""
    if get_origin(annotation) is list:
        return KINDS.get(annotation)
    options = [option for option in get_args(annotation) if option is not type(None)] or [annotation]
    return KINDS.get(options[0]) if len(options) == 1 else None


def testable_columns(holder: type[Portrait | Section]) -> dict[str, ColumnKind]:
    """Column name → kind; a keyed list is tested entry by entry, as `<column>.<code>.<field>`."""
    hints = get_type_hints(holder)
    kinds = {field.name: kind_of(hints[field.name]) for field in fields(holder)}
    return {name: kind for name, kind in kinds.items() if kind is not None}


def fields_of(entry: type) -> dict[str, ColumnKind]:
    """Field name → kind, of the entries of a keyed list."""
    kinds = {name: kind_of(hint) for name, hint in get_type_hints(entry).items() if name != "code"}
    return {name: kind for name, kind in kinds.items() if kind is not None}


# What the desk may test, since it reads these on every opening.
PORTRAIT_COLUMNS: Mapping[str, ColumnKind] = testable_columns(Portrait)
# What a judgement that only the build makes may test besides: tags, scenarios.
BUILD_COLUMNS: Mapping[str, ColumnKind] = {
    name: kind
    for holder in HOLDERS
    for name, kind in testable_columns(holder).items()
    if holder not in FOR_TALK_ONLY
}
# A card is judged by what is known before it; a tag by the cards too.
SCENARIO_COLUMNS: Mapping[str, ColumnKind] = {
    name: kind
    for name, kind in BUILD_COLUMNS.items()
    if name not in ("scenarios", "partner_scenarios", "tags")
}
TAG_COLUMNS: Mapping[str, ColumnKind] = {name: kind for name, kind in BUILD_COLUMNS.items() if name != "tags"}
# Loyalty, churn warning and long tail: no card, and only a tag that is never spoken of, may test them.
UNSPOKEN_COLUMNS = frozenset(name for holder in (Loyalty, Reach) for name in testable_columns(holder))
FIELDS: Mapping[ColumnKind, Mapping[str, ColumnKind]] = {
    kind: fields_of(entry) for kind, entry in KEYED.items()
}
FACT_COLUMNS: Mapping[str, ColumnKind] = {
    name: kind for name, kind in PORTRAIT_COLUMNS.items() if name not in JUDGED and kind != "spent"
}


def parts(column: str) -> tuple[str, str, str]:
    """Name, code and field of a tested column; without a field that of an entry is its amount."""
    name, _, rest = column.partition(".")
    code, _, field = rest.partition(".")
    return name, code, field or USUAL_FIELD


def column_kind(column: str, columns: Mapping[str, ColumnKind]) -> ColumnKind | None:
    """The kind of `column`, or of the field at `<column>.<code>.<field>`; None for an unknown column."""
    name, code, field = parts(column)
    kind = columns.get(name)
    if kind is None or kind not in KEYED:
        return kind if column == name else None
    return FIELDS[kind].get(field) if code.isidentifier() else None


def is_money(column: str) -> bool:
    """Whether `column` is an amount in the feed's currency, not a share or a number."""
    return column_kind(column, BUILD_COLUMNS) == "amount" and column not in NO_MONEY
