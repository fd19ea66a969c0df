"""Going on by phone: an opaque reference in a QR code, which the bank's mobile channel redeems once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

import segno

from lobby.data import desk_continuations
from lobby.data.desk import Happening
from lobby.domain.continuing import RANDOM_BYTES, Continuation, Subject, mark_of
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

PIXELS, QUIET = 8, 4  # of one module, and of modules around the code


@dataclass(frozen=True)
class Link:
    """What a QR code says: an address with a reference in it, good once and until `expires_at`."""

    address: str
    expires_at: datetime

    @property
    def image(self) -> bytes:
        """The QR code as a PNG, dark on light in every theme."""
        drawn = BytesIO()
        segno.make(self.address, error="m", micro=False).save(drawn, kind="png", scale=PIXELS, border=QUIET)
        return drawn.getvalue()


def can_continue(sources: Sources) -> bool:
    """Does this installation know where a phone goes on?"""
    return bool(sources.settings.continue_url)


@for_viewer
def start(sources: Sources, viewer: Viewer, visit: Visit, subject: Subject) -> Link | None:
    """A link for the customer opened in `visit`, once it is written; None where no address is set.

    Nothing of the customer is in it: what it stands for is known to the desk store alone.
    """
    confirm(sources, viewer, visit)
    if not can_continue(sources):
        return None
    reference = secrets.token_urlsafe(RANDOM_BYTES)
    expires_at = sources.clock() + timedelta(minutes=sources.catalog.policy.continuation_minutes)
    details = {"what": f"{subject.kind}:{subject.code}"}
    happening = Happening(viewer, "continue", "offered", visit.customer_id, visit.visit_id, details=details)
    desk_continuations.make(sources.desk, mark_of(reference), subject, expires_at, happening)
    return Link(f"{sources.settings.continue_url}{reference}", expires_at)


@for_viewer
def redeem(sources: Sources, viewer: Viewer, reference: str) -> Continuation:
    """Whom and what a reference stands for, once; AccessRefused alike for unknown, used, ended and late."""
    mark = mark_of(reference)
    found = desk_continuations.find(sources.desk, mark)
    if found is not None:
        details = {"what": f"{found.subject.kind}:{found.subject.code}"}
        redeemed = Happening(
            viewer, "continue", "redeemed", found.customer_id, found.visit_id, details=details
        )
        if desk_continuations.redeem(sources.desk, mark, redeemed):
            return found
    sources.desk.record(Happening(viewer, "refused", "unknown_reference", details={"asked": "continue"}))
    raise AccessRefused(
        "unknown_reference", "This reference stands for nothing now.", "Ask for a new code in the branch."
    )


@for_viewer
def revoke(sources: Sources, viewer: Viewer, visit: Visit) -> None:
    """End what was offered in this visit and not used: it was not this customer."""
    confirm(sources, viewer, visit)
    desk_continuations.revoke(sources.desk, visit.visit_id)
