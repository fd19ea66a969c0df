"""A condition of the catalogue as a sentence: the tree that judges everybody, read aloud."""

from __future__ import annotations

from decimal import Decimal

from lobby.domain.columns import NO_MONEY, is_money
from lobby.domain.conditions import AllOf, AnyOf, Comparison, Condition, Not
from lobby.ui.text import Words, plain

SIGNS = {"below": "<", "above": ">", "at_least": "≥", "at_most": "≤", "equals": "="}


def told(t: Words, condition: Condition, *, is_inner: bool = False) -> str:
    """The condition in words, safe to put into Markdown; what stands inside another one in brackets."""
    if isinstance(condition, Not):
        return t("condition.not", what=told(t, condition.part, is_inner=True))
    if isinstance(condition, AllOf | AnyOf):
        key = "condition.and" if isinstance(condition, AllOf) else "condition.or"
        parts = [told(t, part, is_inner=True) for part in condition.parts]
        said = f" {t(key)} ".join(parts)
        return f"({said})" if is_inner and len(parts) > 1 else said
    return plain(compared(t, condition))


def compared(t: Words, test: Comparison) -> str:
    """One comparison: the column, the sign and the value; a mark stands alone."""
    name = t.code("condition", test.column)
    if test.operator in ("is_missing", "is_present", "is_false"):
        return t(f"condition.{test.operator}", what=name)
    if test.operator not in SIGNS:
        return name
    return f"{name} {SIGNS[test.operator]} {value_of(t, test)}"


def value_of(t: Words, test: Comparison) -> str:
    """The limit: money as money, a share in percent, else the number."""
    if not isinstance(test.value, Decimal):
        return str(test.value)
    if is_money(test.column):
        return t.money(test.value)
    return t.share(test.value) if NO_MONEY.get(test.column) == "share" else f"{test.value:g}"
