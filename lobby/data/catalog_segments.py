"""The life stages of `segments.toml` and the tiers of `tiers.toml`."""

from __future__ import annotations

from lobby.data.catalog_tables import Table
from lobby.domain.catalogue import PRODUCT_KINDS, RISKS
from lobby.domain.columns import FACT_COLUMNS
from lobby.domain.conditions import parse
from lobby.domain.errors import CatalogError
from lobby.domain.segments import Segment, Tier


def read_segments(file: Table) -> tuple[Segment, tuple[Segment, ...]]:
    """What is said of a customer who is not known well enough, and the life stages in their order."""
    written = file.take("segment")
    if not isinstance(written, list):
        raise file.fault("segment", "must be a list of tables ([[segment]])")
    unknown = file.table("unknown")
    tables = [Table(f"{file.where}: segment {number}", part) for number, part in enumerate(written, start=1)]
    segments = tuple(_segment(table.text("code"), table) for table in tables)
    fallback = _segment("unknown", unknown)
    for table in (*tables, unknown, file):
        table.finish()
    return fallback, segments


def _segment(code: str, table: Table) -> Segment:
    return Segment(
        code=code,
        condition=parse(table.take("condition") or [], FACT_COLUMNS, f"{table.where}: condition"),
        service_name=table.words("service_name"),
        strategy=table.words("strategy"),
        first_do=table.words("first_do"),
        do_not=table.words("do_not"),
        never_offer_kinds=table.names("never_offer_kinds", PRODUCT_KINDS),
        highest_risk=table.optional_text("highest_risk", RISKS),
    )


def read_tiers(file: Table) -> tuple[Tier, ...]:
    """The tiers, the lowest first; CatalogError where the bounds do not rise."""
    tiers = tuple(Tier(code, file.decimal(code)) for code in file.values)
    bounds = [tier.from_amount for tier in tiers]
    if not tiers or bounds != sorted(set(bounds)):
        raise CatalogError("catalog_value", f"{file.where}: the bounds must rise from tier to tier.")
    return tiers
