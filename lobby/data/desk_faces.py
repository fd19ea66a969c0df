"""Satisfaction faces in the desk store: one per visit and subject, the newest tap in place of the last."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_customer import face
from lobby.data.desk_writes import replace_version
from lobby.domain.faces import Aspect, Face


def tap(
    desk: Desk, subject: Aspect, score: int, product_code: str | None, on: date, happening: Happening
) -> None:
    """Write the face of this visit, in the place of an earlier one on the same subject."""
    viewer = happening.viewer
    key = {"visit_id": happening.visit_id, "subject": subject}
    told = {
        "score": score,
        "product_code": product_code,
        "customer_id": happening.customer_id,
        "staff_id": viewer.staff_id,
        "branch_id": viewer.branch_id,
        "answered_on": on,
    }
    with desk.writing() as connection:
        now = desk.stamp()
        kept = connection.execute(select(face).filter_by(**key)).mappings().first()
        if kept is not None and all(kept[name] == value for name, value in told.items()):
            return
        version = 0 if kept is None else kept["version"]
        replace_version(connection, face, key, version, told, {"answered_at": now})
        append(connection, now, happening)


def scores_in(desk: Desk, branch_id: str | None, since: date) -> dict[str, tuple[int, int]]:
    """Staff → how many faces customers of this branch tapped about the service, and their sum."""
    asked = (
        select(face.c.staff_id, func.count(), func.sum(face.c.score))
        .where(face.c.branch_id == branch_id, face.c.subject == "service", face.c.answered_on >= since)
        .group_by(face.c.staff_id)
    )
    with desk.reading() as connection:
        return {row[0]: (row[1], int(row[2])) for row in connection.execute(asked)}


def faces_of(desk: Desk, visit_id: str) -> tuple[Face, ...]:
    """What was tapped in this visit."""
    columns = [face.c[name] for name in Face.__annotations__]
    asked = select(*columns).filter_by(visit_id=visit_id).order_by(face.c.subject)
    with desk.reading() as connection:
        return tuple(Face(**row) for row in connection.execute(asked).mappings())
