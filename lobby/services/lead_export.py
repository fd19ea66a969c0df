"""The day's leads as a file: masked, marked with who made it, where and when, released by a second person.

That it was asked for and that it was released are in the audit, with its rows and its hash, before it leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lobby.data.workbook import workbook
from lobby.domain.errors import AccessRefused
from lobby.domain.exports import Export, Release, State
from lobby.domain.viewer import Viewer
from lobby.services import exports
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
) -> Release:
    """Make the file of these rows, as the screen words them; it waits for a second person.

    `is_direct`: the browser is on this very machine; elsewhere nothing leaves.
    """
    if not is_direct:
        raise AccessRefused(
            "export_not_here", "Files are made on the server's own machine only.", "Print the sheet instead."
        )
    watermark = f"{viewer.staff_id} {viewer.name} {viewer.device} {now:%Y-%m-%d %H:%M}"
    content = workbook(watermark, headings, rows)
    name = f"leads-{now:%Y%m%d-%H%M}.xlsx"
    made = Export("leads", name, len(rows), "", viewer.branch_id, viewer.device)
    return exports.ask(sources, viewer, made, content)


@for_viewer
def waiting(sources: Sources, viewer: Viewer) -> tuple[Release, State] | None:
    """The file that this person asked for on this device, as long as it waits to be released or fetched."""
    return exports.own(sources, viewer, "leads")
