"""How the customer found it: one tap on a face, kept as an answer of the survey that loyalty rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lobby.data import desk_faces
from lobby.data.desk import Happening
from lobby.domain.faces import ASPECTS, SCORES, Aspect
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm


@for_viewer
def tap(
    sources: Sources,
    viewer: Viewer,
    visit: Visit,
    subject: Aspect,
    score: int,
    now: datetime,
    product_code: str | None = None,
) -> None:
    """Keep the customer's face on `subject`, in the place of an earlier one of this visit."""
    confirm(sources, viewer, visit)
    if score not in SCORES or subject not in ASPECTS:
        raise ValueError(f"no face {score} on {subject}")
    happening = Happening(
        viewer, "face", customer_id=visit.customer_id, visit_id=visit.visit_id, details={"subject": subject}
    )
    desk_faces.tap(sources.desk, subject, score, product_code, now.date(), happening)


@for_viewer
def faces(sources: Sources, viewer: Viewer, visit: Visit) -> Mapping[Aspect, int]:
    """Subject → score, of what was tapped in this visit."""
    confirm(sources, viewer, visit)
    return {face.subject: face.score for face in desk_faces.faces_of(sources.desk, visit.visit_id)}
