"""What is being served: the business date, the portrait's version, the rows it was made of, the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lobby.data.desk_engine import Store
from lobby.services.sources import Sources


@dataclass(frozen=True)
class Status:
    """Before the first build `business_date` and `portrait` are None, and `counts` is empty."""

    desk_store: Store
    business_date: date | None
    portrait: str | None
    counts: Mapping[str, int]
    catalogue: Mapping[str, int]


def status(sources: Sources) -> Status:
    """What this installation serves right now; no customer's data."""
    catalog = sources.catalog
    sizes = {
        "products": len(catalog.products),
        "services": len(catalog.services),
        "events": len(catalog.events),
        "scenarios": len(catalog.cards.scenarios),
        "scenario_categories": len(catalog.cards.categories),
        "tags": len(catalog.cards.tags),
        "segments": len(catalog.segments),
    }
    if not sources.has_portrait:
        return Status(sources.desk.store, None, None, {}, sizes)
    manifest = sources.portraits.manifest
    return Status(sources.desk.store, manifest.business_date, manifest.version, manifest.counts, sizes)
