"""How many customers it takes to see an effect, and how long until so many have come."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from math import ceil

from lobby.domain.results import Arm

DOUBT = 0.05


def needed(base: Decimal, lift: Decimal, power: Decimal, control_share: Decimal) -> int:
    """Customers of both groups together until a lift from `base` is seen with this power, two-sided."""
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    size = proportion_effectsize(float(base + lift), float(base))
    ratio = float(control_share / (1 - control_share))
    treated = NormalIndPower().solve_power(effect_size=size, alpha=DOUBT, power=float(power), ratio=ratio)
    return int(ceil(treated) + ceil(treated * ratio))


def days_more(treated: Arm, control: Arm, needed: int, over: timedelta) -> int | None:
    """Days until so many customers have been followed, at the pace of the last `over`; None without any.

    0: there are enough. Both groups must have grown to their part of them.
    """
    seen = treated.count + control.count
    if seen >= needed:
        return 0
    if not treated.count or not control.count:
        return None
    return ceil((needed - seen) * over.days / seen)
