"""What was done since a row of the audit, counted: for whoever watches the server, without anybody's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from lobby.data.desk import Desk
from lobby.data.desk_schema import audit, decision, offer, visit


@dataclass(frozen=True)
class Tally:
    """How often each was done up to the row `through`, with what result, by action and result.

    `suggestions`: how many were shown; `openings`: each in seconds from the press until a customer was shown.
    """

    through: int
    done: Mapping[tuple[str, str], int]
    suggestions: int
    openings: tuple[float, ...]


def newest(desk: Desk) -> int:
    """The last row of the audit there is."""
    with desk.reading() as connection:
        return connection.scalar(select(func.max(audit.c.sequence))) or 0


def tally(desk: Desk, after: int) -> Tally:
    """Count what came after the row `after`."""
    through = newest(desk)
    new = audit.c.sequence.between(after + 1, through)
    decided = and_(new, audit.c.action == "decision")
    counted = (
        select(audit.c.action, audit.c.result, func.count())
        .where(new)
        .group_by(audit.c.action, audit.c.result)
    )
    shown = (
        select(func.count())
        .select_from(audit)
        .join(
            decision, and_(decision.c.visit_id == audit.c.visit_id, decision.c.made_at == audit.c.happened_at)
        )
        .join(offer, offer.c.decision_id == decision.c.decision_id)
        .where(decided, offer.c.is_control.is_(False))
    )
    earlier = audit.alias()
    is_first = ~(
        select(earlier.c.sequence)
        .where(earlier.c.visit_id == audit.c.visit_id, earlier.c.action == "decision")
        .where(earlier.c.sequence < audit.c.sequence)
        .exists()
    )
    opened = (
        select(visit.c.opened_at, audit.c.happened_at)
        .join_from(audit, visit, visit.c.visit_id == audit.c.visit_id)
        .where(decided, is_first)
        .order_by(audit.c.sequence)
    )
    with desk.reading() as connection:
        done = {(action, result): count for action, result, count in connection.execute(counted)}
        openings = tuple((until - since).total_seconds() for since, until in connection.execute(opened))
        return Tally(through, done, connection.scalar(shown) or 0, openings)
