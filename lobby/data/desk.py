"""The desk store: what people do with Lobby; every write is on disk before it is acknowledged.

A write that fails raises DeskError, and whoever asked must then show nothing. The desk stamps what it
writes with its own clock in UTC, because the bank's "today" may be frozen to the business date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from lobby.data import desk_audit, permits
from lobby.data import desk_schema as schema
from lobby.data.desk_engine import Store, reader_of, store_of, writer_of
from lobby.data.desk_faults import faults
from lobby.data.desk_opening import BUSY_SECONDS, open_engine
from lobby.domain.errors import DeskError
from lobby.domain.viewer import Viewer

Action = Literal[
    "open", "decision", "reveal", "rows", "export", "search", "refused", "sign_in", "sign_out", "audit",
    "set_aside", "list", "risk", "part", "scenario", "lesson", "report", "handled", "explain", "results",
    "alert", "lead", "lever", "duty", "handover", "bulletin",
    "outcome", "outcome_added", "outcome_void", "draft", "closed", "referral",
    "show", "consent", "erasure", "face", "continue",
    "segment", "campaign", "branch", "team", "product_status", "inform", "lead_taken", "lead_given_back",
    "arrival", "arrival_step", "arrival_taken", "arrival_given_back", "complaint", "complaint_answered",
]  # fmt: skip
Clock = Callable[[], datetime]
STAFF_COLUMNS = [column for column in schema.staff.c if column.name != "added_at"]


@dataclass(frozen=True)
class Happening:
    """What a viewer does, before it is done; `details` holds codes and counts, never personal data."""

    viewer: Viewer
    action: Action
    result: str = "ok"
    customer_id: str | None = None
    visit_id: str | None = None
    reason: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Limit:
    """At most `count` openings (or searches) within `window`, per person and device."""

    count: int
    window: timedelta


@dataclass(frozen=True)
class Opening:
    """One opening of one customer; `opened_at` is aware, in UTC. `arrival_id`: they were in the branch."""

    visit_id: str
    staff_id: str
    device: str
    customer_id: str
    opened_at: datetime
    arrival_id: str | None = None


@dataclass(frozen=True)
class StaffMember:
    """Somebody who may sign in; `qualifications` as in the feed's staff table."""

    staff_id: str
    name: str
    role: str
    branch_id: str | None
    qualifications: tuple[str, ...] = ()
    login: str | None = None
    is_active: bool = True


def open_desk(home: Path, clock: Clock, busy_seconds: float = BUSY_SECONDS, url: str | None = None) -> Desk:
    """The desk store in `home`, or in the database `url`, made or brought to the newest schema.

    `clock` gives aware times.
    """
    return Desk(open_engine(home, clock, url, busy_seconds), clock)


