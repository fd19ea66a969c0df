"""What the results page is given: groups of customers, never one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lobby.domain.results import Arm, Interval

DIMENSIONS = ("trigger", "scenario", "product", "segment", "branch")


@dataclass(frozen=True)
class Compared:
    """Those who were offered beside the control group, for one value `code` of a dimension.

    `more` customers are missing until there are enough to tell, at the pace so far in `days` (None: nobody
    knows); 0 of them: this look was the one that was planned, and later ones only say it better.
    """

    code: str
    treated: Arm
    control: Arm
    lift: Interval | None
    more: int
    days: int | None


@dataclass(frozen=True)
class Dimension:
    """The values of which both groups are large enough to be shown; `hidden` others are not."""

    shown: tuple[Compared, ...]
    hidden: int


@dataclass(frozen=True)
class Balance:
    """By how much more the assets of those who were offered grew, per customer, and of how many."""

    difference: Interval | None
    treated: int
    control: int


@dataclass(frozen=True)
class Satisfaction:
    """Answers on a scale of 1 to 5; `mean` None without any."""

    count: int
    mean: float | None


@dataclass(frozen=True)
class Talks:
    """What staff recorded: results and reasons of a no, and how many customers had one, two, more talks.

    `tapped` customers met interest by the taps, `tapped_taken` of them in the feed too; `untapped_taken` took
    something up though nothing of the kind was tapped.
    """

    count: int
    lost: Mapping[str, int]
    repeats: tuple[int, int, int]
    tapped: int
    tapped_taken: int
    untapped_taken: int


@dataclass(frozen=True)
class Beside:
    """The long tail and who of it was talked to, answers and transactions (channel → count) of 365 days."""

    long_tail: int
    long_tail_talked: int
    faces: Satisfaction
    surveys: Satisfaction
    channels: Mapping[str, int]


@dataclass(frozen=True)
class Results:
    """One branch, or the bank (`branch_id` None), from `since` to `until`, the feed's business date.

    `overall` None: too few to be shown. `window_days` holds for most products; `waiting` customers are not
    followed to the end of it yet. `rule` is who a simple rule, everybody with a maturing
    deposit, would have reached too.
    """

    branch_id: str | None
    since: date
    until: date
    window_days: int
    steps: Mapping[str, int]
    overall: Compared | None
    waiting: int
    balance: Balance | None
    by: Mapping[str, Dimension]
    rule: Compared | None
    talks: Talks
    beside: Beside
