"""Asking the audit of ten million rows: each question goes along one index, and a page after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union_all

from lobby.data.desk import Desk
from lobby.data.desk_schema import audit
from lobby.data.desk_schema_audit import audit_listed
from lobby.domain.audit_search import Place, Seen, Wanted

NARROWEST_FIRST = ("customer_id", "staff_id", "device", "branch_id", "action")
NOT_SEEN = ("refused",)


def search(
    desk: Desk, wanted: Wanted, at_most: int, after: Place | None = None
) -> Sequence[Mapping[str, Any]]:
    """The newest rows that are wanted, older than the place where the page before ended."""
    asked = select(audit).where(*conditions(wanted))
    if after is not None:
        asked = asked.where(
            tuple_(audit.c.happened_at, audit.c.sequence)
            < tuple_(literal(after.happened_at, audit.c.happened_at.type), literal(after.sequence))
        )
    asked = asked.order_by(audit.c.happened_at.desc(), audit.c.sequence.desc()).limit(at_most)
    return rows_of(desk, asked)


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What must hold; only the narrowest column may lead the way, whatever the database guesses."""
    given = [name for name in NARROWEST_FIRST if getattr(wanted, name) is not None]
    found: list[ColumnElement[bool]] = [
        (audit.c[name] if place == 0 else audit.c[name] + literal("")) == getattr(wanted, name)
        for place, name in enumerate(given)
    ]
    if wanted.since is not None:
        found.append(audit.c.happened_at >= wanted.since)
    if wanted.until is not None:
        found.append(audit.c.happened_at < wanted.until)
    if wanted.without_roles:
        found.append(audit.c.role.not_in(wanted.without_roles))
    return found


def about(desk: Desk, customer_id: str, wanted: Wanted, at_most: int) -> Sequence[Mapping[str, Any]]:
    """The newest rows in which somebody saw this customer, alone or as one of a list."""
    alone = select(audit.c.sequence).where(
        audit.c.customer_id == customer_id, audit.c.action.not_in(NOT_SEEN)
    )
    listed = select(audit_listed.c.sequence).where(audit_listed.c.customer_id == customer_id)
    numbers = union_all(alone, listed).subquery()
    asked = select(audit).where(audit.c.sequence.in_(select(numbers.c.sequence)), *conditions(wanted))
    return rows_of(desk, asked.order_by(audit.c.happened_at.desc(), audit.c.sequence.desc()).limit(at_most))


def seen(desk: Desk, wanted: Wanted, at_most: int) -> tuple[Seen, ...]:
    """Every customer whom one person or one device saw, by customer number."""
    alone = select(audit.c.customer_id, audit.c.happened_at, literal(0).label("listed")).where(
        *conditions(wanted), audit.c.customer_id.is_not(None), audit.c.action.not_in(NOT_SEEN)
    )
    of_lists = (
        select(audit_listed.c.customer_id, audit.c.happened_at, literal(1).label("listed"))
        .join_from(audit, audit_listed, audit.c.sequence == audit_listed.c.sequence)
        .where(*conditions(wanted), or_(audit.c.action == "list", audit.c.action == "export"))
    )
    rows = union_all(alone, of_lists).subquery()
    at = rows.c.happened_at
    asked = (
        select(rows.c.customer_id, func.count(), func.sum(rows.c.listed), func.min(at), func.max(at))
        .group_by(rows.c.customer_id)
        .order_by(rows.c.customer_id)
        .limit(at_most)
    )
    with desk.reading() as connection:
        return tuple(Seen(*row) for row in connection.execute(asked))


def rows_of(desk: Desk, asked: Select[Any]) -> Sequence[Mapping[str, Any]]:
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]
