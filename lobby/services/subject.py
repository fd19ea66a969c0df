"""A customer's own rights: everything the bank holds of them handed over, and what may go erased.

For the manager of the customer's branch and head office. Where somebody wrote the customer's request down at
a desk, another person carries it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from lobby.data import desk_audit_search, desk_erasures, desk_subject, permits, portrait_subject
from lobby.data.catalog_erasure import load_erasure
from lobby.data.desk import Happening
from lobby.data.desk_consents import Said
from lobby.domain import scope
from lobby.domain.as_json import Json, to_json
from lobby.domain.audit_search import Wanted
from lobby.domain.consent import Purpose
from lobby.domain.erasure import Erasure, emptied
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.sections import kinds_of_columns
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

STOPPED: tuple[Purpose, ...] = ("marketing", "profiling", "partner_data")
SAW_AT_MOST = 100_000
TOLD = ("happened_at", "staff_id", "role", "branch_id", "device", "action", "result", "reason")


@dataclass(frozen=True)
class Erased:
    """What went, in rows by table, and what is kept, why and since when."""

    customer_id: str
    gone: Mapping[str, int]
    restricted: tuple[Mapping[str, Any], ...]


@for_viewer
def export(sources: Sources, viewer: Viewer, customer_id: str) -> dict[str, Json]:
    """Everything held of a customer: portrait, rows, desk records, consents, who saw them; audited first."""
    admit(sources, viewer, customer_id)
    plan = load_erasure()
    portrait = portrait_subject.held(sources.portraits, customer_id)
    if customer_id in desk_subject.is_erased(sources.desk):
        portrait = left_of(plan, portrait)
    desk = desk_subject.held(sources.desk, plan, customer_id)
    desk.pop("audit_listed", None)
    saw = desk_audit_search.about(sources.desk, customer_id, Wanted(without_roles=risk_roles()), SAW_AT_MOST)
    desk["audit"] = [{name: row[name] for name in TOLD} for row in saw]
    told: dict[str, Json] = {
        "customer_id": customer_id,
        "portrait": as_json(portrait),
        "desk": as_json(desk),
    }
    counts = sum(len(rows) for held in (portrait, desk) for rows in held.values())
    details = {"what": "subject", "rows": counts, "sha256": sha256(repr(told).encode()).hexdigest()}
    sources.desk.record(Happening(viewer, "export", "ok", customer_id, details=details))
    return told


@for_viewer
def erase(sources: Sources, viewer: Viewer, customer_id: str, reason: str, now: datetime) -> Erased:
    """Erase marketing, derived and free-text data of a customer; what a law keeps is restricted.

    Done again after a later feed or talk it does the same again.
    """
    admit(sources, viewer, customer_id)
    kept = scope.reason_as_kept(reason)
    if kept is None:
        raise EntryRefused("reason_needed", "An erasure needs its reason.", "Name the customer's request.")
    found = desk_erasures.request_of_customer(sources.desk, customer_id)
    is_open = found is not None and found.state == "received"
    if found is not None and is_open and found.staff_id == viewer.staff_id:
        raise AccessRefused(
            "second_person", "Who took the request does not carry it out.", "Ask a colleague who may."
        )
    key = uuid4().hex
    visit_id = f"erasure-{key}"
    refusals = {
        f"{key}-{purpose}": (
            Said(purpose, "any", False, None, "zh_Hans", now.date()),
            Happening(viewer, "consent", "refused", customer_id, visit_id, details={"purpose": purpose}),
        )
        for purpose in STOPPED
    }
    happening = Happening(viewer, "erasure", "erased", customer_id, reason=kept)
    gone = desk_subject.erase(sources.desk, load_erasure(), refusals, kept, happening)
    if found is not None and is_open:
        answered = Happening(viewer, "erasure", "answered", customer_id, details={"request": found.number})
        desk_erasures.answer(sources.desk, found, kept, answered)
    return Erased(customer_id, gone, tuple(desk_subject.restrictions(sources.desk, customer_id)))


def admit(sources: Sources, viewer: Viewer, customer_id: str) -> None:
    """Refuse everybody but the manager of the customer's branch and head office, in the audit."""
    asked = scope.number_as_asked(customer_id)
    home = sources.portraits.one("customer_home", customer_id=asked) if asked else None
    branch_id = home["home_branch_id"] if home else None
    if scope.answers_subject(viewer, branch_id) and home is not None:
        permits.admit_customer(customer_id)
        return
    raise AccessRefused(
        "not_for_role",
        "This is for the manager of the customer's branch and head office.",
        "Ask one of them.",
    )


def risk_roles() -> tuple[str, ...]:
    """Whose looks a law forbids to tell the customer of."""
    return tuple(sorted(scope.RISK_ROLES))


def as_json(held: Mapping[str, list[dict[str, Any]]]) -> dict[str, Json]:
    return {name: [to_json(row) for row in rows] for name, rows in held.items()}


def left_of(plan: Erasure, portrait: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Of who was erased what the next build will leave."""
    left = {name: rows for name, rows in portrait.items() if name in plan.tables}
    left["portrait"] = [emptied(kinds_of_columns(), row, plan.columns) for row in left.get("portrait", [])]
    return left
