"""What decisions offered and what talks came to, in a branch or everywhere: the desk's part of results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import ColumnElement, String, Table, case, cast, func, select, true

from lobby.data import desk_schema as schema
from lobby.data.desk import Desk
from lobby.data.desk_line import line
from lobby.data.desk_outcomes import asked as of_outcomes
from lobby.domain.results import Given, Offer, Talk

SEEN = ("open", "decision")


def first_offers(
    desk: Desk, since: date, branch_id: str | None, until: date | None = None
) -> tuple[Given, ...]:
    """What the first decision from `since` to before `until` offered each customer, in a branch or anywhere.

    None: everywhere; without an end.
    """
    offer = schema.offer
    wanted = (offer.c.offered_on >= since) & within(offer, branch_id)
    if until is not None:
        wanted &= offer.c.offered_on < until
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
    """How many customers were opened, and for how many something was decided, on the desk's clock.

    Of the audit only what was added since the last look is read.
    """
    return seen_in(desk, line(desk), since, branch_id).more(desk)


class Seen:
    """The customers of each action up to an audit row; more are read on top of them."""

    def __init__(self, since: datetime, branch_id: str | None) -> None:
        self.wanted = schema.audit.c.action.in_(SEEN) & (schema.audit.c.happened_at >= since)
        self.wanted &= within(schema.audit, branch_id)
        self.upto = 0
        self.customers: dict[str, set[str]] = {action: set() for action in SEEN}
        self.lock = Lock()

    def more(self, desk: Desk) -> Mapping[str, int]:
        """Action → customers, with what was written meanwhile."""
        audit = schema.audit
        asked = select(audit.c.sequence, audit.c.action, audit.c.customer_id).where(self.wanted)
        with self.lock, desk.reading() as connection:
            for sequence, action, customer_id in connection.execute(
                asked.where(audit.c.sequence > self.upto)
            ):
                self.upto = max(self.upto, sequence)
                if customer_id is not None:
                    self.customers[action].add(customer_id)
            return {action: len(customers) for action, customers in self.customers.items()}


@lru_cache(maxsize=32)
def seen_in(desk: Desk, number: int, since: datetime, branch_id: str | None) -> Seen:
    """Nobody yet, of the line `number` of the desk store."""
    del number
    return Seen(since, branch_id)


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


@dataclass(frozen=True)
class Standing:
    """What names a state of the desk: its line, and how many offers, talks, additions and voids it holds.

    `offers` are those of the days before `until`, `later` those from it on.
    """

    line: int
    offers: int
    later: int
    talks: tuple[int, ...]


def standing(desk: Desk, until: date) -> Standing:
    """Another one after every offer, talk and talk taken back, and after a restore."""
    number = line(desk)
    before = schema.offer.c.offered_on < until
    with desk.reading() as connection:
        offers, later, *talks = (
            connection.scalar(select(func.count()).select_from(table).where(condition)) or 0
            for table, condition in (
                (schema.offer, before),
                (schema.offer, ~before),
                *((table, true()) for table in TALKS),
            )
        )
    return Standing(number, offers, later, tuple(talks))


TALKS = (schema.outcome, schema.outcome_addition, schema.outcome_void)


def within(table: Table, branch_id: str | None) -> ColumnElement[bool]:
    return true() if branch_id is None else table.c.branch_id == branch_id
