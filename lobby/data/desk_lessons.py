"""The lessons in the desk store: each tick and each taking back is a row of its own, with its audit row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk, Happening, append
from lobby.domain.teaching import Item, Lesson


def teach(desk: Desk, item: Item, is_taught: bool, happening: Happening) -> Lesson:
    """Write that `item` was taught, or was not after all; what stands already is not written again."""
    if happening.customer_id is None:
        raise ValueError("a lesson names its customer")
    lesson, viewer = schema.lesson, happening.viewer
    own = select(lesson).where(lesson.c.customer_id == happening.customer_id, lesson.c.item == item)
    with desk.writing() as connection:
        stands = next(iter(standing(connection, own)), None)
        if stands is not None and stands.is_taught == is_taught:
            return stands
        now = desk.stamp()
        written = Lesson(
            customer_id=happening.customer_id,
            item=item,
            version=1 if stands is None else stands.version + 1,
            is_taught=is_taught,
            staff_id=viewer.staff_id,
            branch_id=viewer.branch_id,
            taught_at=now,
        )
        connection.execute(insert(lesson).values(visit_id=happening.visit_id, **vars(written)))
        append(connection, now, happening)
        return written


def lessons_of(desk: Desk, customer_id: str) -> tuple[Lesson, ...]:
    """What stands for this customer, item by item."""
    with desk.reading(customer_id=customer_id) as connection:
        return standing(connection, select(schema.lesson).where(schema.lesson.c.customer_id == customer_id))


def lessons_in(desk: Desk, branch_id: str, since: datetime) -> tuple[Lesson, ...]:
    """What stands of the customers to whom this branch taught something from `since` on."""
    lesson = schema.lesson
    pupils = select(lesson.c.customer_id).where(lesson.c.branch_id == branch_id, lesson.c.taught_at >= since)
    with desk.reading(branch_id) as connection:
        return standing(connection, select(lesson).where(lesson.c.customer_id.in_(pupils)))


def standing(connection: Connection, asked: Select[Any]) -> tuple[Lesson, ...]:
    """The newest version of each item among the rows that `asked` finds."""
    rows = connection.execute(asked.order_by(schema.lesson.c.version)).mappings()
    return newest(Lesson(**{name: row[name] for name in Lesson.__annotations__}) for row in rows)


def newest(lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Of rows in the order of their versions, the last of each customer and item."""
    return tuple({(lesson.customer_id, lesson.item): lesson for lesson in lessons}.values())