class Desk:
    """The open desk store; safe to share between threads, each call is a transaction of its own."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._writer = writer_of(engine)
        self._reader = reader_of(engine)
        self._clock = clock
        self.before_writing: Callable[[], None] | None = None

    @property
    def store(self) -> Store:
        """The kind of its database."""
        return store_of(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def stamp(self) -> datetime:
        """What the desk stamps a write with."""
        return self._clock()

    @contextmanager
    def writing(self, *, is_shipping: bool = False) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first moment; on disk when the block ends.

        What must hold before anything is written is asked first, but for what sends the audit outside.
        """
        permits.require()
        if self.before_writing is not None and not is_shipping:
            self.before_writing()
        with faults(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self, branch_id: str | None = None, customer_id: str | None = None) -> Iterator[Connection]:
        """A transaction that sees one moment of the whole desk; named is whose rows are to be read in it."""
        permits.require_branch(branch_id)
        permits.require_customer(customer_id)
        with faults(), self._reader.connect() as connection:
            yield connection

    def record(self, happening: Happening, limits: Sequence[Limit] = ()) -> Limit | None:
        """Write one audit row; or, beyond a limit of such rows, write `refused` instead and say which."""
        with self.writing() as connection:
            now = self._clock()
            counted = count_audited(connection, happening)
            passed = next((limit for limit in limits if counted(now - limit.window) >= limit.count), None)
            append(connection, now, happening if passed is None else refusal(happening, passed))
            return passed

    def open_visit(
        self, visit_id: str, happening: Happening, limits: Sequence[Limit], arrival_id: str | None = None
    ) -> Opening | Limit:
        """Write the visit and its audit row together; or, beyond a limit, `refused` alone and say which.

        A visit of somebody who came into the branch is neither limited nor counted.
        """
        if happening.customer_id is None:
            raise ValueError("an opening names its customer")
        with self.writing() as connection:
            now = self._clock()
            counted = count_opened(connection, happening.viewer)
            passed = next((limit for limit in limits if counted(now - limit.window) >= limit.count), None)
            if passed is not None and arrival_id is None:
                append(connection, now, refusal(happening, passed))
                return passed
            viewer = happening.viewer
            opening = Opening(
                visit_id, viewer.staff_id, viewer.device, happening.customer_id, now, arrival_id
            )
            connection.execute(insert(schema.visit).values(**vars(opening)))
            append(connection, now, happening, visit_id)
            return opening

    def opening(self, visit_id: str) -> Opening | None:
        with self.reading() as connection:
            found = connection.execute(select(schema.visit).where(schema.visit.c.visit_id == visit_id))
            return next((Opening(**row) for row in found.mappings()), None)

    def openings(self, viewer: Viewer, within: timedelta, at_most: int) -> tuple[Opening, ...]:
        """The person's own last openings on this device, newest first."""
        visit = schema.visit
        asked = (
            select(visit)
            .where(visit.c.staff_id == viewer.staff_id, visit.c.device == viewer.device)
            .where(visit.c.opened_at > self._clock() - within)
            .order_by(visit.c.opened_at.desc(), visit.c.visit_id)
            .limit(at_most)
        )
        with self.reading() as connection:
            return tuple(Opening(**row) for row in connection.execute(asked).mappings())

    def audited(self, at_most: int, **equal_to: str) -> tuple[Mapping[str, Any], ...]:
        """The newest audit rows whose columns equal what is given."""
        audit = schema.audit
        told = [column for column in audit.c if column.name != "hash"]
        asked = select(*told).order_by(audit.c.sequence.desc()).limit(at_most)
        for column, value in equal_to.items():
            asked = asked.where(audit.c[column] == value)
        with self.reading() as connection:
            return tuple(dict(row) for row in connection.execute(asked).mappings())

    def add_staff(self, member: StaffMember) -> None:
        """Add somebody, or replace what was known of the same staff number."""
        values = {**vars(member), "qualifications": list(member.qualifications), "added_at": self._clock()}
        with self.writing() as connection:
            connection.execute(delete(schema.staff).where(schema.staff.c.staff_id == member.staff_id))
            try:
                connection.execute(insert(schema.staff).values(values))
            except IntegrityError as error:
                raise DeskError(
                    "login_taken",
                    "Another staff member already signs in with this login.",
                    "Give each person a login of their own.",
                    staff_id=member.staff_id,
                ) from error

    def staff(self) -> tuple[StaffMember, ...]:
        """Everybody added at the desk, by staff number."""
        with self.reading() as connection:
            rows = connection.execute(select(*STAFF_COLUMNS).order_by(schema.staff.c.staff_id)).mappings()
            return tuple(staff_member(row) for row in rows)

    def staff_member(self, staff_id: str) -> StaffMember | None:
        """The one added or blocked at the desk under this number."""
        asked = select(*STAFF_COLUMNS).where(schema.staff.c.staff_id == staff_id)
        with self.reading() as connection:
            return next((staff_member(row) for row in connection.execute(asked).mappings()), None)

    def language(self, staff_id: str) -> str | None:
        preference = schema.preference
        with self.reading() as connection:
            return connection.scalar(select(preference.c.language).where(preference.c.staff_id == staff_id))

    def choose_language(self, staff_id: str, language: str) -> None:
        preference = schema.preference
        with self.writing() as connection:
            connection.execute(delete(preference).where(preference.c.staff_id == staff_id))
            connection.execute(insert(preference).values(staff_id=staff_id, language=language))


def staff_member(row: RowMapping) -> StaffMember:
    return StaffMember(**{**row, "qualifications": tuple(row["qualifications"])})


def append(connection: Connection, now: datetime, happening: Happening, visit_id: str | None = None) -> None:
    viewer = happening.viewer
    desk_audit.write(
        connection,
        {
            "happened_at": now,
            "staff_id": viewer.staff_id,
            "role": viewer.role,
            "branch_id": viewer.branch_id,
            "device": viewer.device,
            "os_user": viewer.os_user,
            "action": happening.action,
            "result": happening.result,
            "customer_id": happening.customer_id,
            "visit_id": visit_id or happening.visit_id,
            "reason": happening.reason,
            "details": dict(happening.details),
        },
    )


def refusal(happening: Happening, passed: Limit) -> Happening:
    minutes = int(passed.window.total_seconds() // 60)
    details = {"asked": happening.action, "limit": passed.count, "minutes": minutes}
    return replace(happening, action="refused", result="limit", details=details)


def count_opened(connection: Connection, viewer: Viewer) -> Callable[[datetime], int]:
    visit = schema.visit
    mine = select(func.count()).where(
        visit.c.staff_id == viewer.staff_id, visit.c.device == viewer.device, visit.c.arrival_id.is_(None)
    )
    return lambda since: connection.scalar(mine.where(visit.c.opened_at > since)) or 0


def count_audited(connection: Connection, happening: Happening) -> Callable[[datetime], int]:
    audit = schema.audit
    alike = select(func.count()).where(
        audit.c.staff_id == happening.viewer.staff_id,
        audit.c.device == happening.viewer.device,
        audit.c.action == happening.action,
    )
    return lambda since: connection.scalar(alike.where(audit.c.happened_at > since)) or 0
