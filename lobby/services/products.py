"""What products and services are called: by the bank's catalogue in the asked language, else by the feed."""

from __future__ import annotations

from collections.abc import Mapping

from lobby.domain.viewer import Language
from lobby.services.sources import Sources


def product_names(sources: Sources, language: Language) -> Mapping[str, str]:
    """The name of every product, service and event a talk may be about, by its code."""
    of_feed = {row["product_code"]: row["name"] for row in sources.portraits.rows("customer_products")}
    catalog = sources.catalog
    named = (catalog.events, catalog.desk_lines, catalog.services, catalog.products)
    return of_feed | {code: one.name[language] for family in named for code, one in family.items()}
