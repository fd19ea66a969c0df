"""Scenario cards, tags, topics and benefits of the catalogue, and what must be true of them before use."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

from lobby.data.catalog_tables import Table, read_toml, variables
from lobby.data.feed.contract import CATEGORIES, METHODS
from lobby.domain.catalogue import Catalog
from lobby.domain.columns import (
    PORTRAIT_COLUMNS,
    SCENARIO_COLUMNS,
    TAG_COLUMNS,
    UNSPOKEN_COLUMNS,
    ColumnKind,
    column_kind,
    parts,
)
from lobby.domain.conditions import ANY_KIND, Condition, comparisons, parse
from lobby.domain.errors import CatalogError
from lobby.domain.scenarios import (
    FRESHNESS,
    HIGHEST,
    LOAN_FITS,
    Benefit,
    Calendar,
    Cards,
    Freshness,
    LoanFit,
    Scenario,
    Strength,
    Tag,
    Topic,
)
from lobby.domain.spelling import hint
from lobby.domain.spoken import DECISION_STAGES, SPEAK_LEVELS, DecisionStage, SpeakLevel
from lobby.domain.wording import forbidden_words

Item = TypeVar("Item")


def read_cards(folder: Path) -> Cards:
    """Cards, tags and what they rest on."""
    names = sorted(path.stem for path in (folder / "scenarios").glob("*.toml"))
    files = {code: read_toml(folder, f"scenarios/{code}.toml") for code in names}
    return Cards(
        scenarios=_finished(files, read_scenario),
        categories=_each_table(folder, "scenario_categories.toml", lambda code, table: table.sentences()),
        tags=read_tags(folder),
        topics=_each_table(folder, "topics.toml", read_topic),
        benefits=_each_table(folder, "benefits.toml", read_benefit),
        calendar=read_calendar(read_toml(folder, "calendar.toml")),
    )


def _each_table(folder: Path, name: str, read: Callable[[str, Table], Item]) -> Mapping[str, Item]:
    file = read_toml(folder, name)
    return _finished({code: file.table(code) for code in file.values}, read)


def _finished(tables: Mapping[str, Table], read: Callable[[str, Table], Item]) -> Mapping[str, Item]:
    items = {}
    for code, table in tables.items():
        items[code] = read(code, table)
        table.finish()
    return MappingProxyType(items)


def read_scenario(code: str, table: Table) -> Scenario:
    """One card from its file."""
    return Scenario(
        code=code,
        deck=table.text("deck"),
        category=table.text("category"),
        name=table.words("name"),
        ask=table.words("ask"),
        trigger=_condition(table, "trigger", SCENARIO_COLUMNS),
        product=table.text("product"),
        alternatives=table.names("alternatives"),
        value=_grade(table, "value"),
        fit_product=_grade(table, "fit_product"),
        loan_fit=cast(LoanFit, table.text("loan_fit", LOAN_FITS)),
        stage=cast(DecisionStage, table.text("stage", DECISION_STAGES)),
        window_days=table.integer("window_days"),
        needs_profiling=table.flag("needs_profiling"),
        is_sensitive=table.flag("sensitive"),
        is_on=table.flag("is_on"),
        strength=_strength(table),
        partner=_partner(table),
    )


def read_topic(code: str, table: Table) -> Topic:
    """One topic; its words must be a regular expression."""
    words = table.text("words")
    try:
        re.compile(words)
    except re.error as error:
        raise table.fault("words", f"is no regular expression: {error}") from error
    return Topic(code, words.lower(), table.sentences())


def read_benefit(code: str, table: Table) -> Benefit:
    """One benefit of a partner merchant."""
    until = table.optional_date("until")
    if until is None:
        raise table.fault("until", "must be a date")
    return Benefit(code, table.text("category"), table.words("partner"), table.words("what"), until)


def read_tags(folder: Path) -> Mapping[str, Tag]:
    """The tags of every file of `tags/`, by code; a code stands once."""
    tags: dict[str, Tag] = {}
    for path in sorted((folder / "tags").glob("*.toml")):
        file = read_toml(folder, f"tags/{path.name}")
        for code in file.values:
            if code in tags:
                raise CatalogError("catalog_value", f"{file.where}: '{code}' is a tag already.", tag=code)
            table = file.table(code)
            tags[code] = _tag(code, path.stem, table)
            table.finish()
    return MappingProxyType(tags)


def read_calendar(file: Table) -> Calendar:
    """A country's long holidays."""
    country = file.text("country")
    days = file.take("holidays")
    if not isinstance(days, list) or not days or not all(type(day) is date for day in days):
        raise file.fault("holidays", "must be a list of dates")
    file.finish()
    return Calendar(country, tuple(sorted(days)))


def check_scenarios(catalog: Catalog) -> None:
    """Refuse cards and tags that break a rule of ours; CatalogError names the file."""
    codes = _codes(catalog)
    for card in catalog.cards.scenarios.values():
        where = f"scenarios/{card.code}.toml"
        _check_card(card, where, catalog)
        _check_codes(card.trigger, where, codes)
        _check_inference(card.trigger, card.needs_profiling, where, catalog)
        _check_unspoken(card.trigger, where)
    for tag in catalog.cards.tags.values():
        where = f"tags/{tag.group}.toml: {tag.code}"
        _check_codes(tag.tested, where, codes)
        _check_inference(tag.tested, tag.needs_profiling, where, catalog)
        if tag.speak != "never":
            _check_unspoken(tag.tested, where)
    for benefit in catalog.cards.benefits.values():
        _check_name(f"benefits.toml: {benefit.code}", benefit.category, catalog.cards.categories)


