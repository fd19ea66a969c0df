"""Whom a branch may call: those who began something elsewhere, did not come, and let the bank call them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.evidence import unnamed
from lobby.domain.viewer import Viewer
from lobby.services.handoffs import Handoff, handoffs
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Hit, Reason

MOST = 30


@dataclass(frozen=True)
class Call:
    """One customer to call, masked: why, until when it makes sense, and the paper they are to bring."""

    customer: Hit
    why: Reason
    until: date
    missing_document: str | None


@dataclass(frozen=True)
class CallList:
    """The first calls, what expires first on top; `customers` is how many there are."""

    calls: tuple[Call, ...]
    customers: int


@for_viewer
def call_list(
    sources: Sources, viewer: Viewer, branch_id: str, now: datetime, reason: str | None = None
) -> CallList:
    """The manager's own branch, for head office any with a reason; audited before anybody of it is shown."""
    asked = {"asked": "call_list", "branch": branch_id}
    soonest: dict[str, Handoff] = {}
    for one in sorted(handoffs(sources, now, (branch_id,)), key=lambda one: (one.expires_on, one.handoff_id)):
        if one.may_call:
            soonest.setdefault(one.customer_id, one)
    shown = list(soonest.values())[:MOST]
    details, why = {**asked, "rows": len(shown)}, scope.reason_as_kept(reason)
    sources.desk.record(Happening(viewer, "branch", reason=why, details=details))
    known = {one.customer_id: one for one in hits(sources, [one.customer_id for one in shown], now)}
    return CallList(
        tuple(
            Call(known[one.customer_id], begun(sources, one), one.expires_on, one.missing_document)
            for one in shown
        ),
        len(soonest),
    )


def begun(sources: Sources, one: Handoff) -> Reason:
    """What they began, and when."""
    facts = {"happened_on": one.began_on, "due_on": one.expires_on, "product_code": one.product_code}
    return Reason(one.kind, unnamed(facts, sources.catalog))
