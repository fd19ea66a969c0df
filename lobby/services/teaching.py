"""The mobile-banking checklist: what was taught to the customer in front of you, and who really uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from lobby.data.desk import Happening
from lobby.data.desk_lessons import lessons_in, lessons_of, teach
from lobby.domain import scope
from lobby.domain.teaching import ITEMS, Item, Lesson, Use, last_taught, use
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait, seen_by
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm


@dataclass(frozen=True)
class Checklist:
    """Each item in order with the day it was taught (None: not yet), and what came of the last lesson."""

    taught_on: Mapping[Item, date | None]
    use: Use | None


@dataclass(frozen=True)
class Taught:
    """How many customers a branch taught lately: used since, still within their days, and not used."""

    taught: int
    used: int
    waiting: int
    days: int


@for_viewer
def checklist(sources: Sources, viewer: Viewer, visit: Visit) -> Checklist:
    """What stands for the customer opened in `visit`."""
    confirm(sources, viewer, visit)
    standing = lessons_of(sources.desk, visit.customer_id)
    portrait = seen_by(viewer, read_portrait(sources, visit.customer_id))
    zone = ZoneInfo(sources.portraits.manifest.timezone)
    days = {lesson.item: lesson.taught_at.astimezone(zone).date() for lesson in standing if lesson.is_taught}
    return Checklist(
        taught_on={item: days.get(item) for item in ITEMS},
        use=use_of(sources, standing, portrait.last_mobile_login_on),
    )


@for_viewer
def tick(sources: Sources, viewer: Viewer, visit: Visit, item: Item, is_taught: bool) -> None:
    """Write that `item` was taught, or take it back; AccessRefused for a role that serves no customers."""
    confirm(sources, viewer, visit)
    details = {"item": item, "is_taught": is_taught}
    teach(
        sources.desk,
        item,
        is_taught,
        Happening(viewer, "lesson", customer_id=visit.customer_id, visit_id=visit.visit_id, details=details),
    )


def taught_and_used(sources: Sources, viewer: Viewer) -> Taught:
    """How the lessons of the viewer's branch turned out; for advisers and managers."""
    branch_id = scope.branch_of(viewer)
    days = sources.catalog.policy.teaching_report_days
    lessons = lessons_in(sources.desk, branch_id, sources.desk.stamp() - timedelta(days=days))
    pupils: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        pupils.setdefault(lesson.customer_id, []).append(lesson)
    rows = sources.portraits.rows("leads_logins", customer_ids=sorted(pupils))
    logins = {row["customer_id"]: row["last_mobile_login_on"] for row in rows}
    found = [use_of(sources, standing, logins.get(pupil)) for pupil, standing in pupils.items()]
    return Taught(
        taught=len(found) - found.count(None),
        used=found.count("used"),
        waiting=found.count("waiting"),
        days=days,
    )


def use_of(sources: Sources, standing: Sequence[Lesson], login: date | None) -> Use | None:
    """What came of the newest lesson that stands, None without one."""
    newest = last_taught(standing)
    if newest is None:
        return None
    as_of = sources.portraits.manifest.business_date
    taught_on = newest.astimezone(ZoneInfo(sources.portraits.manifest.timezone)).date()
    return use(taught_on, login, as_of, sources.catalog.policy.teaching_use_days)
