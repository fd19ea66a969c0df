"""Who is signed in where: a session stands for one person on one browser, and ends on the server."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import cast
from uuid import uuid4

from lobby.data import desk_sessions
from lobby.data.desk import Happening, StaffMember
from lobby.domain.access import HOUSE
from lobby.domain.errors import AccessRefused
from lobby.domain.sessions import End, Life, Session, end_of
from lobby.domain.viewer import Role, Viewer
from lobby.services import alerts, staff
from lobby.services.permission import for_house
from lobby.services.sources import Sources

TOKEN_BYTES = 32
Known = Callable[[str], StaffMember | None]


@dataclass(frozen=True)
class Begun:
    """A new session, and the token that the browser holds for it: here and there, and nowhere else."""

    token: str
    session: Session


@for_house
def begin(sources: Sources, viewer: Viewer | None = None) -> Begun:
    """A new session: of `viewer`, whose sign-in is in the audit with it, or of nobody yet."""
    now, token = sources.desk.stamp(), new_token()
    session = Session(uuid4().hex, now, now)
    if viewer is not None:
        session = replace(
            session, device=viewer.device, staff_id=viewer.staff_id, rights=staff.rights_of(viewer)
        )
    keep = timedelta(days=sources.catalog.policy.session_keep_days)
    happening = None if viewer is None else signing_in(viewer, session)
    desk_sessions.begin(sources.desk, session, digest_of(token), keep, happening)
    return Begun(token, session)


@for_house
def sign_in(sources: Sources, session_id: str | None, staff_id: str, device: str) -> Viewer:
    """The viewer, once the sign-in is in the audit and the session theirs; AccessRefused: it is over."""
    signed_in = staff.viewer(sources, staff_id, device)
    session = desk_sessions.by_id(sources.desk, session_id) if session_id else None
    if session is None or over(sources, session):
        raise session_over()
    person = {"staff_id": staff_id, "device": device, "rights": staff.rights_of(signed_in)}
    if not desk_sessions.bind(sources.desk, session.session_id, person, signing_in(signed_in, session)):
        raise session_over()
    return signed_in


@for_house
def standing(sources: Sources, token: str, device: str | None) -> Session | None:
    """The session that a browser's token stands for; brought from another browser it is over for both."""
    session = desk_sessions.by_digest(sources.desk, digest_of(token))
    if session is None or session.ended_at is not None:
        return None
    if session.device is not None and session.device != device:
        if end(sources, session, "other_device") and session.staff_id is not None:
            alerts.after_theft(sources, as_it_was(session.staff_id, session))
        return None
    return session if stays(sources, session) else None


@for_house
def stands(sources: Sources, session_id: str) -> bool:
    """Does the session still stand, its person with the same rights as at sign-in?"""
    session = desk_sessions.by_id(sources.desk, session_id)
    return session is not None and session.ended_at is None and stays(sources, session)


@for_house
def person(sources: Sources, session_id: str) -> tuple[Viewer, bool] | None:
    """Who is signed in by a session, and is this their first page? None where nobody is any more."""
    session = desk_sessions.by_id(sources.desk, session_id)
    if session is None or session.staff_id is None or over(sources, session):
        return None
    is_first = session.shown_at is None and desk_sessions.show(sources.desk, session_id)
    return staff.viewer(sources, session.staff_id, session.device or "unknown"), is_first


@for_house
def note_press(sources: Sources, session_id: str, press: str) -> None:
    """Write down that somebody pressed what was not on their screen: a message made by hand."""
    session = desk_sessions.by_id(sources.desk, session_id)
    presser = HOUSE
    if session is not None and session.staff_id is not None:
        presser = as_it_was(session.staff_id, session)
    details = {"asked": f"press.{press}"}
    sources.desk.record(Happening(presser, "refused", "unknown_press", details=details))


@for_house
def touch(sources: Sources, session_id: str) -> None:
    """Somebody touched the screen."""
    desk_sessions.touch(sources.desk, session_id)


@for_house
def renew(sources: Sources, session_id: str) -> str | None:
    """Another token for the session, the one before stands for nothing from now on; None: it has ended."""
    token = new_token()
    return token if desk_sessions.renew(sources.desk, session_id, digest_of(token)) else None


@for_house
def sign_out(sources: Sources, session_id: str, why: End = "signed_out") -> None:
    """End the session of whoever goes."""
    session = desk_sessions.by_id(sources.desk, session_id)
    if session is not None:
        end(sources, session, why)


@for_house
def signed_in(sources: Sources) -> tuple[Session, ...]:
    """Every session in which somebody is signed in, the oldest first."""
    found, known = desk_sessions.standing(sources.desk), everybody(sources)
    return tuple(one for one in found if one.staff_id is not None and over(sources, one, known) is None)


@for_house
def sweep(sources: Sources, asked: Collection[str]) -> frozenset[str]:
    """End every session whose time is over or whose person left; which of `asked` do not stand any more."""
    found, known = desk_sessions.standing(sources.desk), everybody(sources)
    kept = {session.session_id for session in found if stays(sources, session, known)}
    return frozenset(asked) - kept


def everybody(sources: Sources) -> Known:
    """Everybody who may sign in, read once."""
    return {member.staff_id: member for member in staff.members(sources)}.get


def stays(sources: Sources, session: Session, known: Known | None = None) -> bool:
    """Does it stand? One that is over is ended at once, and the audit says why."""
    why = over(sources, session, known)
    if why is not None:
        end(sources, session, why)
    return why is None


def over(sources: Sources, session: Session, known: Known | None = None) -> str | None:
    """Why a session is over, None while it stands; `known` finds who may sign in by staff number."""
    policy = sources.catalog.policy
    life = Life(timedelta(seconds=policy.session_idle_seconds), timedelta(hours=policy.session_hours))
    why = session.ended_why or end_of(session, sources.desk.stamp(), life)
    if why is not None or session.staff_id is None:
        return why
    member = (known or partial(staff.member, sources))(session.staff_id)
    if member is None:
        return "left"
    return None if staff.rights_of(staff.as_viewer(member)) == session.rights else "changed"


@for_house
def end(sources: Sources, session: Session, why: str, os_user: str | None = None) -> bool:
    """End a session, with the audit row of its person; False where it had ended."""
    happening = None
    if session.staff_id is not None:
        viewer = replace(as_it_was(session.staff_id, session), os_user=os_user)
        happening = Happening(viewer, "sign_out", why, details={"session": session.session_id})
    return desk_sessions.end(sources.desk, session.session_id, why, happening)


def as_it_was(staff_id: str, session: Session) -> Viewer:
    """The viewer the person was at sign-in; the audit wants no name."""
    role, branch_id = cast(Role, session.rights["role"]), cast("str | None", session.rights["branch_id"])
    return Viewer(staff_id, staff_id, role, branch_id, device=session.device or "unknown")


def signing_in(viewer: Viewer, session: Session) -> Happening:
    return Happening(viewer, "sign_in", details={"session": session.session_id})


def session_over() -> AccessRefused:
    return AccessRefused("session_over", "This session is over.", "Load the page again and sign in.")


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()
