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


def last_moment(release: Release, policy: Policy) -> datetime:
    """Until when it waits for the second person; once released, until when it may leave."""
    if release.answer is None:
        return release.made_at + timedelta(minutes=policy.export_release_minutes)
    holds = timedelta(days=policy.export_standing_days) if release.change.is_standing else None
    return release.answer.answered_at + (holds or timedelta(minutes=policy.export_minutes))


def state(release: Release, is_taken: bool, at: datetime, policy: Policy) -> State:
    """Does it wait for the second person, or for who made it, or for nobody any more?

    `is_taken`: it was fetched, or what stood was withdrawn.
    """
    if is_taken or at >= last_moment(release, policy):
        return "over"
    if release.answer is None:
        return "waiting"
    return "released" if release.answer.verdict == "checked" else "over"
