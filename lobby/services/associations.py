"""What the bank's customers hold together, as far as it is evidence; read once per portrait."""

from __future__ import annotations

from functools import lru_cache

from lobby.data.warehouse import Warehouse
from lobby.domain.association import Association
from lobby.services.sources import Sources


def associations(sources: Sources) -> tuple[Association, ...]:
    """Every association of the served portrait that is sure enough to be shown; none in a small bank."""
    policy = sources.catalog.policy
    bounds = (float(policy.pair_lift), float(policy.pair_confidence))
    return _read(sources.portraits, sources.portraits.fingerprint, *bounds)


@lru_cache(maxsize=2)
def _read(
    portraits: Warehouse, fingerprint: str, lift_low: float, confidence_low: float
) -> tuple[Association, ...]:
    found = portraits.rows("customer_associations", lift_low=lift_low, confidence_low=confidence_low)
    return tuple(Association(**row) for row in found)
