"""Words to the staff: published by a manager or head office, acknowledged by each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lobby.data import desk_bulletins
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.bulletin import Bulletin
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.note import one_line
from lobby.domain.viewer import Viewer
from lobby.services import roster, staff
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources


@dataclass(frozen=True)
class BulletinLine:
    """A bulletin as its reader sees it: who wrote it, whether it was read, and how many of how many did."""

    bulletin: Bulletin
    author: str
    made_at: datetime
    is_read: bool
    count_read: int
    count_people: int


@for_viewer
def publish(sources: Sources, viewer: Viewer, text: str, key: str, now: datetime) -> None:
    """Say something to the own branch, as head office to all; `key` makes a second tap the same bulletin."""
    said = one_line(text)
    policy = sources.catalog.policy
    if not said or len(said) > policy.bulletin_length:
        raise EntryRefused(
            "bulletin_text", "A bulletin is one line, not too long.", "Write it shorter.",
            count=policy.bulletin_length,
        )  # fmt: skip
    wanted = Bulletin(
        bulletin_id=key,
        branch_id=viewer.branch_id if viewer.role == "manager" else None,
        text=said,
        until_on=now.date() + timedelta(days=policy.bulletin_days),
        made_by=viewer.staff_id,
        made_at=sources.desk.stamp(),
    )
    happening = Happening(viewer, "bulletin", "published", details={"bulletin": key})
    desk_bulletins.publish(sources.desk, wanted, happening)


@for_viewer
def acknowledge(sources: Sources, viewer: Viewer, bulletin_id: str, now: datetime) -> None:
    """This person has read it."""
    if bulletin_id not in {one.bulletin.bulletin_id for one in bulletins(sources, viewer, now)}:
        raise AccessRefused("unknown_bulletin", "There is no such bulletin here.", "Look at the list again.")
    happening = Happening(viewer, "bulletin", "acknowledged", details={"bulletin": bulletin_id})
    desk_bulletins.acknowledge(sources.desk, bulletin_id, happening)


@for_viewer
def bulletins(sources: Sources, viewer: Viewer, now: datetime) -> tuple[BulletinLine, ...]:
    """What concerns the viewer's branch and still holds, what this person has not read first."""
    branch_id = scope.own_branch(viewer)
    names = staff.names_of_staff(sources)
    people = {one.staff_id for one in roster.people_of(sources, branch_id)} if branch_id else set()
    lines = [
        BulletinLine(
            bulletin=one,
            author=names.get(one.made_by, one.made_by),
            made_at=sources.bank_time(one.made_at),
            is_read=viewer.staff_id in one.acknowledged_by,
            count_read=len(one.acknowledged_by & people),
            count_people=len(people),
        )
        for one in desk_bulletins.in_force(sources.desk, branch_id, now.date())
    ]
    return tuple(sorted(lines, key=lambda one: one.is_read))
