"""Proposals that a second person checks, in the desk store: they and the one answer to each are only added.

The table itself refuses a check by who made the proposal. What was checked never changes, so the number of
answers, with the newest of them, names what a process has read: after a restore there may be as many others.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Select, Table, func, insert, select
from sqlalchemy.exc import IntegrityError

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_writes import append_once
from lobby.domain.errors import DeskError
from lobby.domain.two_people import Answer, Proposal, Verdict

ANSWER = tuple(field.name for field in fields(Answer))
Kind = TypeVar("Kind", bound=Proposal[Any])


@dataclass(frozen=True)
class Register(Generic[Kind]):
    """One kind of proposal: its table and that of the answers, both by its number, and what they hold."""

    made: Table
    given: Table
    content: type[Any]
    kind: type[Kind]

    @property
    def number(self) -> Column[Any]:
        """The proposal's number, the key of its table."""
        return next(iter(self.made.primary_key))

    def propose(self, desk: Desk, number: str, change: Any, happening: Happening) -> Kind:
        """Write a proposal and its audit row together; the same number and content is the same one."""
        values = {self.number.name: number, **vars(change), "made_by": happening.viewer.staff_id}
        with desk.writing() as connection:
            now = desk.stamp()
            written = append_once(connection, self.made, values, {"made_at": now})
            if written.came_of == "written":
                append(connection, now, happening)
            return self.require(connection, number)

    def answer(
        self, desk: Desk, number: str, verdict: Verdict, note: str, happening: Happening
    ) -> tuple[bool, Kind]:
        """Add the one answer to a proposal with its audit row: whether it is this person's, and what stands.

        A second tap on the answer one has just given is the same answer.
        """
        staff_id = happening.viewer.staff_id
        with desk.writing() as connection:
            stands = self.require(connection, number)
            if stands.answer is not None:
                return (stands.answer.verdict, stands.answer.staff_id) == (verdict, staff_id), stands
            now = desk.stamp()
            given = Answer(verdict, staff_id, now, note)
            self.add_answer(connection, number, stands.made_by, given)
            append(connection, now, happening)
        return True, replace(stands, answer=given)

    def add_answer(self, connection: Connection, number: str, made_by: str, given: Answer) -> None:
        """Put one row into the table of answers; DeskError where the table itself refuses it."""
        row = {self.number.name: number, "made_by": made_by, **vars(given)}
        try:
            connection.execute(insert(self.given).values(row))
        except IntegrityError as error:
            raise DeskError(
                "answer_refused", "The desk store does not take this answer.", "Ask a colleague to check it."
            ) from error

    def find(self, desk: Desk, number: str) -> Kind | None:
        with desk.reading() as connection:
            return next(iter(self.read(connection, self.asked().where(self.number == number))), None)

    def waiting(self, desk: Desk) -> tuple[Kind, ...]:
        """What waits for a check, the oldest first."""
        unanswered = self.asked().where(self.given.c.verdict.is_(None))
        with desk.reading() as connection:
            return tuple(self.read(connection, unanswered.order_by(self.made.c.made_at, self.number)))

    def answered(self, desk: Desk, at_most: int | None = None) -> tuple[Kind, ...]:
        """What was answered, the newest first."""
        given = self.given.c
        done = self.asked().where(given.verdict.is_not(None))
        newest = done.order_by(given.answered_at.desc(), self.number).limit(at_most)
        with desk.reading() as connection:
            return tuple(self.read(connection, newest))

    def count_made(self, desk: Desk) -> int:
        """How many proposals there are."""
        return counted(desk, self.made)

    def newest_answer(self, desk: Desk) -> tuple[Any, ...]:
        """What names all answers: how many there are, the newest one's time and number."""
        with desk.reading() as connection:
            found = connection.execute(self.newest).first()
            return (0,) if found is None else tuple(found)

    @cached_property
    def newest(self) -> Select[Any]:
        """Of all answers their number, and time and number of the newest one."""
        given = self.given.c
        order = (given.answered_at.desc(), given[self.number.name])
        asked = select(func.count().over(), given.answered_at, given[self.number.name])
        return asked.order_by(*order).limit(1)

    def asked(self) -> Select[Any]:
        columns = [self.given.c[name] for name in ANSWER]
        joined = self.made.outerjoin(self.given, self.given.c[self.number.name] == self.number)
        return select(self.made, *columns).select_from(joined)

    def require(self, connection: Connection, number: str) -> Kind:
        found = self.read(connection, self.asked().where(self.number == number))
        if not found:
            raise DeskError("unknown_change", "There is no such proposal.", "Look at the list again.")
        return found[0]

    def read(self, connection: Connection, wanted: Select[Any]) -> list[Kind]:
        return [
            self.kind(
                number=row[self.number.name],
                change=self.content(**{field.name: row[field.name] for field in fields(self.content)}),
                made_by=row["made_by"],
                made_at=row["made_at"],
                answer=Answer(**{name: row[name] for name in ANSWER}) if row["verdict"] else None,
            )
            for row in connection.execute(wanted).mappings()
        ]


def counted(desk: Desk, table: Table) -> int:
    with desk.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0
