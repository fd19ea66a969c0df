"""Outcomes in the desk store: written once, added to and taken back by further rows, never changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_drafts import drop_draft
from lobby.data.desk_writes import append_once
from lobby.domain.errors import DeskError
from lobby.domain.outcomes import WELCOME, Outcome, Subject, VoidKind
from lobby.domain.viewer import Viewer


def record(desk: Desk, outcome: Outcome, happening: Happening) -> Outcome:
    """Write an outcome under its own key, and drop the draft it came from; a replay is the same write."""
    with desk.writing() as connection:
        now = desk.stamp()
        values = {"subject_kind": outcome.subject.kind, "subject_code": outcome.subject.code}
        stamped = {"happened_at": outcome.happened_at, "recorded_at": now, "is_late": outcome.is_late}
        values |= {name: value for name, value in vars(outcome).items() if name in CONTENT}
        written = append_once(connection, schema.outcome, values, stamped)
        if written.came_of == "written":
            drop_draft(connection, happening.viewer, outcome.customer_id)
            append(connection, now, happening)
        return require(connection, outcome.outcome_id)


def add(
    desk: Desk, outcome_id: str, reasons: Sequence[str], chips: Sequence[str], note: str, happening: Happening
) -> Outcome:
    """Say more of an outcome: what is given takes the place of what was said before."""
    addition = schema.outcome_addition
    with desk.writing() as connection:
        found = require(connection, outcome_id)
        if (tuple(reasons), tuple(chips), note) == (found.reasons, found.chips, found.note):
            return found
        now = desk.stamp()
        newest = select(func.max(addition.c.version)).where(addition.c.outcome_id == outcome_id)
        version = (connection.scalar(newest) or 0) + 1
        connection.execute(
            insert(addition).values(
                outcome_id=outcome_id, version=version, reasons=list(reasons), chips=list(chips),
                note=note, written_at=now,
            )
        )  # fmt: skip
        drop_draft(connection, happening.viewer, found.customer_id)
        append(connection, now, happening)
        return require(connection, outcome_id)


def void(desk: Desk, outcome_id: str, kind: VoidKind, reason: str | None, happening: Happening) -> Outcome:
    """Take an outcome back by a row of its own; what was taken back already stays as it was."""
    with desk.writing() as connection:
        found = require(connection, outcome_id)
        if found.voided_by is not None:
            return found
        now = desk.stamp()
        values = {"kind": kind, "staff_id": happening.viewer.staff_id, "reason": reason}
        connection.execute(insert(schema.outcome_void).values(outcome_id=outcome_id, voided_at=now, **values))
        append(connection, now, happening)
        return replace(found, voided_by=kind)


def find(desk: Desk, outcome_id: str) -> Outcome | None:
    with desk.reading() as connection:
        return next(iter(read(connection, schema.outcome.c.outcome_id == outcome_id)), None)


def outcomes_of(desk: Desk, customer_id: str) -> tuple[Outcome, ...]:
    """Every outcome of this customer, those taken back too, in the order of the talks."""
    with desk.reading(customer_id=customer_id) as connection:
        return read(connection, schema.outcome.c.customer_id == customer_id)


def outcomes_about(desk: Desk, customer_ids: Sequence[str]) -> tuple[Outcome, ...]:
    """Every outcome of these customers, those taken back too, in the order of the talks."""
    with desk.reading() as connection:
        return read(connection, schema.outcome.c.customer_id.in_(customer_ids))


def outcomes_by(desk: Desk, viewer: Viewer, since: datetime) -> tuple[Outcome, ...]:
    """What this person recorded from `since` on, on the desk's clock, those taken back too."""
    outcome = schema.outcome
    with desk.reading() as connection:
        return read(connection, (outcome.c.staff_id == viewer.staff_id) & (outcome.c.recorded_at >= since))


def outcomes_in(desk: Desk, branch_id: str, since: datetime) -> tuple[Outcome, ...]:
    """What a branch recorded from `since` on, on the desk's clock, those taken back too."""
    outcome = schema.outcome
    with desk.reading(branch_id) as connection:
        return read(connection, (outcome.c.branch_id == branch_id) & (outcome.c.recorded_at >= since))


def talks_in(desk: Desk, branch_id: str, since: datetime, until: datetime) -> tuple[Outcome, ...]:
    """The talks of a branch from `since` to before `until`, on the bank's clock, those taken back too."""
    outcome = schema.outcome
    of_time = (outcome.c.happened_at >= since) & (outcome.c.happened_at < until)
    with desk.reading(branch_id) as connection:
        return read(connection, (outcome.c.branch_id == branch_id) & of_time)


def outcomes_since(desk: Desk, since: datetime) -> tuple[Outcome, ...]:
    """Every talk from `since` on, on the desk's clock, those taken back too."""
    with desk.reading() as connection:
        return read(connection, schema.outcome.c.happened_at >= since)


