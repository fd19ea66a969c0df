"""What one person proposes and another checks: a proposal, the one answer to it, and who may give which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

Verdict = Literal["checked", "refused", "withdrawn"]
Content = TypeVar("Content")


@dataclass(frozen=True)
class Answer:
    """What became of a proposal; only the maker withdraws it, only somebody else checks or refuses it."""

    verdict: Verdict
    staff_id: str
    answered_at: datetime
    note: str


@dataclass(frozen=True)
class Proposal(Generic[Content]):
    """A change as one person proposed it; without an `answer` it waits for a check."""

    number: str
    change: Content
    made_by: str
    made_at: datetime
    answer: Answer | None = None

    @property
    def checked_at(self) -> datetime | None:
        """When it was checked; None where it was not."""
        is_checked = self.answer is not None and self.answer.verdict == "checked"
        return self.answer.answered_at if self.answer is not None and is_checked else None


def open_to(proposal: Proposal[Content], staff_id: str) -> tuple[Verdict, ...]:
    """What this person, who may make such changes, may answer to it."""
    if proposal.answer is not None:
        return ()
    return ("withdrawn",) if proposal.made_by == staff_id else ("checked", "refused")
