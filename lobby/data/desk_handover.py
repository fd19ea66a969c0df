"""Hand-overs in the desk store: offered once, answered once; leads move with the answer that accepts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, func, insert, or_, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_leads import Move, write
from lobby.data.desk_schema_leads import handover as made
from lobby.data.desk_schema_leads import handover_answer as answered
from lobby.data.desk_writes import append_once
from lobby.domain.handover import Handover, HandoverAnswer, HandoverState, answers
from lobby.domain.leads import LeadStep


def offer(desk: Desk, wanted: Handover, happening: Happening) -> Handover | None:
    """Write an offer and its audit row; None where the person has one that nobody answered yet."""
    with desk.writing() as connection:
        mine = asked().where(made.c.from_staff_id == wanted.from_staff_id, answered.c.state.is_(None))
        open_one = next(iter(read(connection, mine)), None)
        if open_one is not None and open_one.handover_id != wanted.handover_id:
            return None
        content = {name: value for name, value in vars(wanted).items() if name not in ("answer", "made_at")}
        content |= {"leads": [list(one) for one in wanted.leads], "promises": list(wanted.promises)}
        now = desk.stamp()
        if append_once(connection, made, content, {"made_at": now}).came_of == "written":
            append(connection, now, happening)
        return read(connection, asked().where(made.c.handover_id == wanted.handover_id))[0]


def answer(
    desk: Desk, handover_id: str, state: HandoverState, happening: Happening
) -> tuple[bool, Handover | None, int]:
    """Write the one answer: whether it is this person's, what stands, how many leads moved with it.

    A lead that somebody changed since the offer stays where it is.
    """
    viewer = happening.viewer
    with desk.writing() as connection:
        found = read(connection, asked().where(made.c.handover_id == handover_id))
        if not found:
            return False, None, 0
        (stands,) = found
        if stands.answer is not None:
            return (stands.answer.state, stands.answer.staff_id) == (state, viewer.staff_id), stands, 0
        if state not in answers(stands, viewer):
            return False, stands, 0
        now = desk.stamp()
        given = HandoverAnswer(state, viewer.staff_id, now)
        connection.execute(insert(answered).values(handover_id=handover_id, **vars(given)))
        append(connection, now, happening)
        moved = move_all(connection, now, stands, happening) if state == "accepted" else 0
        return True, replace(stands, answer=given), moved


def move_all(connection: Connection, now: datetime, stands: Handover, happening: Happening) -> int:
    """Give the leads to who accepted, each with its own step and audit row; how many went."""
    step = LeadStep("handed_over", stands.to_staff_id)
    told = {"state": step.state, "owner": stands.to_staff_id, "handover": stands.handover_id}
    moved = 0
    for customer_id, version in stands.leads:
        row = replace(happening, action="lead", customer_id=customer_id, details=told)
        moved += write(connection, now, stands.branch_id, Move(customer_id, version, step, row)) is not None
    return moved


def handovers_of(desk: Desk, staff_id: str, since: datetime) -> tuple[Handover, ...]:
    """Those from or to a person: unanswered, or answered from `since` on, the newest first."""
    theirs = asked().where(
        or_(made.c.from_staff_id == staff_id, made.c.to_staff_id == staff_id),
        or_(answered.c.state.is_(None), answered.c.answered_at >= since),
    )
    with desk.reading() as connection:
        return tuple(read(connection, theirs.order_by(made.c.made_at.desc(), made.c.handover_id)))


def holders(desk: Desk) -> Mapping[str, str]:
    """Outcome → who keeps what was promised with it, of the promises that were handed over."""
    accepted = asked().where(answered.c.state == "accepted")
    with desk.reading() as connection:
        found = read(connection, accepted.order_by(answered.c.answered_at, made.c.handover_id))
    return {outcome_id: one.to_staff_id for one in found for outcome_id in one.promises}


def token(desk: Desk) -> str:
    """Another one after every offer and answer."""
    with desk.reading() as connection:
        offers, given = (
            connection.scalar(select(func.count()).select_from(table)) for table in (made, answered)
        )
    return f"{offers}-{given}"


def asked() -> Select[tuple[object, ...]]:
    columns = [answered.c[name] for name in ("state", "staff_id", "answered_at")]
    together = made.outerjoin(answered, answered.c.handover_id == made.c.handover_id)
    return select(made, *columns).select_from(together)


def read(connection: Connection, wanted: Select[tuple[object, ...]]) -> Sequence[Handover]:
    return [
        Handover(
            handover_id=row["handover_id"],
            branch_id=row["branch_id"],
            from_staff_id=row["from_staff_id"],
            to_staff_id=row["to_staff_id"],
            leads=tuple((customer_id, version) for customer_id, version in row["leads"]),
            promises=tuple(row["promises"]),
            made_at=row["made_at"],
            answer=answer_of(row),
        )
        for row in connection.execute(wanted).mappings()
    ]


def answer_of(row: RowMapping) -> HandoverAnswer | None:
    if row["state"] is None:
        return None
    return HandoverAnswer(row["state"], row["staff_id"], row["answered_at"])
