"""Leads and promises handed to a named colleague, at noon or at the end of a shift: theirs once accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lobby.domain.viewer import Viewer

HandoverState = Literal["accepted", "returned", "withdrawn"]


@dataclass(frozen=True)
class HandoverAnswer:
    """What became of it, by whom and when (aware)."""

    state: HandoverState
    staff_id: str
    answered_at: datetime


@dataclass(frozen=True)
class Handover:
    """What one person wants to hand to another: customers with the lead's version, and outcomes promised.

    Nothing moves before the other accepts; `made_at` is aware.
    """

    handover_id: str
    branch_id: str
    from_staff_id: str
    to_staff_id: str
    leads: tuple[tuple[str, int], ...]
    promises: tuple[str, ...]
    made_at: datetime
    answer: HandoverAnswer | None = None


def answers(handover: Handover, viewer: Viewer) -> tuple[HandoverState, ...]:
    """What this person may make of it now."""
    if handover.answer is not None:
        return ()
    if viewer.staff_id == handover.to_staff_id:
        return ("accepted", "returned")
    return ("withdrawn",) if viewer.staff_id == handover.from_staff_id else ()
