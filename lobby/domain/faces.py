"""The satisfaction face: one tap of the customer on one subject, in the survey's own scores and aspects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Aspect = Literal["service", "product", "process", "campaign"]
ASPECTS: tuple[Aspect, ...] = ("service", "product", "process", "campaign")
SCORES = (1, 2, 3, 4, 5)  # very unhappy to very happy, as in the feed's survey


@dataclass(frozen=True)
class Face:
    """What a customer tapped in a visit, as one answered question of the feed's survey; `version` counts."""

    visit_id: str
    customer_id: str
    subject: Aspect
    score: int
    product_code: str | None
    answered_on: date
    version: int
