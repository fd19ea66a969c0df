"""Reading `erasure.toml`: what becomes of each table and column when a customer is erased."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import cast

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.erasure import FATES, Erasure, Fate, FateKind
from lobby.domain.errors import CatalogError

CATALOG_FOLDER = Path(__file__).parents[1] / "catalog"
THROUGH = 2


@cache
def load_erasure(folder: Path = CATALOG_FOLDER) -> Erasure:
    """What is kept of the portrait, and the fate of each table of the desk store."""
    file = read_toml(folder, "erasure.toml")
    portrait, desk = file.table("portrait"), file.table("desk")
    meanings = tomllib.loads((folder / "portrait.toml").read_text(encoding="utf-8"))
    kept = [name for group in portrait.names("kept_groups") for name in meanings[group]]
    return Erasure(
        columns=frozenset([*kept, *portrait.names("kept")]),
        tables=frozenset(portrait.names("kept_tables")),
        desk={name: read_fate(desk.table(name)) for name in desk.values},
    )


def read_fate(table: Table) -> Fate:
    """One line of `[desk]`."""
    kind = cast(FateKind, table.text("fate", FATES))
    columns = table.names("columns") if table.take("columns") is not None else ()
    through = table.names("through") if table.take("through") is not None else ()
    because = table.optional_text("because")
    if (kind in ("clear", "strip")) != bool(columns) or (kind == "keep") != bool(because):
        raise CatalogError("catalog_value", f"{table.where}: a reason or columns are missing.")
    if len(through) not in (0, THROUGH):
        raise CatalogError("catalog_value", f"{table.where}: through is a table and a column.")
    return Fate(kind, columns, (through[0], through[1]) if through else None, because, table.flag("withheld"))
