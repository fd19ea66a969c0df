"""How probable a yes is to this customer, by the talks of the bank; counted once per portrait."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from lobby.data.warehouse import Warehouse
from lobby.domain.portrait import Portrait
from lobby.domain.propensity import Propensity, Uptake, propensities
from lobby.services.sources import Sources


def propensities_for(sources: Sources, customer: Portrait) -> Mapping[str, Propensity]:
    """Product → propensity; without profiling consent the same for every customer. Empty without contacts."""
    segment = customer.segment if customer.has_profiling_consent else None
    products, prior = tuple(sources.catalog.products), sources.catalog.policy.prior_talks
    return _of_segment(sources.portraits, sources.portraits.fingerprint, segment, products, prior)


@lru_cache(maxsize=32)
def _of_segment(
    portraits: Warehouse, fingerprint: str, segment: str | None, products: tuple[str, ...], prior: Decimal
) -> Mapping[str, Propensity]:
    uptakes = [Uptake(**row) for row in portraits.rows("customer_uptake")]
    return propensities(uptakes, products, segment, prior)
