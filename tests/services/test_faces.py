"""One face per visit and subject, the last tap counts, and nothing but a survey's scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from lobby.data.desk_faces import faces_of
from lobby.domain.errors import AccessRefused
from lobby.domain.faces import Face
from lobby.domain.viewer import Viewer
from lobby.services.faces import faces, tap
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

SignIn = Callable[[str], Viewer]


def test_the_last_tap_of_a_visit_stands(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    viewer = signed_in("s2")
    visit = open_customer(sources, viewer, "c02")
    for score in (2, 5, 5):
        tap(sources, viewer, visit, "service", score, now)
    tap(sources, viewer, visit, "product", 4, now, "dep_term")
    assert faces(sources, viewer, visit) == {"service": 5, "product": 4}
    day = date(2026, 11, 20)
    assert faces_of(sources.desk, visit.visit_id) == (
        Face(visit.visit_id, "c02", "product", 4, "dep_term", day, 1),
        Face(visit.visit_id, "c02", "service", 5, None, day, 2),
    )
    rows = sources.desk.audited(9, visit_id=visit.visit_id, action="face")
    assert [row["details"] for row in rows] == [{"subject": one} for one in ("product", "service", "service")]


def test_another_visit_has_faces_of_its_own(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    viewer = signed_in("s2")
    first, second = (open_customer(sources, viewer, "c02") for _ in range(2))
    tap(sources, viewer, first, "service", 1, now)
    assert faces(sources, viewer, second) == {}


@pytest.mark.parametrize(("subject", "score"), [("service", 0), ("service", 6), ("tea", 3)])
def test_no_other_score_or_subject_is_kept(
    subject: str, score: int, sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    viewer = signed_in("s2")
    visit = open_customer(sources, viewer, "c02")
    with pytest.raises(ValueError, match="no face"):
        tap(sources, viewer, visit, subject, score, now)  # type: ignore[arg-type]
    assert faces_of(sources.desk, visit.visit_id) == ()


def test_a_face_is_tapped_in_a_branch_only(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    viewer = replace(signed_in("s2"), role="head_office")
    visit = open_customer(sources, viewer, "c02", reason="asked at the desk")
    with pytest.raises(AccessRefused):
        tap(sources, viewer, visit, "service", 5, now)
    assert faces_of(sources.desk, visit.visit_id) == ()
