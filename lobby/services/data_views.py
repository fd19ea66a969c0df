"""What the data page and the audit search are given: what is served, what the checks found, who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class FeedCheck:
    """What one check of the feed found; `examples` are places as `file:row`, never personal data."""

    code: str
    severity: str
    table: str
    column: str | None
    count: int
    examples: tuple[str, ...]
    detail: str


@dataclass(frozen=True)
class Freshness:
    """What is being served and how old it is; `last_build` is published, stopped or failed.

    `is_blocked`: too old for the bank to show money of it.

    `minimums_in` is the catalogue's currency where it is not the feed's, else None.
    """

    version: str
    business_date: date
    built_at: datetime
    age_days: int
    is_stale: bool
    is_blocked: bool
    last_build: str | None
    last_build_code: str | None
    bank: str
    is_demo: bool
    clock: str
    consent_default: str
    counts: Mapping[str, int]
    count_customers: int
    count_set_aside: int
    not_supplied: tuple[str, ...]
    minimums_in: str | None = None

    @property
    def has_failed_build(self) -> bool:
        """Did the last build publish nothing?"""
        return self.last_build in ("stopped", "failed")


@dataclass(frozen=True)
class SetAside:
    """One row of the feed that was not loaded: why, where it stands, and its values without personal data."""

    table: str
    code: str
    column: str | None
    place: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class AuditLine:
    """One row of the audit: who did what with whom and why; never what was found or decided.

    `decision_id` is what `lobby explain` takes; `about` the list, field or part that was shown; `why` the
    code of the reason that a mask was lifted for.
    """

    sequence: int
    happened_at: datetime
    staff_id: str
    role: str
    branch_id: str | None
    device: str
    os_user: str | None
    action: str
    result: str
    customer_id: str | None
    reason: str | None
    decision_id: str | None
    about: str | None = None
    why: str | None = None
