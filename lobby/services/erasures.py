"""A customer who wants to be forgotten: marketing and profiling stop now, and the bank answers in time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from lobby.data import desk_erasures
from lobby.data.desk import Happening
from lobby.data.desk_consents import Said
from lobby.domain import scope
from lobby.domain.consent import Purpose
from lobby.domain.erasure import RANDOM_BYTES, Request, due_on, number_of
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.masking import mask_name
from lobby.domain.note import one_line
from lobby.domain.viewer import Language, Viewer
from lobby.services import consents
from lobby.services.outcomes import check_note
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait
from lobby.services.sources import Sources
from lobby.services.talk import spoken_language
from lobby.services.views import Visit
from lobby.services.visits import confirm

AT_MOST = 100
ANSWERED_AT_MOST = 20
STOPPED: tuple[Purpose, ...] = ("marketing", "profiling")


@dataclass(frozen=True)
class Receipt:
    """What the customer takes home: in `language`, masked; `kept` is what, how long and by which rule."""

    language: Language
    name_masked: str | None
    bank: str
    branch_name: str
    request: Request
    stops: tuple[str, ...]
    kept: tuple[tuple[str, str, str], ...]


@for_viewer
def forget(
    sources: Sources, viewer: Viewer, visit: Visit, request_id: str, now: datetime, language: Language
) -> Request:
    """Write the request and both refusals together; `request_id` is the caller's key."""
    confirm(sources, viewer, visit)
    today = now.date()
    refusals = [Said(purpose, "any", False, None, language, today) for purpose in STOPPED]
    return desk_erasures.receive(
        sources.desk,
        request_id,
        number_of(secrets.token_bytes(RANDOM_BYTES)),
        (today, due_on(today, sources.catalog.policy.erasure_days)),
        [(said, consents.happening(viewer, visit, said)) for said in refusals],
        Happening(viewer, "erasure", "received", visit.customer_id, visit.visit_id),
    )


@for_viewer
def receipt(sources: Sources, viewer: Viewer, visit: Visit, language: Language) -> Receipt | None:
    """The receipt of the customer's newest request, once it is in the audit; None without one."""
    confirm(sources, viewer, visit)
    found = desk_erasures.request_of_customer(sources.desk, visit.customer_id)
    if found is None:
        return None
    details = {"what": "receipt"}
    sources.desk.record(
        Happening(viewer, "show", customer_id=visit.customer_id, visit_id=visit.visit_id, details=details)
    )
    customer = read_portrait(sources, visit.customer_id)
    spoken, privacy = spoken_language(customer.language, language), sources.catalog.privacy
    return Receipt(
        language=spoken,
        name_masked=mask_name(customer.name, customer.kind),
        bank=sources.portraits.manifest.bank,
        branch_name=sources.branch_names().get(found.branch_id or "", ""),
        request=found,
        stops=tuple(stop[spoken] for stop in privacy.stops),
        kept=tuple((one.what[spoken], one.how_long[spoken], one.because[spoken]) for one in privacy.kept),
    )


@for_viewer
def has_open_request(sources: Sources, viewer: Viewer, visit: Visit) -> bool:
    """Did the customer ask to be forgotten, and was not answered yet?"""
    confirm(sources, viewer, visit)
    found = desk_erasures.request_of_customer(sources.desk, visit.customer_id)
    return found is not None and found.state == "received"


@for_viewer
def open_requests(sources: Sources, viewer: Viewer) -> tuple[Request, ...]:
    """What is to be answered, the soonest due first: a manager's own branch, head office and audit all."""
    return desk_erasures.open_requests(sources.desk, scope.own_branch(viewer), AT_MOST)


@for_viewer
def answered_requests(sources: Sources, viewer: Viewer) -> tuple[Request, ...]:
    """What was answered lately, and how: for those who see what is to be answered."""
    return desk_erasures.answered_requests(sources.desk, scope.own_branch(viewer), ANSWERED_AT_MOST)


@for_viewer
def answer(sources: Sources, viewer: Viewer, number: str, note: str) -> None:
    """Write that the bank has answered a request, with a line on how."""
    note = one_line(note)
    if not note:
        raise EntryRefused("note_needed", "Nobody wrote how it was answered.", "One sentence will do.")
    check_note(sources, note)
    found = next((one for one in open_requests(sources, viewer) if one.number == number), None)
    if found is None:
        raise AccessRefused("unknown_request", "There is no such open request.", "Look at the list again.")
    happening = Happening(viewer, "erasure", "answered", found.customer_id, details={"request": number})
    if not desk_erasures.answer(sources.desk, found, note, happening):
        raise AccessRefused("unknown_request", "There is no such open request.", "Look at the list again.")