def _check_card(card: Scenario, where: str, catalog: Catalog) -> None:
    _check_name(where, card.deck, catalog.products)
    _check_name(where, card.category, catalog.cards.categories)
    for code in (card.product, *card.alternatives):
        _check_name(where, code, {**catalog.products, **catalog.services, **catalog.desk_lines})
        if card.loan_fit == "forbidden" and code in catalog.policy.consumer_credit:
            raise CatalogError("loan_forbidden", f"{where}: no loan may be proposed with it, not '{code}'.")
    for language, sentence in card.ask.items():
        found = forbidden_words(sentence, catalog.wording)
        if found:
            raise CatalogError("forbidden_word", f"{where} ({language}): '{found[0]}' must not be said.")
        if variables(sentence, f"{where} ({language})"):
            raise CatalogError("speak_level", f"{where} ({language}): a public question names no fact.")
    if card.is_sensitive:
        for test in comparisons(card.trigger):
            if parts(test.column)[0] not in catalog.asked_facts:
                raise CatalogError(
                    "sensitive", f"{where}: a sensitive card tests what was asked, not '{test.column}'."
                )


def _codes(catalog: Catalog) -> Mapping[str, Collection[str]]:
    """Column → the codes it may hold: a misspelt one would hold for nobody, silently."""
    categories = CATEGORIES.split()
    lines = {*catalog.products, *catalog.services, "loan_mortgage"}  # a mortgage is asked about, not offered
    return {
        "event_codes": catalog.events,
        "asked_topics": catalog.cards.topics,
        "scenarios": catalog.cards.scenarios,
        "segment": {one.code for one in (*catalog.segments, catalog.unknown_segment)},
        "category_windows": categories,
        "spent_by_category_365d": categories,
        "foreign_categories": categories,
        "spent_by_method_365d": {*METHODS.split(), "other"},
        **dict.fromkeys(("viewed_products", "viewed_often", "calculated_products"), lines),
        "unfinished_products": lines,
    }


def _check_codes(condition: Condition, where: str, codes: Mapping[str, Collection[str]]) -> None:
    for test in comparisons(condition):
        name, code, _ = parts(test.column)
        named = test.value if isinstance(test.value, tuple) else (str(test.value),)
        for one in (code,) if code else named:
            if name in codes and test.operator not in ANY_KIND and one not in codes[name]:
                raise CatalogError("catalog_name", f"{where}: there is no '{one}'.", hint(one, codes[name]))


def _check_inference(condition: Condition, needs_profiling: bool, where: str, catalog: Catalog) -> None:
    """What rests on spending needs the consent; nothing rests on what is kept private."""
    for test in comparisons(condition):
        name, code, _ = parts(test.column)
        if name in catalog.spending_facts and code in catalog.kept_private:
            raise CatalogError("kept_private", f"{where}: nothing is inferred from '{code}'.")
        events = [catalog.events.get(str(test.value))] if name == "event_codes" else []
        is_inferred = name in catalog.spending_facts or any(one and one.needs_profiling for one in events)
        if is_inferred and not needs_profiling:
            raise CatalogError(
                "profiling", f"{where}: it is inferred from spending.", "needs_profiling = true"
            )


def _check_unspoken(condition: Condition, where: str) -> None:
    """What warns that somebody may leave is for advisers: nothing that is spoken of rests on it."""
    for test in comparisons(condition):
        name, _, _ = parts(test.column)
        if name in UNSPOKEN_COLUMNS:
            raise CatalogError(
                "unspoken",
                f"{where}: '{name}' is for advisers alone.",
                'Only a tag with speak = "never" may.',
            )


def _condition(table: Table, key: str, columns: Mapping[str, ColumnKind]) -> Condition:
    written = table.take(key)
    if written is None:
        raise table.fault(key, "is missing")
    return parse(written, columns, f"{table.where}: {key}")


def _partner(table: Table) -> Condition | None:
    """What partners told that triggers the card too: it may test nothing else."""
    written = table.take("partner")
    if written is None:
        return None
    partner = parse(written, SCENARIO_COLUMNS, f"{table.where}: partner")
    for test in comparisons(partner):
        if test.column != "external_attributes":
            raise table.fault("partner", f"may test what partners told alone, not '{test.column}'")
    return partner


def _grade(table: Table, key: str) -> int:
    grade = table.integer(key)
    if not 1 <= grade <= HIGHEST:
        raise table.fault(key, f"must lie between 1 and {HIGHEST}")
    return grade


def _strength(table: Table) -> Strength | None:
    if table.take("strength") is None:
        return None
    written = table.table("strength")
    strength = Strength(written.text("column"), written.decimal("full"))
    if column_kind(strength.column, PORTRAIT_COLUMNS) not in ("amount", "count") or strength.full <= 0:
        raise written.fault("column", "must be an amount or a number of the portrait, full above 0")
    written.finish()
    return strength


def _tag(code: str, group: str, table: Table) -> Tag:
    return Tag(
        code=code,
        group=group,
        meaning=table.words("meaning"),
        tested=_condition(table, "condition", TAG_COLUMNS),
        freshness=cast(Freshness, table.text("freshness", FRESHNESS)),
        speak=cast(SpeakLevel, table.text("speak", SPEAK_LEVELS)),
        needs_profiling=table.flag("needs_profiling"),
    )


def _check_name(where: str, name: str, valid: Mapping[str, object]) -> None:
    if name not in valid:
        raise CatalogError("catalog_name", f"{where}: there is no '{name}'.", hint(name, valid), name=name)
