"""A sign-in on a device: how long it holds, and when too many failed ones lock the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

End = Literal["idle", "long", "clock", "signed_out", "ended", "left", "changed", "other_device"]
CLOCK_STEP = timedelta(minutes=1)  # servers of one desk store may differ by so much


@dataclass(frozen=True)
class Session:
    """What a browser's cookie stands for; `staff_id` is None until somebody has signed in.

    `rights` are the role, branch and qualifications the person signed in with; `shown_at` is when a first
    page was made for that person. Times are aware.
    """

    session_id: str
    began_at: datetime
    touched_at: datetime
    device: str | None = None
    staff_id: str | None = None
    rights: Mapping[str, object] = field(default_factory=dict)
    shown_at: datetime | None = None
    ended_at: datetime | None = None
    ended_why: str | None = None


@dataclass(frozen=True)
class Life:
    """How long a session lasts: without a touch, and at all."""

    idle: timedelta
    most: timedelta


def end_of(session: Session, now: datetime, life: Life) -> End | None:
    """Why the session is over by `now`, None while it stands; without a person there is nothing to be idle.

    A touch yet to come was made before the clock was set back: nobody's time is made longer by that.
    """
    if session.touched_at > now + CLOCK_STEP:
        return "clock"
    if now - session.began_at >= life.most:
        return "long"
    if session.staff_id is not None and now - session.touched_at >= life.idle:
        return "idle"
    return None


@dataclass(frozen=True)
class Provider:
    """An identity provider, what this server is to it, and the address to which it sends people back."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    address: str


@dataclass(frozen=True)
class Lock:
    """After `most` failures within `span` nobody gets in for `span`."""

    most: int
    span: timedelta


def locked_until(failures: Sequence[datetime], now: datetime, lock: Lock) -> datetime | None:
    """Until when it is locked after these failures, in any order; None where it is open."""
    last = sorted(failures, reverse=True)[: lock.most]
    if len(last) < lock.most or last[0] - last[-1] > lock.span:
        return None
    until = last[0] + lock.span
    return until if now < until else None
