"""What decisions offered and what talks came to, in a branch or everywhere: the desk's part of results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, String, Table, case, cast, distinct, func, select, true

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk
from lobby.data.desk_outcomes import asked as of_outcomes
from lobby.domain.results import Given, Offer, Talk

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
        select(
            offer.c.customer_id,
            offer.c.branch_id,
            offer.c.offered_on,
            offer.c.product_code,
            offer.c.place,
            offer.c.is_control,
            offer.c.card,
            cast(offer.c.triggers, String),
            offer.c.segment,
        )
        .join(first, (offer.c.customer_id == first.c.customer_id) & (offer.c.made_at == first.c.made_at))
        .where(wanted)
        .order_by(offer.c.customer_id, offer.c.place)
    )
    with desk.reading() as connection:
        rows = connection.execute(asked).all()
    return tuple(Given(customer_id, branch, on, said(*told)) for customer_id, branch, on, *told in rows)


@lru_cache(maxsize=4096)
def said(product: str, place: int, is_control: bool, card: str | None, triggers: str, segment: str) -> Offer:
    """An offer of its columns: few different ones stand in very many rows."""
    return Offer(product, place, is_control, card, codes(triggers), segment)


@lru_cache(maxsize=4096)
def codes(text: str) -> tuple[str, ...]:
    """The codes of a list kept as JSON."""
    return tuple(json.loads(text))


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


def product_talks(desk: Desk, since: datetime, branch_id: str | None) -> tuple[Talk, ...]:
    """The talks about products from `since` on, on the bank's clock, that stand."""
    outcome, addition = schema.outcome, schema.outcome_addition
    wanted = (outcome.c.subject_kind == "product") & (outcome.c.happened_at >= since)
    stands = schema.outcome_void.c.outcome_id.is_(None)
    reasons = case((addition.c.version.is_(None), outcome.c.reasons), else_=addition.c.reasons)
    asked = of_outcomes(wanted & within(outcome, branch_id) & stands).with_only_columns(
        outcome.c.customer_id, outcome.c.subject_code, outcome.c.result, cast(reasons, String)
    )
    with desk.reading() as connection:
        rows = connection.execute(asked).all()
    return tuple(Talk(customer, product, result, codes(why)) for customer, product, result, why in rows)


def token(desk: Desk) -> str:
    """Another one after every offer, talk and talk taken back."""
    counted = [select(func.count()).select_from(one) for one in COUNTED]
    with desk.reading() as connection:
        return ".".join(str(connection.scalar(one)) for one in counted)


COUNTED = (schema.offer, schema.outcome, schema.outcome_addition, schema.outcome_void)


def within(table: Table, branch_id: str | None) -> ColumnElement[bool]:
    return true() if branch_id is None else table.c.branch_id == branch_id
