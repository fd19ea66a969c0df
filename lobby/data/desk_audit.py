"""The audit in the desk store: each row linked to the one before, by the one writer at a time.

A row about a list names the customers in its details, where the chain covers them; beside it they are kept
once more, to be found by.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select

from lobby.data.desk_schema import audit
from lobby.data.desk_schema_audit import audit_checkpoint, audit_listed
from lobby.domain.audit_chain import Head, link

LAST = select(audit.c.sequence, audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)
PRUNED = (
    select(audit_checkpoint.c.through_sequence, audit_checkpoint.c.hash)
    .where(audit_checkpoint.c.kind == "pruned")
    .order_by(audit_checkpoint.c.through_sequence.desc())
    .limit(1)
)
WRITE = insert(audit)


def write(connection: Connection, values: dict[str, Any]) -> None:
    """Append one row, inside a transaction that holds the write lock; `values` are all but what links it."""
    before = head_of(connection)
    details = json.loads(json.dumps(values["details"]))
    row = {**values, "details": details, "sequence": before.sequence + 1}
    connection.execute(WRITE, {**row, "hash": link(before.hash, row)})
    listed = [{"customer_id": one, "sequence": row["sequence"]} for one in details.get("customers", ())]
    if listed:
        connection.execute(insert(audit_listed), listed)


def head_of(connection: Connection) -> Head:
    """The last row of the chain; where every row was pruned, the one the checkpoint kept."""
    last = connection.execute(LAST).first() or connection.execute(PRUNED).first()
    return Head() if last is None else Head(*last)
