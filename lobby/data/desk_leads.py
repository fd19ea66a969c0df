"""Leads in the desk store: whose each is, changed only by who saw its last version, and every step of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, func, insert, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_branch import lead_claim
from lobby.data.desk_schema_leads import lead_step
from lobby.data.desk_writes import replace_version
from lobby.domain.leads import Claim, LeadStep

STEP_OF_OLD = {True: "given_back", False: "taken"}


@dataclass(frozen=True)
class Move:
    """A step that somebody asks for, on a lead as they last saw it, with its audit row."""

    customer_id: str
    expected_version: int
    step: LeadStep
    happening: Happening


def take_step(desk: Desk, branch_id: str, move: Move) -> Claim | None:
    """Write one step and its audit row; None when somebody was faster: see what stands."""
    with desk.writing() as connection:
        return write(connection, desk.stamp(), branch_id, move)


def take_steps(desk: Desk, branch_id: str, moves: Sequence[Move]) -> tuple[Claim | None, ...]:
    """Write several steps together, each for itself: None in the place of one that came too late."""
    with desk.writing() as connection:
        now = desk.stamp()
        return tuple(write(connection, now, branch_id, move) for move in moves)


def write(connection: Connection, now: datetime, branch_id: str, move: Move) -> Claim | None:
    """One step within a transaction of the caller's."""
    key = {"branch_id": branch_id, "customer_id": move.customer_id}
    owner = {"owner_staff_id": move.step.owner_staff_id}
    written = replace_version(connection, lead_claim, key, move.expected_version, owner, {"changed_at": now})
    if written.came_of == "outrun" or written.row is None:
        return None
    if written.came_of == "written":
        told = {**key, **vars(move.step), "staff_id": move.happening.viewer.staff_id, "happened_at": now}
        connection.execute(insert(lead_step).values(version=written.row["version"], **told))
        append(connection, now, move.happening)
    asked = claims().where(lead_claim.c.branch_id == branch_id)
    found = connection.execute(asked.where(lead_claim.c.customer_id == move.customer_id)).mappings().one()
    stands = claim_of(found)
    is_theirs = (stands.state, stands.until_on) == (move.step.state, move.step.until_on)
    return stands if is_theirs else None


def claims_in(desk: Desk, branch_id: str) -> Mapping[str, Claim]:
    """What stands of every lead on the list of a branch, by customer."""
    asked = claims().where(lead_claim.c.branch_id == branch_id)
    with desk.reading(branch_id) as connection:
        found = [claim_of(row) for row in connection.execute(asked).mappings()]
    return {claim.customer_id: claim for claim in found}


def claim_on(desk: Desk, branch_id: str, customer_id: str) -> Claim | None:
    """What stands of one lead, None where nobody ever took it."""
    asked = claims().where(lead_claim.c.branch_id == branch_id, lead_claim.c.customer_id == customer_id)
    with desk.reading(branch_id) as connection:
        return next((claim_of(row) for row in connection.execute(asked).mappings()), None)


def tokens(desk: Desk) -> Mapping[str, str]:
    """By branch another one after every change of its leads; none where nobody had one yet."""
    counted = select(lead_claim.c.branch_id, func.sum(lead_claim.c.version)).group_by(lead_claim.c.branch_id)
    with desk.reading() as connection:
        return {branch_id: str(version) for branch_id, version in connection.execute(counted)}


def claims() -> Select[tuple[object, ...]]:
    """Each lead with the step that its version was made by."""
    is_last = (
        (lead_step.c.branch_id == lead_claim.c.branch_id)
        & (lead_step.c.customer_id == lead_claim.c.customer_id)
        & (lead_step.c.version == lead_claim.c.version)
    )
    together = lead_claim.outerjoin(lead_step, is_last)
    return select(lead_claim, lead_step.c.state, lead_step.c.until_on).select_from(together)


def claim_of(row: RowMapping) -> Claim:
    """A lead as it stands; one of before its steps were kept was only taken or given back."""
    kept = {name: row[name] for name in Claim.__annotations__}
    kept["state"] = row["state"] or STEP_OF_OLD[row["owner_staff_id"] is None]
    return Claim(**kept)
