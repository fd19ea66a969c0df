"""Why the loyalty index moved: what each part adds to the difference between two days, to the last tenth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lobby.domain.portrait import PartPoints

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Drop:
    """A fall of the index worth a word: by how much, the part that pulled most, and what of it that was."""

    fallen: Decimal
    part: PartPoints
    effect: Decimal


def effects(parts: Sequence[PartPoints]) -> Mapping[str, Decimal]:
    """Part → what it adds to the index today against the last quarter end; together exactly the difference.

    A part that is not known on one of the two days is taken as the index of that day, which so stays as it
    is. Empty when nothing is known of one of the days.
    """
    weights = {part["part"]: part["weight"] for part in parts}
    today = filled({part["part"]: part["points"] for part in parts}, weights)
    before = filled({part["part"]: part["points_before"] for part in parts}, weights)
    if not today or not before:
        return {}
    return {part: weights[part] * (today[part] - before[part]) / sum(weights.values()) for part in weights}


def filled(points: Mapping[str, Decimal | None], weights: Mapping[str, int]) -> Mapping[str, Decimal]:
    """The points of each part, or the index where they are not known; empty when none is."""
    known = {part: value for part, value in points.items() if value is not None}
    if not known:
        return {}
    reached = sum((weights[part] * value for part, value in known.items()), Decimal(0))
    index = reached / sum(weights[part] for part in known)
    return {part: known.get(part, index) for part in points}


def drop(parts: Sequence[PartPoints], at_least: Decimal) -> Drop | None:
    """The reason for a fall of at least so many points since the last quarter end, None without one."""
    moved = effects(parts)
    fallen = -sum(moved.values(), Decimal(0)).quantize(TENTH)
    if not moved or fallen < at_least:
        return None
    worst = min(parts, key=lambda part: (moved[part["part"]], part["part"]))
    return Drop(fallen, worst, moved[worst["part"]].quantize(TENTH))
