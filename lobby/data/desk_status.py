"""What is sold where and when, in the desk store: changes that a second person checks, and who was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy import insert, select

from lobby.data import desk_schema_branch as schema
from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_two_people import Register
from lobby.domain.sale import Change, Ledger, Proposal, all_in_force, count_held, ledger
from lobby.domain.since import ProductStatus

CHANGES = Register(schema.product_status, schema.product_status_answer, Change, Proposal)


def statuses(desk: Desk, branch_id: str | None, at: datetime) -> Mapping[str, ProductStatus]:
    """What holds at this branch (None: what holds everywhere) at `at`, on the desk's clock, by product."""
    return all_in_force(known(desk), branch_id, at)


def token(desk: Desk, at: datetime) -> str:
    """Another text whenever a change was proposed, answered or came into force by `at`."""
    held = known(desk)
    return f"{CHANGES.count_made(desk)}-{sum(map(len, held.values()))}-{count_held(held, at)}"


def known(desk: Desk) -> Ledger:
    """Every checked change, read anew once there are other answers."""
    return checked(desk, CHANGES.newest_answer(desk))


@lru_cache(maxsize=2)
def checked(desk: Desk, newest: tuple[object, ...]) -> Ledger:
    """The checked changes of `desk` while `newest` is its newest answer."""
    del newest
    return ledger(CHANGES.answered(desk))


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