def promised_by(
    desk: Desk, staff_id: str, since: date, holders: Mapping[str, str] | None = None
) -> tuple[Outcome, ...]:
    """The talks of this person that were put off until a day from `since` on and stand, the soonest first.

    A later talk with the customer about the same subject settles the promise. `holders` names who keeps the
    promises that were handed over.
    """
    outcome, kept_by = schema.outcome, holders or {}
    given = [outcome_id for outcome_id, holder in kept_by.items() if holder == staff_id]
    with desk.reading() as connection:
        is_own = (outcome.c.staff_id == staff_id) | outcome.c.outcome_id.in_(given)
        own = is_own & outcome.c.next_on.is_not(None) & (outcome.c.next_on >= since)
        customers = select(outcome.c.customer_id).where(own)
        newest = newest_standing(read(connection, outcome.c.customer_id.in_(customers)))
    own_ones = [
        one
        for one in newest
        if kept_by.get(one.outcome_id, one.staff_id) == staff_id and one.result == "not_now"
    ]
    return tuple(
        sorted((one for one in own_ones if one.next_on), key=lambda one: (one.next_on, one.outcome_id))
    )


def interested_in(desk: Desk, product: str, branch_id: str, since: datetime) -> tuple[Outcome, ...]:
    """Per customer of this branch's talks since `since` the newest about `product`, where it was a yes."""
    outcome = schema.outcome
    about = (outcome.c.subject_kind == "product") & (outcome.c.subject_code == product)
    here = (outcome.c.branch_id == branch_id) & (outcome.c.happened_at >= since)
    with desk.reading(branch_id) as connection:
        return tuple(one for one in newest_standing(read(connection, about & here)) if one.result in WELCOME)


def results_of_card(desk: Desk, card: str, products: Iterable[str], since: datetime) -> Mapping[str, int]:
    """Result → how many talks since `since` that stand came to it: of suggestions of `products` it backed."""
    outcome, decision, voided = schema.outcome, schema.decision, schema.outcome_void
    wanted = (
        select(outcome.c.subject_code, outcome.c.result, decision.c.shown["suggestions"].label("suggestions"))
        .join(decision, decision.c.decision_id == outcome.c.decision_id)
        .outerjoin(voided, voided.c.outcome_id == outcome.c.outcome_id)
        .where(outcome.c.subject_kind == "product", outcome.c.subject_code.in_(products))
        .where(outcome.c.happened_at >= since)
        .where(voided.c.outcome_id.is_(None))
    )
    with desk.reading() as connection:
        return Counter(
            row.result
            for row in connection.execute(wanted)
            for one in row.suggestions
            if one["product"] == row.subject_code and one.get("card") == card
        )


def newest_standing(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Of outcomes in the order of the talks, the last that stands of each customer and subject."""
    newest = {(one.customer_id, one.subject): one for one in outcomes if one.voided_by is None}
    return tuple(newest.values())


CONTENT = frozenset(
    {
        "outcome_id", "visit_id", "customer_id", "staff_id", "branch_id", "device", "result", "next_on",
        "reasons", "chips", "note", "decision_id",
    }
)  # fmt: skip


def require(connection: Connection, outcome_id: str) -> Outcome:
    found = read(connection, schema.outcome.c.outcome_id == outcome_id)
    if not found:
        raise DeskError(
            "unknown_outcome", "There is no such outcome.", "Look at the customer again, then repeat it."
        )
    return found[0]


def read(connection: Connection, condition: ColumnElement[bool]) -> tuple[Outcome, ...]:
    """The outcomes that fulfil `condition`, with what was added last and whether they were taken back."""
    rows = connection.execute(asked(condition)).mappings().all()
    return tuple(outcome_of(row) for row in rows)


def asked(condition: ColumnElement[bool]) -> Select[Any]:
    return every_outcome().where(condition)


@cache
def every_outcome() -> Select[Any]:
    """The statement without its condition, put together once."""
    outcome, addition, voided = schema.outcome, schema.outcome_addition, schema.outcome_void
    later = addition.alias("later")
    newest = (
        select(func.max(later.c.version)).where(later.c.outcome_id == outcome.c.outcome_id).scalar_subquery()
    )
    is_newest = (addition.c.outcome_id == outcome.c.outcome_id) & (addition.c.version == newest)
    return (
        select(
            outcome,
            addition.c.version.label("added"),
            addition.c.reasons.label("added_reasons"),
            addition.c.chips.label("added_chips"),
            addition.c.note.label("added_note"),
            voided.c.kind.label("voided_by"),
        )
        .select_from(
            outcome.outerjoin(addition, is_newest).outerjoin(
                voided, voided.c.outcome_id == outcome.c.outcome_id
            )
        )
        .order_by(outcome.c.happened_at, outcome.c.recorded_at, outcome.c.outcome_id)
    )


def outcome_of(row: Mapping[Any, Any]) -> Outcome:
    added = "added_" if row["added"] is not None else ""
    kept = {name: row[name] for name in Outcome.__annotations__ if name in row}
    told = {
        "subject": Subject(row["subject_kind"], row["subject_code"]),
        "reasons": tuple(row[f"{added}reasons"]),
        "chips": tuple(row[f"{added}chips"]),
        "note": row[f"{added}note"] or "",
    }
    return Outcome(**{**kept, **told})
