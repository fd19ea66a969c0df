"""The events of the catalogue: each TOML file has its query, and each number its parameter, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import cast

from lobby.data import queries
from lobby.data.build_plan import numbers, windows
from lobby.data.catalog_tables import Table
from lobby.domain.catalogue import DECISION_STAGES, SPEAK_LEVELS, DecisionStage, Event, SpeakLevel
from lobby.domain.errors import CatalogError
from lobby.domain.spelling import hint

OF_THE_BUILD = frozenset({*windows(date(2000, 1, 1)), "bank", "currency", "rating_life_days"})


def read_event(code: str, table: Table) -> Event:
    """One event from its file; its rows open under `event:<code>` unless it names another figure."""
    return Event(
        code=code,
        name=table.words("name"),
        stage=cast(DecisionStage, table.text("stage", DECISION_STAGES)),
        speak=cast(SpeakLevel, table.text("speak", SPEAK_LEVELS)),
        needs_profiling=table.flag("needs_profiling"),
        figure=table.optional_text("figure") or f"event:{code}",
        numbers=_numbers(table.table("numbers")),
    )


def _numbers(table: Table) -> Mapping[str, int | Decimal]:
    numbers = {}
    for key in table.values:
        value = table.decimal(key)
        numbers[key] = int(value) if value == value.to_integral_value() else value
    return MappingProxyType(numbers)


def check_numbers(events: Mapping[str, Event]) -> None:
    """Refuse an event without its query, a query without its event, and a number or parameter alone."""
    found = {name.removeprefix("events/") for name in queries.names("events")}
    for code in sorted(found ^ events.keys()):
        said = "has no query queries/events" if code in events else "is missing for the query queries/events"
        raise CatalogError("event_query", f"events/{code}.toml {said}/{code}.sql.", hint(code, found))
    known = OF_THE_BUILD | numbers().keys()
    for code, event in events.items():
        params = set(queries.load(f"events/{code}").params)
        for key in sorted(event.numbers.keys() - params):
            raise _fault(code, f"no parameter of the query is called '{key}'", hint(key, params), key)
        for key in sorted(params - known - event.numbers.keys()):
            raise _fault(code, f"'{key}' of the query is missing", "Give it a number.", key)
        for key in sorted(event.numbers.keys() & known):
            raise _fault(code, f"'{key}' is the build's own parameter", "Call it something else.", key)


def _fault(code: str, what: str, advice: str, key: str) -> CatalogError:
    return CatalogError("event_number", f"events/{code}.toml: numbers: {what}.", advice, key=key)
