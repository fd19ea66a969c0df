"""What is sold where and when, in the desk store: proposals and the one answer to each are only added.

The table itself refuses a check by who made the proposal. What was checked never changes, so the number of
answers names what a process has read of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from lobby.data import desk_schema_branch as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_writes import append_once
from lobby.domain.errors import DeskError
from lobby.domain.sale import Answer, Change, Ledger, Proposal, Verdict, all_in_force, count_held, ledger
from lobby.domain.since import ProductStatus

CHANGE = tuple(Change.__annotations__)


def propose(desk: Desk, status_id: str, change: Change, happening: Happening) -> Proposal:
    """Write a proposal and its audit row together; the same number with the same content is the same one."""
    values = {"status_id": status_id, **vars(change), "made_by": happening.viewer.staff_id}
    with desk.writing() as connection:
        now = desk.stamp()
        written = append_once(connection, schema.product_status, values, {"made_at": now})
        if written.came_of == "written":
            append(connection, now, happening)
        return require(connection, status_id)


def answer(
    desk: Desk, status_id: str, verdict: Verdict, note: str, happening: Happening
) -> tuple[bool, Proposal]:
    """Add the one answer to a proposal with its audit row: whether it is this person's, and what stands.

    A second tap on the answer one has just given is the same answer.
    """
    staff_id = happening.viewer.staff_id
    with desk.writing() as connection:
        stands = require(connection, status_id)
        if stands.answer is not None:
            return (stands.answer.verdict, stands.answer.staff_id) == (verdict, staff_id), stands
        now = desk.stamp()
        given = Answer(verdict, staff_id, now, note)
        add_answer(connection, status_id, stands.made_by, given)
        append(connection, now, happening)
    return True, replace(stands, answer=given)


def add_answer(connection: Connection, status_id: str, made_by: str, given: Answer) -> None:
    """Put one row into the table of answers; DeskError where the table itself refuses it."""
    row = {"status_id": status_id, "made_by": made_by, **vars(given)}
    try:
        connection.execute(insert(schema.product_status_answer).values(row))
    except IntegrityError as error:
        raise DeskError(
            "answer_refused", "The desk store does not take this answer.", "Ask a colleague to check it."
        ) from error


def find(desk: Desk, status_id: str) -> Proposal | None:
    with desk.reading() as connection:
        return next(
            iter(read(connection, asked().where(schema.product_status.c.status_id == status_id))), None
        )


def waiting(desk: Desk) -> tuple[Proposal, ...]:
    """What waits for a check, the oldest first."""
    made = schema.product_status.c
    unanswered = asked().where(schema.product_status_answer.c.status_id.is_(None))
    with desk.reading() as connection:
        return tuple(read(connection, unanswered.order_by(made.made_at, made.status_id)))


def answered(desk: Desk, at_most: int) -> tuple[Proposal, ...]:
    """What was answered, the newest first."""
    given = schema.product_status_answer.c
    done = asked().where(given.status_id.is_not(None))
    with desk.reading() as connection:
        return tuple(
            read(connection, done.order_by(given.answered_at.desc(), given.status_id).limit(at_most))
        )


def statuses(desk: Desk, branch_id: str | None, at: datetime) -> Mapping[str, ProductStatus]:
    """What holds at this branch (None: what holds everywhere) at `at`, on the desk's clock, by product."""
    return all_in_force(known(desk), branch_id, at)


def token(desk: Desk, at: datetime) -> str:
    """Another text whenever a change was proposed, answered or came into force by `at`."""
    with desk.reading() as connection:
        made = connection.scalar(select(func.count()).select_from(schema.product_status))
    held = known(desk)
    return f"{made}-{sum(map(len, held.values()))}-{count_held(held, at)}"


def known(desk: Desk) -> Ledger:
    """Every checked change, read anew once there are more answers."""
    with desk.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(schema.product_status_answer))
    return checked(desk, count or 0)


@lru_cache(maxsize=2)
def checked(desk: Desk, count: int) -> Ledger:
    """The checked changes of `desk` while it holds `count` answers."""
    del count
    with desk.reading() as connection:
        return ledger(read(connection, asked()))


def asked() -> Select[tuple[object, ...]]:
    made, given = schema.product_status, schema.product_status_answer
    columns = [given.c[name] for name in ("verdict", "staff_id", "answered_at", "note")]
    return select(made, *columns).select_from(made.outerjoin(given, given.c.status_id == made.c.status_id))


def require(connection: Connection, status_id: str) -> Proposal:
    found = read(connection, asked().where(schema.product_status.c.status_id == status_id))
    if not found:
        raise DeskError("unknown_change", "There is no such proposal.", "Look at the list again.")
    return found[0]


def read(connection: Connection, wanted: Select[tuple[object, ...]]) -> list[Proposal]:
    return [
        Proposal(
            status_id=row["status_id"],
            change=Change(**{name: row[name] for name in CHANGE}),
            made_by=row["made_by"],
            made_at=row["made_at"],
            answer=Answer(**{name: row[name] for name in Answer.__annotations__}) if row["verdict"] else None,
        )
        for row in connection.execute(wanted).mappings()
    ]


def settled(desk: Desk, branch_id: str, since: datetime) -> frozenset[tuple[str, str]]:
    """Change and customer of what this branch settled from `since` on."""
    inform = schema.inform
    with desk.reading() as connection:
        rows = connection.execute(
            select(inform.c.status_id, inform.c.customer_id).where(
                inform.c.branch_id == branch_id, inform.c.answered_at >= since
            )
        )
        return frozenset((row.status_id, row.customer_id) for row in rows)


def settle(desk: Desk, status_id: str, customer_id: str, result: str, happening: Happening) -> bool:
    """Write that somebody was told of a change or need not be; False: a colleague was faster."""
    inform, viewer = schema.inform, happening.viewer
    key = {"status_id": status_id, "customer_id": customer_id}
    with desk.writing() as connection:
        known_one = connection.execute(select(inform).filter_by(**key)).mappings().first()
        if known_one is not None:
            return (known_one["result"], known_one["staff_id"]) == (result, viewer.staff_id)
        now = desk.stamp()
        row = {**key, "result": result, "staff_id": viewer.staff_id, "branch_id": viewer.branch_id}
        connection.execute(insert(inform).values(**row, answered_at=now))
        append(connection, now, happening)
    return True
