"""What the list of leads is given: values and codes, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lobby.services.views import Reason


@dataclass(frozen=True)
class Lead:
    """One line of today's list: who (masked), why (code and values), due, owner, and who took it.

    `claim_version` is what taking it or giving it back must name.
    """

    customer_id: str
    name_masked: str | None
    segment_service: str
    reasons: tuple[Reason, ...]
    amount: Decimal | None
    due_on: date
    owner_staff_id: str | None
    owner_name: str | None
    urgency: Literal["overdue", "today", "week", "later"]
    taken_by: str | None = None
    taken_by_name: str | None = None
    may_give_back: bool = False
    claim_version: int = 0
