"""Conditions of products, segments and reasons: written once in TOML, judged here for one customer.

`lobby.data.conditions` compiles the same tree to SQL for everybody. A comparison with a missing value is
false; only `is_missing` is true of it. `not` turns that false into true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias, cast

from lobby.domain.columns import ColumnKind, column_kind, parts
from lobby.domain.errors import CatalogError
from lobby.domain.spelling import hint

Operator = Literal[
    "below", "above", "at_least", "at_most", "equals", "one_of", "is_true", "is_false", "is_missing",
    "is_present", "contains", "contains_any", "within_days", "within_last_days", "older_than_days",
]  # fmt: skip
Value: TypeAlias = bool | int | Decimal | str | date | tuple[str, ...]

ANY_KIND = ("is_missing", "is_present")
OPERATORS: Mapping[ColumnKind, tuple[str, ...]] = {
    "text": ("equals", "one_of", *ANY_KIND),
    "count": ("below", "above", "at_least", "at_most", "equals", *ANY_KIND),
    "amount": ("below", "above", "at_least", "at_most", "equals", *ANY_KIND),
    "date": ("below", "above", "at_least", "at_most", "equals", "within_days", "within_last_days",
             "older_than_days", *ANY_KIND),
    "bool": ("is_true", "is_false", *ANY_KIND),
    "list": ("contains", "contains_any", *ANY_KIND),
}  # fmt: skip
DAY_OPERATORS = frozenset({"within_days", "within_last_days", "older_than_days"})
TEXT_LIST_OPERATORS = frozenset({"one_of", "contains_any"})
MARK_OPERATORS = frozenset({"is_true", "is_false", *ANY_KIND})


@dataclass(frozen=True)
class Comparison:
    """One test of one column; `within_days` looks ahead of `as_of`, the other day operators behind it."""

    column: str
    operator: Operator
    value: Value


@dataclass(frozen=True)
class AllOf:
    """True when every part holds; without parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """True when one part holds; without parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    part: Condition


Condition: TypeAlias = Comparison | AllOf | AnyOf | Not
ALWAYS = AllOf(())


def parse(table: object, columns: Mapping[str, ColumnKind], where: str) -> Condition:
    """The condition of a TOML table or list of tables (all must hold); CatalogError names `where` and key."""
    if isinstance(table, list):
        return AllOf(tuple(parse(part, columns, where) for part in table))
    if not isinstance(table, Mapping):
        raise CatalogError("condition", f"{where}: a condition is a table.", "Write column and operator.")
    for word, node in (("all", AllOf), ("any", AnyOf)):
        if word in table:
            _only_key(table, word, where)
            parts = table[word]
            if not isinstance(parts, list) or not parts:
                raise CatalogError("condition", f"{where}: '{word}' needs a list of conditions.")
            return node(tuple(parse(part, columns, where) for part in parts))
    if "not" in table:
        _only_key(table, "not", where)
        return Not(parse(table["not"], columns, where))
    return _comparison(table, columns, where)


def _only_key(table: Mapping[str, object], word: str, where: str) -> None:
    if len(table) > 1:
        raise CatalogError("condition", f"{where}: '{word}' stands alone in its table.")


def _comparison(table: Mapping[str, object], columns: Mapping[str, ColumnKind], where: str) -> Comparison:
    column = table.get("column")
    if not isinstance(column, str):
        raise CatalogError("condition", f"{where}: a condition needs a column.", "Or 'all', 'any', 'not'.")
    kind = column_kind(column, columns)
    if kind is None:
        raise CatalogError(
            "unknown_column",
            f"{where}: there is no column '{column}'.",
            hint(column.partition(".")[0], columns),
        )
    operators = [key for key in table if key != "column"]
    if len(operators) != 1:
        raise CatalogError("condition", f"{where}: '{column}' needs exactly one operator.")
    operator = operators[0]
    if operator not in OPERATORS[kind]:
        raise CatalogError(
            "unknown_operator",
            f"{where}: '{operator}' does not test '{column}', which is a {kind}.",
            hint(operator, OPERATORS[kind]),
        )
    return Comparison(
        column, cast(Operator, operator), _value(table[operator], operator, kind, f"{where}: {column}")
    )


def _value(raw: object, operator: str, kind: ColumnKind, where: str) -> Value:
    value: object = tuple(raw) if isinstance(raw, list) else raw
    if operator in MARK_OPERATORS:
        fits = value is True
    elif operator in DAY_OPERATORS:
        fits = type(value) is int and value >= 0
    elif operator in TEXT_LIST_OPERATORS:
        fits = isinstance(value, tuple) and bool(value) and all(isinstance(item, str) for item in value)
    elif kind in ("count", "amount"):
        fits = type(value) is int or isinstance(value, Decimal)
        value = Decimal(value) if fits and kind == "amount" else value  # type: ignore[arg-type]
    elif kind == "date":
        fits = type(value) is date
    else:
        fits = isinstance(value, str)
    if not fits:
        raise CatalogError(
            "condition", f"{where}: {operator} = {value!r} is not a value it can be tested with."
        )
    return cast(Value, value)


def holds(condition: Condition, facts: Mapping[str, object]) -> bool:
    """Whether the customer with these facts (portrait columns, `as_of` among them) meets the condition."""
    if isinstance(condition, AllOf):
        return all(holds(part, facts) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, facts) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, facts)
    return _meets(fact(condition.column, facts), condition, facts)


def first_failing(condition: Condition, facts: Mapping[str, object]) -> Comparison | None:
    """The first comparison, in written order, for which the condition fails; None when it holds."""
    if holds(condition, facts):
        return None
    if isinstance(condition, Comparison):
        return condition
    if isinstance(condition, Not):
        return next(iter(comparisons(condition.part)), None)
    failing = (first_failing(part, facts) for part in condition.parts)
    return next((found for found in failing if found is not None), None)


def comparisons(condition: Condition) -> tuple[Comparison, ...]:
    """Every comparison of the tree in written order."""
    if isinstance(condition, Comparison):
        return (condition,)
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return tuple(found for part in parts for found in comparisons(part))


def fact(column: str, facts: Mapping[str, object]) -> object:
    """The value of `column`; for `<column>.<code>.<field>` that of the entry with this code, or None."""
    name, code, field = parts(column)
    if column == name:
        return facts[name]
    entries = cast(Sequence[Mapping[str, object]], facts[name] or ())
    return next((entry[field] for entry in entries if entry["code"] == code), None)


def _meets(found: object, test: Comparison, facts: Mapping[str, object]) -> bool:
    if test.operator in ANY_KIND:
        return (found is None) == (test.operator == "is_missing")
    if found is None:
        return False
    if test.operator in DAY_OPERATORS:
        return _meets_days(cast(date, found), test, cast(date, facts["as_of"]))
    if test.operator in ("is_true", "is_false"):
        return found is (test.operator == "is_true")
    if test.operator in ("contains", "contains_any"):
        wanted = (test.value,) if test.operator == "contains" else cast(tuple[str, ...], test.value)
        return any(item in cast(Sequence[str], found) for item in wanted)
    if test.operator == "one_of":
        return found in cast(tuple[str, ...], test.value)
    return _compares(found, test)


def _meets_days(found: date, test: Comparison, as_of: date) -> bool:
    span = timedelta(days=cast(int, test.value))
    if test.operator == "within_days":
        return as_of <= found <= as_of + span
    if test.operator == "within_last_days":
        return as_of - span <= found <= as_of
    return found < as_of - span


def _compares(found: object, test: Comparison) -> bool:
    left, right = cast(Decimal, found), cast(Decimal, test.value)
    match test.operator:
        case "below":
            return left < right
        case "above":
            return left > right
        case "at_least":
            return left >= right
        case "at_most":
            return left <= right
        case _:
            return left == right
