"""What the products are called: by the bank's catalogue in the asked language, else by the feed."""

from __future__ import annotations

from collections.abc import Mapping

from lobby.domain.viewer import Language
from lobby.services.sources import Sources


def product_names(sources: Sources, language: Language) -> Mapping[str, str]:
    """The name of every product known, by its code."""
    of_feed = {row["product_code"]: row["name"] for row in sources.portraits.rows("customer_products")}
    return of_feed | {code: product.name[language] for code, product in sources.catalog.products.items()}
