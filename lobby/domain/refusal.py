"""Why a product is held back: one code, its values, and whether the lobby may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["on_sale", "eligible", "suitable", "staff", "allowed", "not_tired", "ranked"]
STAGES: tuple[Stage, ...] = ("on_sale", "eligible", "suitable", "staff", "allowed", "not_tired", "ranked")
NEUTRAL = "not_offered_now"


@dataclass(frozen=True)
class Refusal:
    """A reason code and its values; a hidden one is for the audit, the lobby hears `not_offered_now`."""

    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    hidden: bool = False
