"""Conditions as SQL: the one compiler beside the one evaluator (`lobby.domain.conditions`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from lobby.domain.catalogue import Catalog
from lobby.domain.columns import BUILD_COLUMNS, PORTRAIT_COLUMNS, ColumnKind, column_kind, is_money, parts
from lobby.domain.conditions import AllOf, AnyOf, Comparison, Condition, Not, Value, comparisons
from lobby.domain.errors import CatalogError
from lobby.domain.scenarios import Scenario, Tag, served
from lobby.domain.spelling import hint

Item = TypeVar("Item", Scenario, Tag)
SIGNS = {"below": "<", "above": ">", "at_least": ">=", "at_most": "<=", "equals": "="}


def predicate(condition: Condition, columns: Mapping[str, ColumnKind] = PORTRAIT_COLUMNS) -> str:
    """A SQL predicate, never null, over a relation with these columns and `as_of`; values are literals."""
    if isinstance(condition, Not):
        return f"(not {predicate(condition.part, columns)})"
    if isinstance(condition, AllOf | AnyOf):
        word, empty = (" and ", "true") if isinstance(condition, AllOf) else (" or ", "false")
        parts = [predicate(part, columns) for part in condition.parts]
        return f"({word.join(parts)})" if parts else empty
    return _comparison(condition, columns)


def segment_expression(catalog: Catalog) -> str:
    """SQL over the portrait's fact columns: the code of the first segment whose condition holds."""
    unknown = catalog.unknown_segment
    whens = [
        f"when {predicate(segment.condition)} then {literal(segment.code)}"
        for segment in (unknown, *catalog.segments)
    ]
    return f"case {' '.join(whens)} else {literal(unknown.code)} end"


def tier_expression(catalog: Catalog) -> str:
    """SQL over `aum`: the code of the highest tier whose bound it reaches; the lowest without one."""
    highest_first = sorted(catalog.tiers, key=lambda tier: tier.from_amount, reverse=True)
    whens = [
        f"when aum >= {literal(tier.from_amount)} then {literal(tier.code)}" for tier in highest_first[:-1]
    ]
    return f"case {' '.join(whens)} else {literal(highest_first[-1].code)} end"


def candidates_expression(catalog: Catalog) -> str:
    """SQL over the fact columns: varchar[] of the products whose conditions hold, sorted by code."""
    return _held({code: product.condition for code, product in catalog.products.items()})


def scenarios_expression(catalog: Catalog, currency: str) -> str:
    """SQL over the fact columns, segment and tier: varchar[] of the cards that hold, sorted by code."""
    return _of_served(catalog, catalog.cards.scenarios, currency, lambda card: card.condition)


def partner_scenarios_expression(catalog: Catalog, currency: str) -> str:
    """SQL over the same columns: varchar[] of the cards that hold by what partners told alone, sorted."""
    cards = {code: card for code, card in catalog.cards.scenarios.items() if card.partner is not None}
    return _of_served(catalog, cards, currency, lambda card: card.by_partner)


def windows_expression(catalog: Catalog) -> str:
    """A SQL map: for how many days after its trigger began each card is in hand."""
    windows = (
        f"{literal(code)}: {card.window_days}" for code, card in sorted(catalog.cards.scenarios.items())
    )
    return f"map {{{', '.join(windows)}}}"


def tags_expression(catalog: Catalog, currency: str) -> str:
    """SQL over the same and the scenarios: varchar[] of the tags that hold, sorted by code."""
    return _of_served(catalog, catalog.cards.tags, currency, lambda tag: tag.condition)


def _of_served(
    catalog: Catalog,
    items: Mapping[str, Item],
    currency: str,
    condition: Callable[[Item], Condition],
) -> str:
    """An amount in the catalogue's currency says nothing about amounts in another one: that item is left."""
    told = {
        code: condition(item)
        for code, item in items.items()
        if currency == catalog.policy.currency or not any(map(is_bound, comparisons(condition(item))))
    }
    return f"case when {predicate(served(catalog.policy))} then {_held(told)} else [] end"


def is_bound(test: Comparison) -> bool:
    """Is money compared with an amount other than nothing?"""
    return is_money(test.column) and isinstance(test.value, Decimal) and test.value != 0


def _held(conditions: Mapping[str, Condition]) -> str:
    members = [
        f"case when {predicate(conditions[code], BUILD_COLUMNS)} then {literal(code)} end"
        for code in sorted(conditions)
    ]
    return f"list_filter([{', '.join(members)}]::varchar[], lambda code: code is not null)"


def literal(value: Value) -> str:
    """`value` as a SQL literal."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, tuple):
        return f"({', '.join(literal(item) for item in value)})"
    return "'" + value.replace("'", "''") + "'"


def _comparison(test: Comparison, columns: Mapping[str, ColumnKind]) -> str:
    if column_kind(test.column, columns) is None:
        raise CatalogError(
            "unknown_column",
            f"There is no column '{test.column}'.",
            hint(test.column.partition(".")[0], columns),
        )
    column = _column(test.column)
    match test.operator:
        case "is_missing" | "is_present":
            return f"({column} is {'null' if test.operator == 'is_missing' else 'not null'})"
        case "is_true" | "is_false":
            bare = column if test.operator == "is_true" else f"not {column}"
        case "one_of":
            bare = f"{column} in {literal(test.value)}"
        case "contains":
            bare = f"list_contains({column}, {literal(test.value)})"
        case "contains_any":
            wanted = ", ".join(literal(item) for item in cast(tuple[str, ...], test.value))
            bare = f"list_has_any({column}, [{wanted}])"
        case "within_days":
            bare = f"{column} between as_of and as_of + {literal(test.value)}"
        case "within_last_days":
            bare = f"{column} between as_of - {literal(test.value)} and as_of"
        case "older_than_days":
            bare = f"{column} < as_of - {literal(test.value)}"
        case _:
            bare = f"{column} {SIGNS[test.operator]} {literal(test.value)}"
    return f"coalesce({bare}, false)"


def _column(column: str) -> str:
    name, code, field = parts(column)
    if column == name:
        return name
    return f"list_filter({name}, lambda entry: entry.code = {literal(code)})[1].{field}"
