"""Files of many customers: asked for by one person, released by another, fetched once where they were made.

Each step is in the desk store and in the audit before it counts; a restart in between loses nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256

from lobby.data import desk_exports, export_files
from lobby.data.desk import Happening
from lobby.data.desk_exports import EXPORTS
from lobby.domain import scope
from lobby.domain.access import HOUSE
from lobby.domain.errors import AccessRefused
from lobby.domain.exports import Export, Release, State, What, state
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_house, for_viewer
from lobby.services.sources import Sources

TOKEN_BYTES = 24


@dataclass(frozen=True)
class File:
    """What leaves: its name and its content."""

    name: str
    content: bytes = field(repr=False)


def ask(sources: Sources, viewer: Viewer, made: Export, content: bytes | None) -> Release:
    """Keep a file until a second person releases it; what nobody waits for any more is deleted."""
    export_id = secrets.token_urlsafe(TOKEN_BYTES)
    export_files.forget(sources.settings.home, in_hand(sources))
    if content is not None:
        made = replace(made, sha256=sha256(content).hexdigest())
        export_files.keep(sources.settings.home, export_id, content)
    return EXPORTS.propose(sources.desk, export_id, made, told(viewer, "asked", made))


def told(viewer: Viewer, result: str, made: Export, **more: object) -> Happening:
    details = {"what": made.what, "rows": made.rows, "sha256": made.sha256, **more}
    return Happening(viewer, "export", result, details=details)


def in_hand(sources: Sources) -> Mapping[str, tuple[Release, State]]:
    """Everything that somebody may still release or fetch, by its number, the newest first."""
    policy, at = sources.catalog.policy, sources.clock()
    begin = at - timedelta(minutes=policy.export_release_minutes + policy.export_minutes)
    asked = desk_exports.since(sources.desk, begin)
    taken = desk_exports.taken(sources.desk, [one.number for one in asked])
    found = {one.number: (one, state(one, one.number in taken, at, policy)) for one in asked}
    return {number: both for number, both in found.items() if both[1] != "over"}


def own(
    sources: Sources, viewer: Viewer, what: What, name: str | None = None
) -> tuple[Release, State] | None:
    """The newest file of this kind that this person asked for on this device, as long as it waits."""
    mine = (
        (one, stands)
        for one, stands in in_hand(sources).values()
        if (one.made_by, one.change.device, one.change.what) == (viewer.staff_id, viewer.device, what)
        and name in (None, one.change.name)
    )
    return next(mine, None)


def unreleased(release: Release) -> AccessRefused:
    """The refusal that names what waits."""
    return AccessRefused(
        "export_unreleased",
        f"{release.change.name} waits for a second person.",
        "Somebody else of head office releases it on page data; then give the same command again.",
    )


@for_viewer
def to_release(sources: Sources, viewer: Viewer) -> tuple[Release, ...]:
    """The files that this person may release: others' of the own branch, for head office all."""
    return tuple(
        one
        for one, stands in in_hand(sources).values()
        if stands == "waiting" and scope.releases_export(viewer, one.made_by, one.change.branch_id)
    )


@for_viewer
def release(sources: Sources, viewer: Viewer, export_id: str) -> None:
    """Let a colleague's file leave, once it is in the audit; nobody releases their own."""
    found = next((one for one in to_release(sources, viewer) if one.number == export_id), None)
    if found is None:
        raise AccessRefused(
            "unknown_export", "There is no such file to be released.", "Look at the list again."
        )
    happening = told(viewer, "released", found.change, made_by=found.made_by)
    EXPORTS.answer(sources.desk, export_id, "checked", "", happening)


@for_viewer
def standing(sources: Sources, viewer: Viewer) -> tuple[Release, ...]:
    """What leaves again and again since two people let it, where this person may end that."""
    return tuple(
        one
        for one, stands in in_hand(sources).values()
        if stands == "released" and one.change.is_standing and scope.ends_export(viewer, one.change.branch_id)
    )


@for_viewer
def withdraw(sources: Sources, viewer: Viewer, export_id: str) -> None:
    """Let it leave no more from now on; one person is enough to stop."""
    found = next((one for one in standing(sources, viewer) if one.number == export_id), None)
    if found is None:
        raise AccessRefused("unknown_export", "Nothing like it leaves by itself.", "Look at the list again.")
    told_by = told(viewer, "withdrawn", found.change, made_by=found.made_by)
    desk_exports.take(sources.desk, export_id, told_by)


@for_house
def fetch(sources: Sources, export_id: str, device: str | None) -> File | None:
    """The file, once; None unreleased, for another browser, too late, a second time, or not as released."""
    found, stands = in_hand(sources).get(export_id, (None, None))
    if found is None or stands != "released" or found.change.is_standing or found.change.device != device:
        return None
    content = export_files.read(sources.settings.home, export_id)
    if content is None or sha256(content).hexdigest() != found.change.sha256:
        return None
    if not desk_exports.take(
        sources.desk, export_id, told(HOUSE, "taken", found.change, made_by=found.made_by)
    ):
        return None
    export_files.forget(sources.settings.home, in_hand(sources))
    return File(found.change.name, content)
