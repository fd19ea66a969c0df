"""The talks of a branch by person: nobody ranked, and "not appropriate today" counted nowhere."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import get_args

import pytest

from lobby.data import desk_faces, desk_outcomes
from lobby.data.desk import Happening
from lobby.domain.errors import AccessRefused
from lobby.domain.outcomes import Outcome, Result, Subject
from lobby.domain.viewer import Role, Viewer
from lobby.services import team
from lobby.services.sources import Sources
from lobby.services.team import Hints

pytestmark = pytest.mark.both_stores
MANAGER = Viewer("s3", "Wu", "manager", "b1", frozenset(), "test")
NUMBERS = count()


def talk(
    sources: Sources,
    staff_id: str,
    result: Result,
    at: datetime | None = None,
    branch_id: str = "b1",
    **said: object,
) -> None:
    now = at or sources.now()
    one = Outcome(
        f"o{next(NUMBERS)}", "v", "c01", staff_id, branch_id, "test", Subject("product", "dep_term"), result,
        None, (), said.get("chips", ()), str(said.get("note", "")), now, now, False,  # type: ignore[arg-type]
    )  # fmt: skip
    viewer = Viewer(staff_id, staff_id, "lobby", branch_id, frozenset(), "test")
    desk_outcomes.record(sources.desk, one, Happening(viewer, "outcome", customer_id="c01"))


def line(sources: Sources, staff_id: str) -> team.OwnTalks:
    found = team.team(sources, MANAGER, sources.now())
    return next(one for one in found.people if one.staff_id == staff_id)


def test_not_appropriate_today_counts_nowhere(sources: Sources) -> None:
    talk(sources, "s1", "interested", note="用钱时间")
    before = line(sources, "s1")
    for _ in range(5):
        talk(sources, "s1", "not_appropriate")
    assert line(sources, "s1") == before
    assert (before.talks, before.customers, before.with_words, before.length, before.welcomed) == (
        1,
        1,
        1,
        4,
        1,
    )
    assert before.worded == Decimal(1)
    assert team.team(sources, MANAGER, sources.now()).talks == 1


def test_the_order_is_that_of_the_names_whatever_came_of_the_talks(sources: Sources) -> None:
    names = [one.name for one in team.team(sources, MANAGER, sources.now()).people]
    assert len(names) >= 2
    assert names == sorted(names)
    for staff_id in ("s1", "s2", "s2", "s2"):
        talk(sources, staff_id, "done")
    assert [one.name for one in team.team(sources, MANAGER, sources.now()).people] == names


def test_only_what_stands_of_the_own_branch_and_the_last_days_counts(sources: Sources) -> None:
    talk(sources, "s1", "declined", at=sources.now() - timedelta(days=31))
    talk(sources, "s1", "declined", branch_id="b2")
    assert line(sources, "s1").talks == 0
    assert line(sources, "s1").worded is None
    talk(sources, "s1", "declined")
    assert (line(sources, "s1").talks, line(sources, "s1").worded) == (1, Decimal(0))


def test_the_target_is_told_of_the_branch_as_a_whole(sources: Sources) -> None:
    found = team.team(sources, MANAGER, sources.now())
    assert found.target == sources.catalog.policy.team_talks * len(found.people)
    assert not hasattr(found.people[0], "target")


def test_satisfaction_stands_beside_the_talks(sources: Sources) -> None:
    viewer = Viewer("s1", "Lin", "lobby", "b1", frozenset(), "test")
    for visit, score in (("v1", 5), ("v2", 4)):
        happening = Happening(viewer, "face", customer_id="c01", visit_id=visit)
        desk_faces.tap(sources.desk, "service", score, None, sources.now().date(), happening)
        desk_faces.tap(sources.desk, "campaign", 1, None, sources.now().date(), happening)
    assert (line(sources, "s1").score, line(sources, "s1").faces) == (Decimal("4.5"), 2)


def test_hints_name_nobody_and_need_enough_talks(sources: Sources) -> None:
    few = replace(sources.catalog.policy, team_hint_talks=2)
    sources = replace(sources, catalog=replace(sources.catalog, policy=few))
    talk(sources, "s1", "interested", chips=("need_safe",))
    talk(sources, "s2", "done", chips=("need_safe", "need_more"))
    talk(sources, "s2", "declined", note="x")
    assert team.team(sources, MANAGER, sources.now()).hints is None
    talk(sources, "s2", "declined")
    found = team.team(sources, MANAGER, sources.now()).hints
    assert found == Hints(Decimal(1), Decimal("0.5"), ("need_safe", "need_more"))


def test_everybody_sees_the_own_line_and_no_other(sources: Sources) -> None:
    talk(sources, "s1", "done")
    talk(sources, "s2", "done")
    viewer = Viewer("s1", "Lin", "lobby", "b1", frozenset(), "test")
    own = team.own_talks(sources, viewer, sources.now())
    assert (own.staff_id, own.talks) == ("s1", 1)


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"manager"}))
def test_nobody_but_the_manager_sees_the_team(sources: Sources, role: Role) -> None:
    with pytest.raises(AccessRefused):
        team.team(sources, Viewer("x1", "Sun", role, "b1", frozenset(), "test"), sources.now())
    assert sources.desk.audited(1, action="team") == ()
    assert len(sources.desk.audited(9, action="refused")) == 1
