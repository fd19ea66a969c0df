"""What offering changed: the treated less the control group, with an interval.

The library is imported when it is first asked: it costs a second that no start and no tap should pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from lobby.domain.results import Arm, Interval

DOUBT = 0.05  # of intervals of 95 %, so many miss the truth
FEWEST_AMOUNTS = 2  # of each group, for a variance


def lift(treated: Arm, control: Arm) -> Interval | None:
    """The difference of two shares with Newcombe's interval; None where a group is empty."""
    if not treated.count or not control.count:
        return None
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        treated.taken_up, treated.count, control.taken_up, control.count, compare="diff", method="newcomb",
        alpha=DOUBT,
    )  # fmt: skip
    return interval(treated.taken_up / treated.count - control.taken_up / control.count, low, high)


def mean_lift(treated: Sequence[Decimal], control: Sequence[Decimal]) -> Interval | None:
    """The difference of two means with Welch's interval; None where a group has fewer than two amounts."""
    if min(len(treated), len(control)) < FEWEST_AMOUNTS:
        return None
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    sides = [DescrStatsW([float(amount) for amount in amounts]) for amounts in (treated, control)]
    low, high = CompareMeans(*sides).tconfint_diff(alpha=DOUBT, usevar="unequal")
    return interval(sides[0].mean - sides[1].mean, low, high)


def interval(value: float, low: float, high: float) -> Interval:
    return Interval(Decimal(str(value)), Decimal(str(low)), Decimal(str(high)))
