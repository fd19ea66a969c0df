"""Leads taken and given back, in the desk store: one row a lead, changed only by who saw its last version."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import RowMapping, func, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_branch import lead_claim
from lobby.data.desk_writes import Row, replace_version
from lobby.domain.leads import Claim


def change_owner(
    desk: Desk,
    key: Mapping[str, str],
    owner_staff_id: str | None,
    expected_version: int,
    happening: Happening,
) -> Claim | None:
    """Write whose a lead is, and the audit row with it; None when somebody was faster: see what stands."""
    with desk.writing() as connection:
        now = desk.stamp()
        written = replace_version(
            connection, lead_claim, key, expected_version,
            {"owner_staff_id": owner_staff_id}, {"changed_at": now},
        )  # fmt: skip
        if written.came_of == "written":
            append(connection, now, happening)
        return None if written.came_of == "outrun" or written.row is None else claim_of(written.row)


def claims_in(desk: Desk, branch_id: str) -> Mapping[str, Claim]:
    """Every claim on the list of a branch, by customer."""
    asked = select(lead_claim).where(lead_claim.c.branch_id == branch_id)
    with desk.reading() as connection:
        claims = [claim_of(row) for row in connection.execute(asked).mappings()]
    return {claim.customer_id: claim for claim in claims}


def claim_on(desk: Desk, branch_id: str, customer_id: str) -> Claim | None:
    """What stands of one lead, None where nobody ever took it."""
    asked = select(lead_claim).filter_by(branch_id=branch_id, customer_id=customer_id)
    with desk.reading() as connection:
        return next((claim_of(row) for row in connection.execute(asked).mappings()), None)


def token(desk: Desk) -> str:
    """Another one after every change."""
    with desk.reading() as connection:
        return str(connection.scalar(select(func.sum(lead_claim.c.version))) or 0)


def claim_of(row: Row | RowMapping) -> Claim:
    return Claim(**{name: row[name] for name in Claim.__annotations__})
