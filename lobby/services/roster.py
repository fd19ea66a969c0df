"""The roster of a branch: who is on duty where, as the manager enters it for today and the days after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lobby.data import desk_duty
from lobby.data.desk import Happening
from lobby.domain import duty, scope
from lobby.domain.duty import Duty, Shift, Zone
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_house, for_viewer
from lobby.services.receivers import colleagues
from lobby.services.sources import Sources

WEEK = 7


@dataclass(frozen=True)
class DutyLine:
    """One person of the branch on one day; `zone` None: not on duty. `is_here`: at this very time."""

    person: Viewer
    zone: Zone | None
    shift: Shift
    is_here: bool
    version: int


@dataclass(frozen=True)
class Roster:
    """A branch on one day; without an entry everybody counts as here, and `is_entered` says so."""

    on_date: date
    lines: tuple[DutyLine, ...]
    is_entered: bool
    may_change: bool


@for_viewer
def roster(sources: Sources, viewer: Viewer, on_date: date, now: datetime) -> Roster:
    """The viewer's branch on a day, everybody who serves customers there."""
    branch_id = scope.branch_of(viewer)
    policy = sources.catalog.policy
    people = people_of(sources, branch_id)
    entered = desk_duty.duties(sources.desk, branch_id, on_date, on_date)
    known = {one.staff_id: one for one in entered}
    here = {one.staff_id for one in duty.present(people, entered, now.time())}
    return Roster(
        on_date=on_date,
        lines=tuple(
            DutyLine(
                person=one,
                zone=known[one.staff_id].zone if one.staff_id in known else None,
                shift=duty.shift_of(known[one.staff_id], policy) if one.staff_id in known else "day",
                is_here=one.staff_id in here and on_date == now.date(),
                version=known[one.staff_id].version if one.staff_id in known else 0,
            )
            for one in people
        ),
        is_entered=bool(entered),
        may_change=scope.assigns_leads(viewer),
    )


@for_viewer
def enter(
    sources: Sources,
    viewer: Viewer,
    on_date: date,
    line: DutyLine,
    zone: Zone | None,
    shift: Shift,
    now: datetime,
) -> None:
    """Put one person on duty, or off (`zone` None), on a day; `line` is what was on the screen."""
    branch_id = admit_change(viewer, on_date, now)
    from_at, to_at = duty.hours(shift, sources.catalog.policy)
    wanted = Duty(branch_id, on_date, line.person.staff_id, zone, from_at, to_at, line.version)
    details = {
        "staff": line.person.staff_id,
        "on": on_date.isoformat(),
        "zone": zone or "off",
        "shift": shift,
    }
    keep(sources, viewer, [wanted], details)


@for_viewer
def copy_day(sources: Sources, viewer: Viewer, shown: Roster, now: datetime) -> int:
    """Enter the day on the screen as the one before it: how many people; AccessRefused where it was empty."""
    branch_id = admit_change(viewer, shown.on_date, now)
    before = shown.on_date - timedelta(days=1)
    versions = {one.person.staff_id: one.version for one in shown.lines}
    wanted = [
        replace(one, on_date=shown.on_date, version=versions[one.staff_id])
        for one in desk_duty.duties(sources.desk, branch_id, before, before)
        if one.staff_id in versions
    ]
    if not wanted:
        raise AccessRefused(
            "duty_empty", "Nothing was entered for the day before.", "Enter this day by hand."
        )
    keep(sources, viewer, wanted, {"copied": before.isoformat(), "on": shown.on_date.isoformat()})
    return len(wanted)


def keep(sources: Sources, viewer: Viewer, wanted: list[Duty], details: dict[str, str]) -> None:
    if not desk_duty.keep(sources.desk, wanted, Happening(viewer, "duty", details=details)):
        raise AccessRefused("duty_changed", "Somebody changed the roster just now.", "Look at it again.")


@for_house
def present_takers(sources: Sources, branch_id: str, now: datetime) -> tuple[Viewer, ...]:
    """Those of a branch who are here now and to whom leads are given."""
    people = [one for one in people_of(sources, branch_id) if scope.takes_leads(one)]
    entered = desk_duty.duties(sources.desk, branch_id, now.date(), now.date())
    return duty.present(people, entered, now.time())


def people_of(sources: Sources, branch_id: str) -> list[Viewer]:
    return [one for one in colleagues(sources) if one.branch_id == branch_id]


def admit_change(viewer: Viewer, on_date: date, now: datetime) -> str:
    """The branch whose roster is made; refuses a day that is over or further away than a week."""
    branch_id = scope.branch_of(viewer)
    if not now.date() <= on_date < now.date() + timedelta(days=WEEK):
        raise AccessRefused("duty_day", "The roster is made for today and the week.", "Choose another day.")
    return branch_id
