"""Events and risk flags of the catalogue: each has its query, and each number its parameter, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import cast

from lobby.data import queries
from lobby.data.build_plan import numbers, windows
from lobby.data.catalog_tables import Table
from lobby.domain.catalogue import Event, Numbers, RiskRules
from lobby.domain.errors import CatalogError
from lobby.domain.spelling import hint
from lobby.domain.spoken import DECISION_STAGES, SPEAK_LEVELS, DecisionStage, SpeakLevel

OF_THE_BUILD = frozenset({*windows(date(2000, 1, 1)), "bank", "currency", "rating_life_days"})


def read_event(code: str, table: Table) -> Event:
    """One event from its file; its rows open under `event:<code>` unless it names another figure."""
    return Event(
        code=code,
        name=table.words("name"),
        stage=cast(DecisionStage, table.text("stage", DECISION_STAGES)),
        speak=cast(SpeakLevel, table.text("speak", SPEAK_LEVELS)),
        needs_profiling=table.flag("needs_profiling"),
        withholds_offers=table.flag("withholds_offers"),
        is_lead=table.flag("lead"),
        is_handoff=table.flag("handoff"),
        figure=table.optional_text("figure") or f"event:{code}",
        numbers=_numbers(table.table("numbers")),
    )


def read_risk(file: Table) -> RiskRules:
    """The whole of risk.toml: a table of numbers per flag, and what holds for all of them."""
    quiet_days = file.integer("quiet_days")
    numbers = {code: _numbers(file.table(code)) for code in file.values if code != "quiet_days"}
    file.finish()
    return RiskRules(quiet_days, MappingProxyType(numbers))


def _numbers(table: Table) -> Numbers:
    numbers: dict[str, int | Decimal] = {}
    for key in table.values:
        value = table.decimal(key)
        numbers[key] = int(value) if value == value.to_integral_value() else value
    return MappingProxyType(numbers)


def check_numbers(folder: str, where: str, given: Mapping[str, Numbers]) -> None:
    """Refuse numbers without their query in `folder`, or the reverse, and a number or parameter alone.

    `where` names the file of a code, as `events/{}.toml`.
    """
    found = {name.removeprefix(f"{folder}/") for name in queries.names(folder)}
    for code in sorted(found ^ given.keys()):
        said = "has no query" if code in given else "is missing for the query"
        message = f"{where.format(code)} {said} queries/{folder}/{code}.sql."
        raise CatalogError("query_numbers", message, hint(code, found))
    known = OF_THE_BUILD | numbers().keys()
    for code, own in given.items():
        params = set(queries.load(f"{folder}/{code}").params)
        for key in sorted(own.keys() - params):
            raise _fault(where, code, f"no parameter of the query is called '{key}'", hint(key, params), key)
        for key in sorted(params - known - own.keys()):
            raise _fault(where, code, f"'{key}' of the query is missing", "Give it a number.", key)
        for key in sorted(own.keys() & known):
            raise _fault(where, code, f"'{key}' is the build's own parameter", "Call it something else.", key)


def _fault(where: str, code: str, what: str, advice: str, key: str) -> CatalogError:
    return CatalogError("query_numbers", f"{where.format(code)}: numbers: {what}.", advice, key=key)
