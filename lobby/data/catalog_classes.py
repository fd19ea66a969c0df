"""Reads `classes.toml`: how closely each column of the feed and of the portrait is held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.errors import CatalogError

CATALOG_FOLDER = Path(__file__).resolve().parent.parent / "catalog"
Class = Literal["C2", "C1", "internal"]  # of C3 there is no column


@cache
def load_classes() -> Mapping[tuple[str, str], Class]:
    """Table and column → class; the table of the portrait is `portrait`, a feed's `feed.<name>`."""
    return read_classes(read_toml(CATALOG_FOLDER, "classes.toml"))


def read_classes(table: Table) -> Mapping[tuple[str, str], Class]:
    """CatalogError where a column has two classes."""
    feed = table.table("feed")
    parts = {f"feed.{name}": feed.table(name) for name in list(feed.values)}
    found: dict[tuple[str, str], Class] = {}
    for name, part in {**parts, "portrait": table.table("portrait")}.items():
        for one in get_args(Class):
            for column in part.names(one):
                if (name, column) in found:
                    raise CatalogError("catalog_value", f"classes.toml: {name}.{column} has two classes.")
                found[name, column] = one
        part.finish()
    table.finish()
    return found
