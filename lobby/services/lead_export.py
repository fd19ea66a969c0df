"""The day's leads as a file: masked, marked with who made it, where and when, released by a second person.

That it was asked for and that it was released are in the audit, with its rows and its hash, before it leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from lobby.data.desk import Happening
from lobby.data.workbook import workbook
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.downloads import Downloads, File
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources


@for_viewer
def export_leads(
    sources: Sources,
    viewer: Viewer,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    now: datetime,
    *,
    is_direct: bool,
    waiting: Downloads,
) -> str:
    """Make the file of these rows, as the screen words them, and give the token with which it is fetched.

    It waits for a second person. `is_direct`: the browser is on this very machine; elsewhere nothing leaves.
    """
    if not is_direct:
        raise AccessRefused(
            "export_not_here", "Files are made on the server's own machine only.", "Print the sheet instead."
        )
    watermark = f"{viewer.staff_id} {viewer.name} {viewer.device} {now:%Y-%m-%d %H:%M}"
    content = workbook(watermark, headings, rows)
    digest = sha256(content).hexdigest()
    details = {"what": "leads", "rows": len(rows), "sha256": digest}
    sources.desk.record(Happening(viewer, "export", "asked", details=details))
    at = sources.clock()
    until = at + timedelta(minutes=sources.catalog.policy.export_release_minutes)
    name = f"leads-{now:%Y%m%d-%H%M}.xlsx"
    file = File(name, content, viewer.device, until, viewer.staff_id, viewer.branch_id, len(rows), digest)
    return waiting.keep(file, at)


@for_viewer
def to_release(sources: Sources, viewer: Viewer, waiting: Downloads) -> Mapping[str, File]:
    """The files that this person may release: others' of the own branch, for head office all."""
    found = waiting.unreleased(sources.clock())
    return {
        token: one
        for token, one in found.items()
        if scope.releases_export(viewer, one.made_by, one.branch_id)
    }


@for_viewer
def release(sources: Sources, viewer: Viewer, token: str, waiting: Downloads) -> None:
    """Let a colleague's file leave, once it is in the audit; nobody releases their own."""
    found = to_release(sources, viewer, waiting).get(token)
    if found is None:
        raise AccessRefused(
            "unknown_export", "There is no such file to be released.", "Look at the list again."
        )
    details = {"what": "leads", "rows": found.rows, "sha256": found.sha256, "made_by": found.made_by}
    sources.desk.record(Happening(viewer, "export", "released", details=details))
    until = sources.clock() + timedelta(minutes=sources.catalog.policy.export_minutes)
    waiting.release(token, viewer.staff_id, until)
