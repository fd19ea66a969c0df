"""Who may sign in, and as whom: staff of the feed, and staff added at the desk."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import cast, get_args

from lobby.data.desk import Happening, StaffMember
from lobby.data.warehouse import Warehouse
from lobby.domain.errors import AccessRefused, SettingsError
from lobby.domain.spelling import hint
from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.sources import Sources

ROLES: tuple[str, ...] = get_args(Role)
QUALIFICATIONS = ("wm", "fund", "ins", "loan", "corp")


def members(sources: Sources) -> tuple[StaffMember, ...]:
    """Everybody who may sign in, by staff number; of a number known to both, the feed's word holds."""
    of_feed = {member.staff_id: member for member in staff_of_feed(sources)}
    known = {member.staff_id: member for member in sources.desk.staff()} | of_feed
    return tuple(known[staff_id] for staff_id in sorted(known) if known[staff_id].is_active)


def staff_of_feed(sources: Sources) -> tuple[StaffMember, ...]:
    if not sources.has_portrait:
        return ()
    return staff_in(sources.portraits, sources.portraits.fingerprint)


@lru_cache(maxsize=2)
def staff_in(portraits: Warehouse, fingerprint: str) -> tuple[StaffMember, ...]:
    """The staff in the portrait that `fingerprint` names."""
    return tuple(
        StaffMember(
            staff_id=row["staff_id"],
            name=row["name"],
            role=row["role"],
            branch_id=row["branch_id"],
            qualifications=tuple(row["qualifications"] or ()),
            login=row["login"],
            is_active=row["active"],
        )
        for row in portraits.rows("staff_members")
    )


def viewer(sources: Sources, staff_id: str, device: str, os_user: str | None = None) -> Viewer:
    """The viewer this staff member is on this device; AccessRefused when nobody active has the number."""
    found = next((member for member in members(sources) if member.staff_id == staff_id), None)
    if found is None:
        raise AccessRefused(
            "unknown_staff",
            "Nobody who may sign in has this staff number.",
            "`lobby staff list` names them; `lobby staff add` adds one.",
        )
    return replace(as_viewer(found), device=device, os_user=os_user)


def as_viewer(member: StaffMember) -> Viewer:
    """The viewer a member of staff would be, on no device yet."""
    role = cast(Role, member.role)
    return Viewer(member.staff_id, member.name, role, member.branch_id, frozenset(member.qualifications))


def sign_in(sources: Sources, staff_id: str, device: str) -> Viewer:
    """The viewer, once the sign-in is in the audit."""
    signed_in = viewer(sources, staff_id, device)
    sources.desk.record(Happening(signed_in, "sign_in"))
    return signed_in


def add(sources: Sources, member: StaffMember) -> None:
    """Let somebody sign in whom the feed does not name; role, branch and qualifications must be known."""
    require(member.role, ROLES, "role")
    for qualification in member.qualifications:
        require(qualification, QUALIFICATIONS, "qualification")
    if sources.has_portrait and member.branch_id is not None:
        require(member.branch_id, tuple(sources.branch_names()), "branch")
    sources.desk.add_staff(member)


def require(value: str, valid: tuple[str, ...], what: str) -> None:
    if value not in valid:
        raise SettingsError(f"unknown_{what}", f"There is no {what} '{value}'.", hint(value, valid))


def language(sources: Sources, staff_id: str) -> Language | None:
    """The language the person chose last, None before the first choice."""
    chosen = sources.desk.language(staff_id)
    return chosen if chosen in LANGUAGES else None


def choose_language(sources: Sources, staff_id: str, chosen: Language) -> None:
    sources.desk.choose_language(staff_id, chosen)


def names_of_staff(sources: Sources) -> dict[str, str]:
    """The name of everybody who may sign in, by staff number."""
    return {member.staff_id: member.name for member in members(sources)}
