"""Who is looking: every service takes the viewer from the first day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["lobby", "adviser", "teller", "manager", "head_office", "risk", "auditor"]
Machine = Literal["machine", "house"]  # what signs its messages, and this program by itself: no people
Stranger = Literal["stranger"]  # who was turned away at the door
Language = Literal["zh_Hans", "zh_Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh_Hans", "zh_Hant", "en")


@dataclass(frozen=True)
class Viewer:
    """A signed-in person on a device; `os_user` is set when the command line acts in the person's name."""

    staff_id: str
    name: str
    role: Role | Machine | Stranger
    branch_id: str | None
    qualifications: frozenset[str] = frozenset()
    device: str = "unknown"
    os_user: str | None = None
