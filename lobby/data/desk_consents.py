"""Consents in the desk store: each grant and each refusal is a row of its own, with its audit row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from lobby.data.desk import Desk, Happening, append
from lobby.data.desk_schema_customer import consent_change as change
from lobby.data.desk_writes import append_once
from lobby.domain.consent import Channel, Purpose, Statement
from lobby.domain.viewer import Language


@dataclass(frozen=True)
class Said:
    """What the customer said: `wording` is the version that was shown, None for a refusal without one."""

    purpose: Purpose
    channel: Channel
    is_granted: bool
    wording: str | None
    language: Language
    said_on: date


def keep(desk: Desk, change_id: str, said: Said, happening: Happening) -> None:
    """Write what was said; `change_id` is the caller's key, `happening` names customer and visit."""
    with desk.writing() as connection:
        write(connection, desk, change_id, said, happening)


def write(connection: Connection, desk: Desk, change_id: str, said: Said, happening: Happening) -> None:
    """As `keep`, within a transaction of the caller's."""
    now, viewer = desk.stamp(), happening.viewer
    told = {
        "change_id": change_id,
        **vars(said),
        "customer_id": happening.customer_id,
        "visit_id": happening.visit_id,
        "staff_id": viewer.staff_id,
        "branch_id": viewer.branch_id,
        "device": viewer.device,
    }
    about = {"customer_id": happening.customer_id, "purpose": said.purpose, "channel": said.channel}
    versions = connection.scalar(select(func.count()).select_from(change).filter_by(**about)) or 0
    added = {"version": versions + 1, "changed_at": now}
    if append_once(connection, change, told, added).came_of == "written":
        append(connection, now, happening)


def consents_of(desk: Desk, customer_id: str) -> tuple[Statement, ...]:
    """The newest word of this customer at any desk, per purpose and channel."""
    asked = select(change).filter_by(customer_id=customer_id).order_by(change.c.version)
    with desk.reading(customer_id=customer_id) as connection:
        rows = connection.execute(asked).mappings()
        newest = {
            (row["purpose"], row["channel"]): Statement(
                row["purpose"], row["channel"], row["is_granted"], row["said_on"]
            )
            for row in rows
        }
    return tuple(newest.values())


def said_since(desk: Desk, first: datetime | None) -> tuple[Mapping[str, Any], ...]:
    """Every word of every customer written then or later, in the order it was written."""
    asked = select(change).order_by(change.c.changed_at, change.c.change_id)
    if first is not None:
        asked = asked.where(change.c.changed_at >= first)
    with desk.reading() as connection:
        return tuple(dict(row) for row in connection.execute(asked).mappings())


def newest_by_customer(desk: Desk) -> Mapping[str, tuple[Statement, ...]]:
    """Customer → the newest word at any desk per purpose and channel, of everybody who spoke at one."""
    newest: dict[str, dict[tuple[str, str], Statement]] = {}
    with desk.reading() as connection:
        for row in connection.execute(select(change).order_by(change.c.version)).mappings():
            said = Statement(row["purpose"], row["channel"], row["is_granted"], row["said_on"])
            newest.setdefault(row["customer_id"], {})[(said.purpose, said.channel)] = said
    return {customer_id: tuple(said.values()) for customer_id, said in newest.items()}


def token(desk: Desk) -> str:
    """Another text after every word that a customer gave at a desk."""
    with desk.reading() as connection:
        return str(connection.scalar(select(func.count()).select_from(change)))


def refused(desk: Desk, purposes: Iterable[Purpose]) -> Mapping[Purpose, frozenset[str]]:
    """Purpose → the customers whose newest word at a desk refuses it over every channel or in the branch."""
    asked = (
        select(change.c.customer_id, change.c.purpose, change.c.channel, change.c.is_granted)
        .where(change.c.purpose.in_(list(purposes)), change.c.channel.in_(("any", "branch")))
        .order_by(change.c.version)
    )
    with desk.reading() as connection:
        newest = {(row[0], row[1], row[2]): row[3] for row in connection.execute(asked)}
    found: dict[Purpose, set[str]] = {purpose: set() for purpose in purposes}
    for (customer_id, purpose, _), is_granted in newest.items():
        if not is_granted:
            found[purpose].add(customer_id)
    return {purpose: frozenset(customers) for purpose, customers in found.items()}
