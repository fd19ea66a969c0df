"""Referrals in the desk store: who was passed on to whom, and the steps taken, which are only added.

One subject of one customer is referred once at a time, and a step has one place: whoever comes second is
told what stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, func, insert, or_, select

from lobby.data import desk_leads
from lobby.data import desk_schema_branch as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_writes import append_once
from lobby.domain.referrals import (
    LEAD,
    OPEN,
    Receiver,
    Referral,
    ReferralState,
    ReturnReason,
    SendReason,
    Step,
    Subject,
    next_states,
)

CLOSED = ("returned", "done", "talked", "withdrawn")


def refer(desk: Desk, asked: Referral, happening: Happening, reason: SendReason | None = None) -> Referral:
    """Write the referral `asked` (without steps) and its audit row together, and give what stands.

    That is another one where the subject is with somebody already; the same number with the same content
    is the same referral.
    """
    with desk.writing() as connection:
        return write(connection, desk.stamp(), asked, happening, reason)


def send_lead(
    desk: Desk, asked: Referral, happening: Happening, reason: SendReason, move: desk_leads.Move, home: str
) -> Referral | None:
    """Write a step of the lead of branch `home` and the referral that takes it elsewhere, or neither.

    None where somebody changed the lead; another referral where it is elsewhere already.
    """
    with desk.writing() as connection:
        now = desk.stamp()
        before = read(connection, alike(asked))
        other = next(
            (one for one in before if one.state in OPEN and one.referral_id != asked.referral_id), None
        )
        if other is not None:
            return other
        if desk_leads.write(connection, now, home, move) is None:
            return None
        return write(connection, now, asked, happening, reason)


def alike(asked: Referral) -> Select[tuple[object, ...]]:
    """Those of the same customer about the same."""
    return select(schema.referral).filter_by(
        customer_id=asked.customer_id, subject_kind=asked.subject.kind, subject_code=asked.subject.code
    )


def write(
    connection: Connection, now: datetime, asked: Referral, happening: Happening, reason: SendReason | None
) -> Referral:
    """The referral within a transaction of the caller's, and what stands."""
    values = {
        "referral_id": asked.referral_id,
        "customer_id": asked.customer_id,
        "visit_id": asked.visit_id or "",
        "subject_kind": asked.subject.kind,
        "subject_code": asked.subject.code,
        "receiver_kind": asked.receiver.kind,
        "receiver_code": asked.receiver.code,
        "branch_id": asked.branch_id,
        "speakers": asked.speakers,
        "chips": asked.chips,
    }
    before = read(connection, alike(asked))
    under_way = next((one for one in before if one.state in OPEN), None)
    if under_way is not None and all(one.referral_id != asked.referral_id for one in before):
        return under_way
    if append_once(connection, schema.referral, values, {"turn": len(before)}).came_of == "written":
        add_step(connection, asked.referral_id, 0, Step("made", happening.viewer.staff_id, now, reason))
        append(connection, now, happening)
    return read(connection, select(schema.referral).filter_by(referral_id=asked.referral_id))[0]


def take_step(
    desk: Desk, referral_id: str, state: ReferralState, reason: ReturnReason | None, happening: Happening
) -> tuple[bool, Referral | None]:
    """Add a step and its audit row together: whether this person's step stands, and the referral as it is.

    A second tap on the step that one has just taken is the same step.
    """
    viewer = happening.viewer
    with desk.writing() as connection:
        found = read(connection, select(schema.referral).filter_by(referral_id=referral_id))
        if not found:
            return False, None
        (stands,) = found
        last = stands.steps[-1]
        if (last.state, last.staff_id) == (state, viewer.staff_id):
            return True, stands
        if state not in next_states(stands, viewer):
            return False, stands
        now = desk.stamp()
        step = Step(state, viewer.staff_id, now, reason)
        add_step(connection, referral_id, len(stands.steps), step)
        append(connection, now, happening)
    return True, replace(stands, steps=(*stands.steps, step))


def add_step(connection: Connection, referral_id: str, place: int, step: Step) -> None:
    connection.execute(
        insert(schema.referral_step).values(referral_id=referral_id, place=place, **vars(step))
    )


def find(desk: Desk, referral_id: str) -> Referral | None:
    with desk.reading() as connection:
        found = read(connection, select(schema.referral).filter_by(referral_id=referral_id))
    return found[0] if found else None


def last_about(desk: Desk, customer_id: str, subject: Subject) -> Referral | None:
    """The newest referral of this customer about `subject`."""
    asked = select(schema.referral).filter_by(
        customer_id=customer_id, subject_kind=subject.kind, subject_code=subject.code
    )
    with desk.reading(customer_id=customer_id) as connection:
        found = read(connection, asked.order_by(schema.referral.c.turn.desc()).limit(1))
    return found[0] if found else None


def token(desk: Desk) -> str:
    """Another text after every step."""
    with desk.reading() as connection:
        return str(connection.scalar(select(func.count()).select_from(schema.referral_step)))


def referrals_near(desk: Desk, staff_id: str, branch_id: str | None, since: datetime) -> tuple[Referral, ...]:
    """Those sent to this branch or person, or touched by them: open, or moved from `since` on."""
    referral, step = schema.referral, schema.referral_step
    touched = select(step.c.referral_id).where(step.c.staff_id == staff_id)
    asked = select(referral).where(
        or_(
            referral.c.branch_id == branch_id,
            referral.c.receiver_code == staff_id,
            referral.c.referral_id.in_(touched),
        ),
        open_or_moved(since),
    )
    with desk.reading() as connection:
        found = read(connection, asked)
    return tuple(sorted(found, key=lambda one: (one.steps[0].happened_at, one.referral_id), reverse=True))


def leads_sent(desk: Desk, since: datetime) -> Mapping[str, Referral]:
    """By customer the last time that their lead went to another branch: open, or moved from `since` on."""
    asked = select(schema.referral).where(schema.referral.c.subject_kind == LEAD.kind, open_or_moved(since))
    with desk.reading() as connection:
        found = read(connection, asked.order_by(schema.referral.c.turn))
    return {one.customer_id: one for one in found}


def open_or_moved(since: datetime) -> ColumnElement[bool]:
    """Of referrals, those that wait for somebody and those with a step from `since` on."""
    step, number = schema.referral_step, schema.referral.c.referral_id
    moved = select(step.c.referral_id).where(step.c.happened_at >= since)
    closed = select(step.c.referral_id).where(step.c.state.in_(CLOSED))
    return or_(number.in_(moved), number.not_in(closed))


def read(connection: Connection, asked: Select[tuple[object, ...]]) -> list[Referral]:
    """The referrals that `asked` finds, each with its steps in order."""
    rows = list(connection.execute(asked).mappings())
    step = schema.referral_step
    wanted = select(step).where(step.c.referral_id.in_([row["referral_id"] for row in rows]))
    steps: dict[str, list[Step]] = {}
    for one in connection.execute(wanted.order_by(step.c.referral_id, step.c.place)).mappings():
        values = {name: one[name] for name in ("state", "staff_id", "happened_at", "reason")}
        steps.setdefault(one["referral_id"], []).append(Step(**values))
    return [
        Referral(
            referral_id=row["referral_id"],
            customer_id=row["customer_id"],
            visit_id=row["visit_id"] or None,
            subject=Subject(row["subject_kind"], row["subject_code"]),
            receiver=Receiver(row["receiver_kind"], row["receiver_code"]),
            branch_id=row["branch_id"],
            speakers=tuple(row["speakers"]),
            chips=tuple(row["chips"]),
            steps=tuple(steps[row["referral_id"]]),
        )
        for row in rows
    ]
