"""The talks of a branch by person, for its manager, and the own ones for everybody: never a ranking.

A talk that ended with "not appropriate today" is no talk that was missed: it is counted nowhere here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from lobby.data import desk_faces, desk_outcomes
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.outcomes import WELCOME, Outcome
from lobby.domain.viewer import Viewer
from lobby.services import staff
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

MOST_CHIPS = 3


@dataclass(frozen=True)
class OwnTalks:
    """What one person recorded: talks, customers among them, how many with chips or a note, and the yeses.

    `length` is the mean length of the notes; `score` the mean of the `faces` customers tapped, None: none.
    """

    staff_id: str
    name: str
    talks: int
    customers: int
    with_words: int
    length: int
    welcomed: int
    score: Decimal | None
    faces: int

    @property
    def worded(self) -> Decimal | None:
        """The share of talks with chips or a note; None before the first talk."""
        return Decimal(self.with_words) / self.talks if self.talks else None


@dataclass(frozen=True)
class Hints:
    """What the talks that were welcomed have in common, of nobody in particular: shares of all such talks."""

    welcomed_worded: Decimal
    others_worded: Decimal
    chips: tuple[str, ...]


@dataclass(frozen=True)
class Team:
    """The people of a branch by name, and the branch as a whole beside its target for `days`."""

    people: tuple[OwnTalks, ...]
    days: int
    talks: int
    target: int
    covered: int
    hints: Hints | None


@for_viewer
def team(sources: Sources, viewer: Viewer, now: datetime) -> Team:
    """The viewer's own branch; AccessRefused for everybody but its manager. Audited."""
    branch_id = scope.branch_of(viewer)
    sources.desk.record(Happening(viewer, "team"))
    policy = sources.catalog.policy
    first = since(sources, now)
    talks = counted(desk_outcomes.outcomes_in(sources.desk, branch_id, first), first)
    scores = desk_faces.scores_in(sources.desk, branch_id, first.date())
    here = {
        one.staff_id: one.name
        for one in staff.members(sources)
        if one.branch_id == branch_id and one.is_active and one.role in scope.BRANCH_ROLES
    }
    names = here | {one.staff_id: here.get(one.staff_id, one.staff_id) for one in talks}
    people = [
        own(staff_id, name, [one for one in talks if one.staff_id == staff_id], scores)
        for staff_id, name in names.items()
    ]
    return Team(
        people=tuple(sorted(people, key=lambda one: (one.name, one.staff_id))),
        days=policy.team_days,
        talks=len(talks),
        target=policy.team_talks * len(here),
        covered=len({one.customer_id for one in talks}),
        hints=hints(talks, policy.team_hint_talks),
    )


@for_viewer
def own_talks(sources: Sources, viewer: Viewer, now: datetime) -> OwnTalks:
    """The viewer's own talks and nobody else's, without any target."""
    first = since(sources, now)
    talks = counted(desk_outcomes.outcomes_by(sources.desk, viewer, first), first)
    scores = desk_faces.scores_in(sources.desk, viewer.branch_id, first.date())
    return own(viewer.staff_id, viewer.name, talks, scores)


def since(sources: Sources, now: datetime) -> datetime:
    return now - timedelta(days=sources.catalog.policy.team_days)


def counted(outcomes: Iterable[Outcome], first: datetime) -> list[Outcome]:
    """The talks from `first` on that stand; "not appropriate today" and mere questions are none."""
    return [
        one
        for one in outcomes
        if one.happened_at >= first and one.voided_by is None
        if one.result != "not_appropriate" and one.subject.kind != "asked"
    ]


def own(
    staff_id: str, name: str, talks: Sequence[Outcome], scores: Mapping[str, tuple[int, int]]
) -> OwnTalks:
    lengths = [len(one.note) for one in talks if one.note]
    faces, total = scores.get(staff_id, (0, 0))
    return OwnTalks(
        staff_id=staff_id,
        name=name,
        talks=len(talks),
        customers=len({one.customer_id for one in talks}),
        with_words=sum(map(has_words, talks)),
        length=round(sum(lengths) / len(lengths)) if lengths else 0,
        welcomed=sum(one.result in WELCOME for one in talks),
        score=Decimal(total) / faces if faces else None,
        faces=faces,
    )


def has_words(one: Outcome) -> bool:
    return bool(one.chips or one.note)


def hints(talks: Sequence[Outcome], least: int) -> Hints | None:
    """What distinguishes the welcomed offers; None before there are `least` of them and as many others."""
    offers = [one for one in talks if one.subject.kind == "product"]
    welcomed = [one for one in offers if one.result in WELCOME]
    others = [one for one in offers if one.result not in WELCOME]
    if min(len(welcomed), len(others)) < least:
        return None
    chips = Counter(chip for one in welcomed for chip in set(one.chips))
    return Hints(
        welcomed_worded=Decimal(sum(map(has_words, welcomed))) / len(welcomed),
        others_worded=Decimal(sum(map(has_words, others))) / len(others),
        chips=tuple(
            chip for chip, _ in sorted(chips.items(), key=lambda one: (-one[1], one[0]))[:MOST_CHIPS]
        ),
    )
