"""Who an identity provider says has signed in: one of the staff or nobody; locked after too many in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from lobby.data import desk_sessions, desk_sign_in
from lobby.data.desk import Happening, StaffMember
from lobby.domain.errors import AccessRefused
from lobby.domain.sessions import Lock, locked_until
from lobby.domain.viewer import Viewer
from lobby.services import sessions, staff
from lobby.services.permission import for_house
from lobby.services.sources import Sources

Refusal = Literal["unknown_login", "bad_token", "locked"]
NO_DEVICE = "no-cookie"  # every browser that keeps no cookie


@for_house
def admit(sources: Sources, claims: Mapping[str, object], device: str | None) -> sessions.Begun:
    """A new session for who these claims, which were checked, stand for; what the browser held before ends.

    AccessRefused for somebody who is not of the bank's staff, and for everybody while it is locked.
    """
    known, login = device or NO_DEVICE, sessions.digest_of(f"{claims['iss']} {claims['sub']}")
    if is_locked(sources, known) or locked(sources, desk_sign_in.failures_of_login(sources.desk, login)):
        raise refused(sources, "locked", known)
    member = member_with(sources, claims)
    if member is None:
        raise refused(sources, "unknown_login", known, login)
    desk_sign_in.forget_failures(sources.desk, login, known)
    for session in desk_sessions.standing(sources.desk):
        if device is not None and session.device == device:
            sessions.end(sources, session, "signed_out")
    return sessions.begin(sources, replace(staff.as_viewer(member), device=known))


def member_with(sources: Sources, claims: Mapping[str, object]) -> StaffMember | None:
    """The one whose login is the subject, or the e-mail where the provider says that it is theirs."""
    names = {str(claims["sub"])}
    if claims.get("email_verified") in (True, "true"):
        names.add(str(claims.get("email")).casefold())
    found = [one for one in staff.members(sources) if one.login and {one.login, one.login.casefold()} & names]
    return found[0] if len(found) == 1 else None


@for_house
def is_locked(sources: Sources, device: str | None) -> bool:
    """Were there too many sign-ins in vain on this device?"""
    return locked(sources, desk_sign_in.failures_on_device(sources.desk, device or NO_DEVICE))


@for_house
def note_bad_token(sources: Sources, device: str | None) -> None:
    """Count a sign-in that came back without a token that holds."""
    refused(sources, "bad_token", device or NO_DEVICE)


def locked(sources: Sources, failures: Sequence[datetime]) -> bool:
    policy = sources.catalog.policy
    lock = Lock(policy.sign_in_failures, timedelta(minutes=policy.sign_in_lock_minutes))
    return locked_until(failures, sources.desk.stamp(), lock) is not None


def refused(sources: Sources, why: Refusal, device: str, login: str | None = None) -> AccessRefused:
    """The refusal, once it is in the audit; what was tried while it was locked is not counted."""
    happening = Happening(Viewer("unknown", "", "stranger", None, device=device), "refused", why)
    if why == "locked":
        sources.desk.record(happening)
    else:
        keep = 2 * timedelta(minutes=sources.catalog.policy.sign_in_lock_minutes)
        desk_sign_in.note_failure(sources.desk, login, device, keep, happening)
    return AccessRefused(why, "Nobody signs in like this.", "Ask whoever keeps the list of staff.")
