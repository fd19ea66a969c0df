"""Two groups side by side, and whether there are enough customers to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lobby.domain.policy import Policy
from lobby.domain.results import Arm
from lobby.learn.lift import lift
from lobby.learn.power import days_more, needed
from lobby.services.result_views import Compared


@dataclass(frozen=True)
class Comparing:
    """What a comparison is judged by: the smallest group, the customers it takes, the days they came in."""

    smallest: int
    needed: int
    over: timedelta

    @classmethod
    def of(cls, policy: Policy, over: timedelta) -> Comparing:
        """By the policy: how many it takes was fixed there, before anybody looked."""
        count = needed(policy.results_base, policy.results_lift, policy.results_power, policy.control_share)
        return cls(policy.results_smallest, count, max(over, timedelta(days=1)))


def compared(code: str, treated: Arm, control: Arm, judging: Comparing) -> Compared | None:
    """Both groups of `code`; None where one of them is so small that it could be somebody."""
    if min(treated.count, control.count) < judging.smallest:
        return None
    return Compared(
        code=code,
        treated=treated,
        control=control,
        lift=lift(treated, control),
        more=max(0, judging.needed - treated.count - control.count),
        days=days_more(treated, control, judging.needed, judging.over),
    )
