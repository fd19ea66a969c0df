"""The catalogue's file of what people come for: where it is done, with which papers, how long it takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.errors import CatalogError
from lobby.domain.triage import OTHER, PLACES, Business
from lobby.domain.viewer import Language


def read_business(folder: Path) -> Mapping[str, Business]:
    """Business by its code; no two are called alike, and one is for what nobody knows."""
    file = read_toml(folder, "business.toml")
    written, papers = file.table("business"), file.table("document")
    documents = {code: papers.words(code) for code in papers.values}
    found = {code: _business(code, written.table(code), documents) for code in written.values}
    names = [name for one in found.values() for name in (one.code, *one.also)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CatalogError("catalog_value", f"{file.where}: '{twice[0]}' stands for two kinds of business.")
    if OTHER not in found:
        raise CatalogError("catalog_value", f"{file.where}: '{OTHER}' is missing.")
    file.finish()
    return MappingProxyType(found)


def _business(code: str, table: Table, documents: Mapping[str, Mapping[Language, str]]) -> Business:
    business = Business(
        code=code,
        name=table.words("name"),
        where=_places(table, PLACES),
        documents=tuple(documents[paper] for paper in table.names("documents", documents)),
        minutes=table.integer("minutes"),
        also=table.names("also"),
    )
    table.finish()
    return business


def _places(table: Table, valid: Collection[str]) -> tuple[str, ...]:
    places = table.names("where", valid)
    if not places:
        raise table.fault("where", "names at least one place")
    return places
