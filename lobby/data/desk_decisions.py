"""Decisions in the desk store: each as made, once per visit and inputs, together with its audit row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, insert, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema import decision, offer
from lobby.domain.results import Offer


@dataclass(frozen=True)
class Record:
    """One decision: what it rests on, what was shown in which order, what was withheld and truly why.

    `decision_id` is drawn by lot and tells nothing of the inputs, whose hash stays in the store. All JSON.
    """

    decision_id: str
    visit_id: str
    customer_id: str
    staff_id: str
    branch_id: str | None
    inputs: Mapping[str, Any]
    inputs_hash: str
    versions: Mapping[str, str]
    shown: Mapping[str, Any]
    withheld: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Kept:
    """A decision with the desk's own time, aware, in UTC."""

    record: Record
    made_at: datetime


@dataclass(frozen=True)
class Offered:
    """What a decision of this bank-local day offered, or would have but for the control group."""

    on: date
    offers: tuple[Offer, ...]


def keep(desk: Desk, record: Record, offered: Offered, happening: Happening) -> None:
    """Write a decision with its offers and audit row; one of the same visit and inputs not again."""
    with desk.writing() as connection:
        if connection.scalar(number(record.visit_id, record.inputs_hash)) is not None:
            return
        now = desk.stamp()
        connection.execute(insert(decision).values(made_at=now, **vars(record)))
        whose = {name: getattr(record, name) for name in ("decision_id", "customer_id", "branch_id")}
        rows = [{**vars(one), **whose, "offered_on": offered.on, "made_at": now} for one in offered.offers]
        if rows:
            connection.execute(insert(offer), rows)
        append(connection, now, happening)


def number_of(desk: Desk, visit_id: str, inputs_hash: str) -> str | None:
    """The number of the decision that this visit has on these inputs already."""
    with desk.reading() as connection:
        known: str | None = connection.scalar(number(visit_id, inputs_hash))
        return known


def number(visit_id: str, inputs_hash: str) -> Select[Any]:
    wanted = select(decision.c.decision_id)
    return wanted.where(decision.c.visit_id == visit_id, decision.c.inputs_hash == inputs_hash)


def numbers_since(desk: Desk, since: datetime, branch_id: str | None) -> tuple[str, ...]:
    """The numbers of what was decided from `since` on, at one branch or (None) anywhere, in order."""
    asked = select(decision.c.decision_id).where(decision.c.made_at >= since)
    if branch_id is not None:
        asked = asked.where(decision.c.branch_id == branch_id)
    with desk.reading() as connection:
        return tuple(connection.scalars(asked.order_by(decision.c.decision_id)))


def decision_of(desk: Desk, decision_id: str) -> Kept | None:
    """The decision of this number."""
    with desk.reading() as connection:
        row = connection.execute(select(decision).filter_by(decision_id=decision_id)).mappings().first()
    if row is None:
        return None
    return Kept(Record(**{name: row[name] for name in Record.__annotations__}), row["made_at"])
