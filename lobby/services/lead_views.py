"""What the list of leads is given: values and codes, masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lobby.domain.leads import WAITING, LeadSource, LeadStatus
from lobby.services.views import Reason

Urgency = Literal["overdue", "today", "week", "later"]
Owned = Literal["mine", "others", "nobody"]


@dataclass(frozen=True)
class Elsewhere:
    """The branch that has a lead of this one, by name, and who accepted it there; None: nobody yet."""

    branch_name: str
    taker_name: str | None


@dataclass(frozen=True)
class Lead:
    """One line of today's list: who (masked), why (code and values), due, keeper, and who took it.

    `sources` are where the reasons come from, the one due first first; any one of `speakers` may talk about
    that. `claim_version` is what every step must name. `escalated`: how often, 0 to 3.
    """

    customer_id: str
    name_masked: str | None
    segment_service: str
    reasons: tuple[Reason, ...]
    amount: Decimal | None
    due_on: date
    owner_staff_id: str | None
    owner_name: str | None
    urgency: Urgency
    taken_by: str | None = None
    taken_by_name: str | None = None
    may_give_back: bool = False
    claim_version: int = 0
    sources: tuple[LeadSource, ...] = ()
    speakers: tuple[str, ...] = ("any",)
    status: LeadStatus = "new"
    until_on: date | None = None
    escalated: int = 0
    elsewhere: Elsewhere | None = None

    @property
    def is_waiting(self) -> bool:
        """Is there still something to do about it today?"""
        return self.status in WAITING


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; None: everything. Without a `status` what waits is meant."""

    urgency: Urgency | None = None
    source: LeadSource | None = None
    owned: Owned | None = None
    status: LeadStatus | None = None


def narrowed(leads: Iterable[Lead], wanted: Wanted, staff_id: str) -> tuple[Lead, ...]:
    """The leads that are wanted, in their order; `staff_id` is who asks."""
    return tuple(
        one
        for one in leads
        if (one.is_waiting if wanted.status is None else one.status == wanted.status)
        and wanted.urgency in (None, one.urgency)
        and (wanted.source is None or wanted.source in one.sources)
        and wanted.owned in (None, owned(one, staff_id))
    )


def owned(lead: Lead, staff_id: str) -> Owned:
    """Whose it is, seen by who asks."""
    if lead.taken_by is None:
        return "nobody"
    return "mine" if lead.taken_by == staff_id else "others"
