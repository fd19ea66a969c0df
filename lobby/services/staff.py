"""Who may sign in, and as whom: staff of the feed, and staff added at the desk."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import cast, get_args

from lobby.data.desk import StaffMember
from lobby.data.warehouse import Warehouse
from lobby.domain import scope
from lobby.domain.errors import AccessRefused, SettingsError
from lobby.domain.spelling import hint
from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.permission import for_house
from lobby.services.sources import Sources

ROLES: tuple[str, ...] = get_args(Role)
QUALIFICATIONS = ("wm", "fund", "ins", "loan", "corp")


@for_house
def members(sources: Sources) -> tuple[StaffMember, ...]:
    """Everybody who may sign in, by staff number.

    Of a number known to both, the feed's word holds; but who is blocked at the desk is blocked.
    """
    of_feed, at_desk = staff_of_feed(sources), {one.staff_id: one for one in sources.desk.staff()}
    both = {staff_id: allowed(of_feed.get(staff_id), at_desk.get(staff_id)) for staff_id in of_feed | at_desk}
    return tuple(found for _, found in sorted(both.items()) if found is not None)


def member(sources: Sources, staff_id: str) -> StaffMember | None:
    """The one of this staff number, if that person may sign in."""
    at_desk = sources.desk.staff_member(staff_id) if staff_id.isprintable() else None
    return allowed(staff_of_feed(sources).get(staff_id), at_desk)


def allowed(in_feed: StaffMember | None, at_desk: StaffMember | None) -> StaffMember | None:
    """Whom feed and desk know by one number, None where either says that they may not sign in."""
    is_active = all(one.is_active for one in (in_feed, at_desk) if one is not None)
    return (in_feed or at_desk) if is_active else None


def staff_of_feed(sources: Sources) -> dict[str, StaffMember]:
    if not sources.has_portrait:
        return {}
    return staff_in(sources.portraits, sources.portraits.fingerprint)


@lru_cache(maxsize=2)
def staff_in(portraits: Warehouse, fingerprint: str) -> dict[str, StaffMember]:
    """The staff in the portrait that `fingerprint` names, by number."""
    return {
        row["staff_id"]: StaffMember(
            staff_id=row["staff_id"],
            name=row["name"],
            role=row["role"],
            branch_id=row["branch_id"],
            qualifications=tuple(row["qualifications"] or ()),
            login=row["login"],
            is_active=row["active"],
        )
        for row in portraits.rows("staff_members")
    }


@for_house
def viewer(sources: Sources, staff_id: str, device: str, os_user: str | None = None) -> Viewer:
    """The viewer this staff member is on this device; AccessRefused when nobody active has the number."""
    found = member(sources, staff_id)
    if found is None:
        raise unknown_staff()
    return replace(as_viewer(found), device=device, os_user=os_user)


def unknown_staff() -> AccessRefused:
    return AccessRefused(
        "unknown_staff",
        "Nobody who may sign in has this staff number.",
        "`lobby staff list` names them; `lobby staff add` adds one.",
    )


def as_viewer(known: StaffMember) -> Viewer:
    """The viewer a member of staff would be, on no device yet."""
    role = cast(Role, known.role)
    return Viewer(known.staff_id, known.name, role, known.branch_id, frozenset(known.qualifications))


def rights_of(viewer: Viewer) -> dict[str, object]:
    """What a person may do, as a session keeps it: another of these is another person to the server."""
    qualifications = sorted(viewer.qualifications)
    return {"role": viewer.role, "branch_id": viewer.branch_id, "qualifications": qualifications}


@for_house
def add(sources: Sources, added: StaffMember) -> None:
    """Let somebody sign in whom the feed does not name; role, branch and qualifications must be known."""
    for typed in (added.staff_id, added.name, added.login or "-"):
        if not scope.number_as_asked(typed):
            raise SettingsError(
                "staff_unreadable",
                f"Number, name and login have at most {scope.NUMBER_LENGTH} signs that can be read.",
                "Type them again.",
            )
    require(added.role, ROLES, "role")
    for qualification in added.qualifications:
        require(qualification, QUALIFICATIONS, "qualification")
    if sources.has_portrait and added.branch_id is not None:
        require(added.branch_id, tuple(sources.branch_names()), "branch")
    sources.desk.add_staff(added)


@for_house
def block(sources: Sources, staff_id: str, is_blocked: bool) -> None:
    """Let somebody sign in no more, whatever the feed says, or again; AccessRefused: unknown number."""
    staff_id = scope.number_as_asked(staff_id)
    in_feed, at_desk = staff_of_feed(sources).get(staff_id), sources.desk.staff_member(staff_id)
    known = at_desk or (in_feed and replace(in_feed, login=None))
    if known is None:
        raise unknown_staff()
    sources.desk.add_staff(replace(known, is_active=not is_blocked))


def require(value: str, valid: tuple[str, ...], what: str) -> None:
    if value not in valid:
        raise SettingsError(f"unknown_{what}", f"There is no {what} '{value}'.", hint(value, valid))


@for_house
def language(sources: Sources, staff_id: str) -> Language | None:
    """The language the person chose last, None before the first choice."""
    chosen = sources.desk.language(staff_id)
    return chosen if chosen in LANGUAGES else None


@for_house
def choose_language(sources: Sources, staff_id: str, chosen: Language) -> None:
    sources.desk.choose_language(staff_id, chosen)


@for_house
def names_of_staff(sources: Sources) -> dict[str, str]:
    """The name of everybody who may sign in, by staff number."""
    return {known.staff_id: known.name for known in members(sources)}
