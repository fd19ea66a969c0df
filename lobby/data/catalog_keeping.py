"""The catalogue's files about keeping customers: loyalty, churn warning, long tail and its loan card."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.columns import BUILD_COLUMNS, ColumnKind
from lobby.domain.conditions import ALWAYS, Condition, parse
from lobby.domain.errors import CatalogError
from lobby.domain.keeping import (
    ASKED_PARTS,
    CHURN_LEVELS,
    LOYALTY_PARTS,
    OWN_RULES,
    Band,
    ChurnRule,
    ChurnRules,
    Keeping,
    LoanCard,
    LoyaltyRules,
    ReachRules,
)

JUDGED = frozenset({"candidates", "reach_state", "potential", "fits_small_loan"})
COLUMNS: Mapping[str, ColumnKind] = {name: kind for name, kind in BUILD_COLUMNS.items() if name not in JUDGED}


def read_keeping(folder: Path, products: Collection[str], events: Collection[str]) -> Keeping:
    """The four files; a rule of the churn warning is one of ours or an event, the card is of a product."""
    loyalty = read_toml(folder, "loyalty.toml")
    churn = read_toml(folder, "churn.toml")
    reach = read_toml(folder, "reach.toml")
    card = read_toml(folder, "loan_card.toml")
    keeping = Keeping(
        loyalty=_loyalty(loyalty),
        churn=_churn(churn, {*OWN_RULES, *events}),
        reach=_reach(reach),
        loan_card=_loan_card(card, products),
    )
    for file in (loyalty, churn, reach, card):
        file.finish()
    return keeping


def _loyalty(file: Table) -> LoyaltyRules:
    weight, whole = file.table("weight"), file.table("whole")
    survey, drop = file.table("survey"), file.table("drop")
    rules = LoyaltyRules(
        weight=MappingProxyType({part: weight.integer(part) for part in LOYALTY_PARTS}),
        whole=MappingProxyType(
            {part: _positive(whole, part) for part in LOYALTY_PARTS if part not in ASKED_PARTS}
        ),
        survey_days=survey.integer("days"),
        survey_half_days=survey.integer("half_days"),
        drop_points=drop.decimal("points"),
    )
    for table in (weight, whole, survey, drop):
        table.finish()
    return rules


def _positive(table: Table, key: str) -> Decimal:
    value = table.decimal(key)
    if value <= 0:
        raise table.fault(key, "must lie above 0")
    return value


def _churn(file: Table, codes: Collection[str]) -> ChurnRules:
    level, numbers, rules = file.table("level"), file.table("numbers"), file.table("rule")
    levels: dict[str, int] = {code: level.integer(code) for code in CHURN_LEVELS[1:]}
    if sorted(levels.values()) != list(levels.values()):
        raise CatalogError("catalog_value", f"{level.where}: the points must rise from level to level.")
    found = {}
    for code in rules.values:
        rules.check_name("rule", code, codes)
        rule = rules.table(code)
        found[code] = ChurnRule(code, rule.integer("points"), rule.words("do"))
        rule.finish()
    level.finish()
    return ChurnRules(
        rules=MappingProxyType(found),
        numbers=MappingProxyType({key: numbers.decimal(key) for key in numbers.values}),
        levels=MappingProxyType(levels),
    )


def _reach(file: Table) -> ReachRules:
    long_tail = file.table("long_tail")
    rules = ReachRules(_condition(long_tail), _bands(file, "state"), _bands(file, "potential"))
    long_tail.finish()
    return rules


def _bands(file: Table, key: str) -> tuple[Band, ...]:
    tables = file.tables(key)
    bands = tuple(Band(table.text("code"), table.words("name"), _condition(table)) for table in tables)
    for table in tables:
        table.finish()
    if bands[-1].condition != ALWAYS:
        raise CatalogError("catalog_value", f"{file.where}: the last {key} holds for all others.")
    return bands


def _condition(table: Table) -> Condition:
    """The condition of a table; without one it always holds."""
    written = table.take("condition")
    return ALWAYS if written is None else parse(written, COLUMNS, f"{table.where}: condition")


def _loan_card(file: Table, products: Collection[str]) -> LoanCard:
    return LoanCard(
        product=file.text("product", products),
        condition=_condition(file),
        ask=file.words("ask"),
        documents=file.listed_words("document"),
        steps=file.listed_words("step"),
    )
