"""A file of many customers: what is in it, how it leaves by two people, and how long it waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from lobby.domain.policy import Policy
from lobby.domain.two_people import Proposal

What = Literal["leads", "handoffs", "desk_word"]
State = Literal["waiting", "released", "over"]


@dataclass(frozen=True)
class Export:
    """One file: `sha256` is that of its content, which is what the second person releases.

    `branch_id` None: of the whole bank. `is_standing`: no one content, but what the same command writes to
    the place `name` again and again.
    """

    what: What
    name: str
    rows: int
    sha256: str
    branch_id: str | None
    device: str
    is_standing: bool = False


Release: TypeAlias = Proposal[Export]


def state(release: Release, is_taken: bool, at: datetime, policy: Policy) -> State:
    """Does it wait for the second person, or for who made it, or for nobody any more?"""
    answer, made = release.answer, release.change
    if answer is None:
        until = release.made_at + timedelta(minutes=policy.export_release_minutes)
        return "waiting" if at < until else "over"
    if answer.verdict != "checked" or is_taken:
        return "over"
    holds = timedelta(days=policy.export_standing_days) if made.is_standing else None
    until = answer.answered_at + (holds or timedelta(minutes=policy.export_minutes))
    return "released" if at < until else "over"
