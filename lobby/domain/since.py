"""What changed after last night's build: talks, consents, what is sold here now, a complaint, the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from lobby.domain.first_line import Waiting
from lobby.domain.levers import Lever
from lobby.domain.portrait import Contact, Portrait, Touch

SaleState = Literal["on_sale", "paused", "sold_out", "not_started"]
SALE_STATES: tuple[SaleState, ...] = ("on_sale", "paused", "sold_out", "not_started")
QuotaBand = Literal["ample", "tight", "none"]
QUOTA_BANDS: tuple[QuotaBand, ...] = ("ample", "tight", "none")


@dataclass(frozen=True)
class ProductStatus:
    """The state of a product in force since `effective_at` (bank-local); `branch_id` None: everywhere.

    `quota_left_band` None: without a quota; `rate_version` names the rate that holds.
    """

    state: SaleState
    effective_at: datetime
    quota_left_band: QuotaBand | None = None
    rate_version: str | None = None
    branch_id: str | None = None


@dataclass(frozen=True)
class Since:
    """Of one customer at one branch: talks at the desk, purpose → consent, product → status in force.

    `complained_on`: the last complaint at the desk; `has_complaint_today`: no offers for the rest of the day.
    `questions` are what the customer asked about at the desk, `waiting` is their place in today's queue.
    `kept_back` are the products of running campaigns in whose control group the customer is, `levers` are
    those that head office changed, of all customers.
    """

    contacts: tuple[Contact, ...] = ()
    consents: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    statuses: Mapping[str, ProductStatus] = field(default_factory=lambda: MappingProxyType({}))
    has_complaint_today: bool = False
    questions: tuple[Touch, ...] = ()
    complained_on: date | None = None
    waiting: Waiting | None = None
    kept_back: frozenset[str] = frozenset()
    levers: tuple[Lever, ...] = ()


UNCHANGED = Since()


def brought_up_to_date(portrait: Portrait, since: Since) -> Portrait:
    """The portrait with what changed since: the same value when nothing did."""
    if since == Since(statuses=since.statuses, waiting=since.waiting, levers=since.levers):
        return portrait
    changed: dict[str, Any] = {f"has_{purpose}_consent": given for purpose, given in since.consents.items()}
    fed_back = {contact["contact_id"] for contact in portrait.contacts}
    changed["contacts"] = [
        *portrait.contacts,
        *(contact for contact in since.contacts if contact["contact_id"] not in fed_back),
    ]
    changed["questions"] = [*portrait.questions, *since.questions]
    said_on = [day for day in (portrait.last_complaint_on, since.complained_on) if day is not None]
    changed["last_complaint_on"] = max(said_on, default=None)
    changed["has_open_complaint"] = portrait.has_open_complaint or since.has_complaint_today
    return replace(portrait, **changed)
