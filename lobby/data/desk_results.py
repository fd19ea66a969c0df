"""What decisions offered and what talks came to, in a branch or everywhere: the desk's part of results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, distinct, func, select, true

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk
from lobby.data.desk_outcomes import read
from lobby.domain.outcomes import Outcome
from lobby.domain.results import Given, Offer

SEEN = ("open", "decision")


def first_offers(desk: Desk, since: date, branch_id: str | None) -> tuple[Given, ...]:
    """What the first decision from `since` on offered each customer, in a branch or anywhere (None)."""
    offer = schema.offer
    wanted = (offer.c.offered_on >= since) & within(offer, branch_id)
    first = (
        select(offer.c.customer_id, func.min(offer.c.made_at).label("made_at"))
        .where(wanted)
        .group_by(offer.c.customer_id)
        .subquery()
    )
    asked = (
        select(offer)
        .join(first, (offer.c.customer_id == first.c.customer_id) & (offer.c.made_at == first.c.made_at))
        .where(wanted)
        .order_by(offer.c.customer_id, offer.c.place)
    )
    with desk.reading() as connection:
        return tuple(given(row) for row in connection.execute(asked).mappings())


def given(row: Mapping[Any, Any]) -> Given:
    told = {name: row[name] for name in Offer.__annotations__ if name != "triggers"}
    offer = Offer(**told, triggers=tuple(row["triggers"]))
    return Given(row["customer_id"], row["branch_id"], row["offered_on"], offer)


def customers_seen(desk: Desk, since: datetime, branch_id: str | None) -> Mapping[str, int]:
    """How many customers were opened, and for how many something was decided, on the desk's clock."""
    audit = schema.audit
    asked = (
        select(audit.c.action, func.count(distinct(audit.c.customer_id)).label("customers"))
        .where(audit.c.action.in_(SEEN), audit.c.happened_at >= since, within(audit, branch_id))
        .group_by(audit.c.action)
    )
    with desk.reading() as connection:
        found = {row.action: row.customers for row in connection.execute(asked)}
    return {action: found.get(action, 0) for action in SEEN}


def product_talks(desk: Desk, since: datetime, branch_id: str | None) -> tuple[Outcome, ...]:
    """The talks about products from `since` on, on the bank's clock, that stand."""
    outcome = schema.outcome
    wanted = (outcome.c.subject_kind == "product") & (outcome.c.happened_at >= since)
    with desk.reading() as connection:
        found = read(connection, wanted & within(outcome, branch_id))
    return tuple(one for one in found if one.voided_by is None)


def token(desk: Desk) -> str:
    """Another one after every offer, talk and talk taken back."""
    counted = [select(func.count()).select_from(one) for one in COUNTED]
    with desk.reading() as connection:
        return ".".join(str(connection.scalar(one)) for one in counted)


COUNTED = (schema.offer, schema.outcome, schema.outcome_addition, schema.outcome_void)


def within(table: Table, branch_id: str | None) -> ColumnElement[bool]:
    return true() if branch_id is None else table.c.branch_id == branch_id
