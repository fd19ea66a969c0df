"""What may be done with the portrait's columns, from facts.toml: who may hear them, what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lobby.data.catalog_tables import Table
from lobby.domain.columns import BUILD_COLUMNS, PORTRAIT_COLUMNS
from lobby.domain.errors import CatalogError
from lobby.domain.spoken import SPEAK_LEVELS, SpeakLevel


@dataclass(frozen=True)
class Facts:
    """Speak level by column; columns hidden in the lobby, made of spending, and of the customer's own asking;
    and the spending categories nothing is inferred from."""

    levels: Mapping[str, SpeakLevel]
    hidden: frozenset[str]
    spending: frozenset[str]
    asked: frozenset[str]
    private: frozenset[str]


def read_facts(file: Table) -> Facts:
    """The file as a value; a column stands under one speak level."""
    levels: dict[str, SpeakLevel] = {}
    for level in SPEAK_LEVELS:
        for fact in file.names(level):
            if fact in levels:
                raise CatalogError("catalog_value", f"{file.where}: '{fact}' stands under two levels.")
            levels[fact] = level
    facts = Facts(
        levels=MappingProxyType(levels),
        hidden=frozenset(file.names("hidden", PORTRAIT_COLUMNS)),
        spending=frozenset(file.names("spending", BUILD_COLUMNS)),
        asked=frozenset(file.names("asked", BUILD_COLUMNS)),
        private=frozenset(file.names("kept_private")),
    )
    file.finish()
    return facts
