"""The second person's part of every change that two people make."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from lobby.data.desk import Happening
from lobby.data.desk_two_people import Register
from lobby.domain import scope
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.two_people import Proposal, Verdict
from lobby.services import staff
from lobby.services.sources import Sources

Kind = TypeVar("Kind", bound=Proposal[Any])


@dataclass(frozen=True)
class People:
    """Who made a proposal and what became of it, by name and in the bank's own time."""

    made_by: str
    made_at: datetime
    verdict: Verdict | None
    answered_by: str
    answered_at: datetime | None
    note: str


def people(sources: Sources, proposal: Proposal[Any]) -> People:
    """The people of `proposal`."""
    names, given = staff.names_of_staff(sources), proposal.answer
    return People(
        made_by=names.get(proposal.made_by, proposal.made_by),
        made_at=sources.bank_time(proposal.made_at),
        verdict=given.verdict if given else None,
        answered_by=names.get(given.staff_id, given.staff_id) if given else "",
        answered_at=sources.bank_time(given.answered_at) if given else None,
        note=given.note if given else "",
    )


def answer(
    sources: Sources,
    register: Register[Kind],
    found: Kind,
    verdict: Verdict,
    note: str,
    happening: Happening,
    verdicts: Collection[Verdict],
) -> Kind:
    """Check, refuse (with a note) or withdraw `found` as far as `verdicts` let this person.

    AccessRefused says that another person is needed, or who was faster.
    """
    if found.answer is None and verdict not in verdicts:
        raise AccessRefused(
            "two_people_needed", "A change is checked by somebody else than its maker.", "Ask a colleague."
        )
    kept = scope.reason_as_kept(note) or ""
    if verdict == "refused" and not kept:
        raise EntryRefused("change_reason", "A change is refused with a reason.", "Write the reason.")
    is_own, stands = register.answer(sources.desk, found.number, verdict, kept, happening)
    if not is_own and stands.answer is not None:
        name = staff.names_of_staff(sources).get(stands.answer.staff_id, stands.answer.staff_id)
        raise AccessRefused("change_moved_on", "Somebody was faster.", "Look at the list again.", name=name)
    return stands
