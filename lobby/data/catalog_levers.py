"""The bank's own weights of `levers.toml`."""

from __future__ import annotations

from lobby.data.catalog_tables import Table
from lobby.domain.catalogue import Catalog
from lobby.domain.errors import CatalogError
from lobby.domain.levers import Bounds, Lever
from lobby.domain.spelling import hint


def read_levers(file: Table) -> tuple[tuple[Lever, ...], Bounds]:
    """Every lever, in the file's order, and the bounds of all; CatalogError names the key that is wrong."""
    bounds = Bounds(file.decimal("least"), file.decimal("most"))
    if not 0 < bounds.least <= 1 <= bounds.most:
        raise file.fault("least", "must lie above 0 and at most at 1, and 'most' at least at 1")
    written = file.take("lever")
    if written is None:
        written = []
    if not isinstance(written, list):
        raise file.fault("lever", "must be a list of tables ([[lever]])")
    tables = [Table(f"{file.where}: lever {number}", part) for number, part in enumerate(written, start=1)]
    levers = tuple(_lever(table, bounds) for table in tables)
    for table in (*tables, file):
        table.finish()
    return levers, bounds


def check_levers(catalog: Catalog) -> None:
    """A lever is for products and segments that there are, and the only one for them at its branch."""
    segments = [segment.code for segment in (catalog.unknown_segment, *catalog.segments)]
    targets = [lever.target for lever in catalog.levers]
    for number, lever in enumerate(catalog.levers, start=1):
        if lever.target in targets[: number - 1]:
            said = f"levers.toml: lever {number}: there is one for the same product, segment and branch."
            raise CatalogError("catalog_value", said, "Change that one.")
        for name, valid in ((lever.product, list(catalog.products)), (lever.segment, segments)):
            if name is not None and name not in valid:
                said = f"levers.toml: lever {number}: there is no '{name}'."
                raise CatalogError("catalog_name", said, hint(name, valid), name=name)


def _lever(table: Table, bounds: Bounds) -> Lever:
    weight, first, last = table.decimal("weight"), table.optional_date("from"), table.optional_date("until")
    if not bounds.least <= weight <= bounds.most:
        raise table.fault("weight", f"must lie between {bounds.least} and {bounds.most}")
    if first is None or last is None or last < first:
        raise table.fault("until", "and 'from' are days, 'until' not before 'from'")
    return Lever(
        weight=weight,
        first_day=first,
        last_day=last,
        product=table.optional_text("product"),
        segment=table.optional_text("segment"),
        branch=table.optional_text("branch"),
    )
