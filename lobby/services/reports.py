"""This is wrong about the customer: reported with one tap, listed on the data page until it is handled."""

from __future__ import annotations

from uuid import uuid4

from lobby.data import desk_reports
from lobby.data.desk import Action, Happening
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.reports import Note, Report
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.rows import check_figure, may_be_named
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

AT_MOST = 50


@for_viewer
def report(sources: Sources, viewer: Viewer, visit: Visit, figure: str) -> str:
    """Report that `figure` of the customer in `visit` is wrong; the number of the report."""
    confirm(sources, viewer, visit)
    check_figure(figure)
    report_id = uuid4().hex
    happening = Happening(
        viewer, "report", customer_id=visit.customer_id, visit_id=visit.visit_id, details={"figure": figure}
    )
    return desk_reports.add(
        sources.desk, report_id, figure, sources.portraits.manifest.business_date, happening
    )


@for_viewer
def add_note(sources: Sources, viewer: Viewer, report_id: str, note: Note) -> None:
    """Say what is wrong, in one of a few words; the own reports only."""
    found = desk_reports.find(sources.desk, report_id)
    if found is None or found.staff_id != viewer.staff_id:
        raise unknown_report()
    desk_reports.add_note(sources.desk, report_id, note, about(found, viewer, "report"))


@for_viewer
def open_reports(sources: Sources, viewer: Viewer) -> tuple[Report, ...]:
    """What is to be looked into, the newest first: a manager's own branch, for audit all that it may see."""
    found = desk_reports.open_reports(sources.desk, scope.own_branch(viewer), AT_MOST)
    return tuple(one for one in found if may_be_named(sources, viewer, one.figure))


@for_viewer
def handle(sources: Sources, viewer: Viewer, report_id: str) -> None:
    """Take a report off the list: it was looked into."""
    found = next((one for one in open_reports(sources, viewer) if one.report_id == report_id), None)
    if found is None or not desk_reports.handle(sources.desk, report_id, about(found, viewer, "handled")):
        raise unknown_report()


def about(found: Report, viewer: Viewer, action: Action) -> Happening:
    return Happening(
        viewer, action, customer_id=found.customer_id, visit_id=found.visit_id,
        details={"figure": found.figure, "report": found.report_id},
    )  # fmt: skip


def unknown_report() -> AccessRefused:
    return AccessRefused("unknown_report", "There is no such open report.", "Look at the list again.")
