"""Lifting the mask from one field of one customer: with a reason, in the audit first, one row per field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from lobby.data.desk import Happening
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.masking import mask_id_number, mask_name, mask_phone
from lobby.domain.note import Fault, one_line
from lobby.domain.portrait import Portrait
from lobby.domain.revealing import OTHER, Field, Why
from lobby.domain.suitability import age_on
from lobby.domain.viewer import Viewer
from lobby.services import outcomes
from lobby.services.people import age_band
from lobby.services.permission import for_viewer, revealable
from lobby.services.portraits import read_portrait, seen_by
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm


@for_viewer
def reveal(
    sources: Sources, viewer: Viewer, visit: Visit, field: Field, why: Why, note: str = ""
) -> str | None:
    """One field whole, None where the bank has none; `amounts` gives None: show them exactly.

    `note` says why in the person's own words, and must where `why` is `other`.
    """
    confirm(sources, viewer, visit)
    if field not in revealable(viewer):
        raise AccessRefused("not_for_role", "This is masked for this role.", "Ask a colleague of the branch.")
    note = one_line(note)
    check_why(sources, why, note)
    details = {"field": field, "why": why}
    happening = Happening(
        viewer,
        "reveal",
        customer_id=visit.customer_id,
        visit_id=visit.visit_id,
        reason=note or None,
        details=details,
    )
    sources.desk.record(happening)
    if field == "amounts":
        return None
    value = getattr(seen_by(viewer, read_portrait(sources, visit.customer_id)), field)
    return None if value is None else str(value)


def fault_of(sources: Sources, why: Why, note: str) -> Fault | Literal["note_short"] | None:
    """What must be changed in own words that say why, None when they may be kept."""
    is_short = why == OTHER and len(one_line(note)) < sources.catalog.policy.reveal_note_length
    return "note_short" if is_short else outcomes.fault_of(sources, note)


def check_why(sources: Sources, why: Why, note: str) -> None:
    """Refuse own words that say too little, or hold what no note may."""
    fault, policy = fault_of(sources, why, note), sources.catalog.policy
    if fault is not None:
        raise EntryRefused(
            fault,
            "The reason cannot be kept as it is.",
            "Change it and press again.",
            most=policy.note_length,
            fewest=policy.reveal_note_length,
        )


def masked(viewer: Viewer, portrait: Portrait, today: date) -> Mapping[Field, str]:
    """What this viewer may lift the mask from, each as it stands masked; the age in a band, amounts as ""."""
    forms: dict[Field, str | None] = {
        "amounts": "",
        "name": mask_name(portrait.name, portrait.kind),
        "phone": mask_phone(portrait.phone),
        "id_number_last4": mask_id_number(portrait.id_number_last4),
        "birth_date": age_band(age_on(portrait.birth_date, today)),
    }
    return {field: form for field in revealable(viewer) if (form := forms[field]) is not None}
