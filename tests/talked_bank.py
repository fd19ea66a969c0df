"""A bank that is talked to: visits through the real services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from math import prod
from pathlib import Path

import duckdb

from lobby.domain.outcomes import Entry, Result, Subject
from lobby.domain.results import Interval
from lobby.domain.viewer import Viewer
from lobby.services.customer import customer_view
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources
from lobby.services.staff import as_viewer, members
from lobby.services.visits import open_customer
from tests.desk_stores import Watch

ANSWERS: tuple[Result, ...] = ("interested", "declined", "not_appropriate", "declined")
REASONS = ("no_need", "rate_too_low", "has_elsewhere")
AT_ONCE = 15  # openings of one device within the limits of ten minutes


def receive(sources: Sources, watch: Watch, customers: Iterable[tuple[str, str]]) -> None:
    """Open each customer at their branch, decide, and record what came of the first suggestion."""
    desks: dict[str, Viewer] = {}
    for member in members(sources):
        if member.role == "adviser" and member.branch_id is not None:
            desks.setdefault(member.branch_id, as_viewer(member))
    now = sources.now()
    for number, (customer_id, branch_id) in enumerate(customers):
        if branch_id not in desks:
            continue
        viewer = replace(desks[branch_id], device=f"ipad-{number // AT_ONCE}")
        watch.pass_by(seconds=20)
        visit = open_customer(sources, viewer, customer_id)
        view = customer_view(sources, viewer, visit, now, "zh_Hans")
        if view.suggestions and number % 2:
            said = ANSWERS[number // 2 % len(ANSWERS)]
            entry = Entry(
                outcome_id=f"o{number}",
                customer_id=customer_id,
                subject=Subject("product", view.suggestions[0].product),
                result=said,
                reasons=(REASONS[number % len(REASONS)],) if said == "declined" else (),
                decision_id=view.decision_id,
            )
            record_outcome(sources, viewer, visit, entry, now)


def holds(found: Interval | None, planted: float) -> bool:
    """Does the interval hold what was planted?"""
    assert found is not None
    return found.low <= Decimal(str(planted)) <= found.high


def planted_lift(feed: Path) -> float:
    """By the truth of the feed: who takes up any of the products offered, treated less control."""
    chances: dict[bool, dict[str, list[float]]] = {True: defaultdict(list), False: defaultdict(list)}
    truth = duckdb.sql(f"select customer_id, is_treated, chance from '{feed}/truth/taken_up.csv'")
    for customer_id, is_treated, chance in truth.fetchall():
        chances[is_treated][customer_id].append(chance)
    treated, control = (
        sum(1 - prod(1 - chance for chance in one) for one in side.values()) / len(side)
        for side in (chances[True], chances[False])
    )
    return treated - control
