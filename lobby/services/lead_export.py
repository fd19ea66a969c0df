"""The day's leads as a file: masked, marked with who took it and when, in the audit before it can leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from lobby.data.desk import Happening
from lobby.data.workbook import workbook
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.downloads import Downloads, File
from lobby.services.sources import Sources


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

    `is_direct`: the browser is on this very machine; anywhere else nothing leaves.
    """
    if not scope.exports_leads(viewer):
        raise AccessRefused("not_for_role", "Leads are exported by the manager of the branch.")
    if not is_direct:
        raise AccessRefused(
            "export_not_here", "Files are made on the server's own machine only.", "Print the sheet instead."
        )
    watermark = f"{viewer.staff_id} {viewer.name} {viewer.device} {now:%Y-%m-%d %H:%M}"
    content = workbook(watermark, headings, rows)
    details = {"what": "leads", "rows": len(rows), "sha256": sha256(content).hexdigest()}
    sources.desk.record(Happening(viewer, "export", details=details))
    at = sources.clock()
    until = at + timedelta(minutes=sources.catalog.policy.export_minutes)
    return waiting.keep(File(f"leads-{now:%Y%m%d-%H%M}.xlsx", content, viewer.device, until), at)
