"""Who looks up whom: patterns are told to the branch's manager and to audit before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lobby.data import desk_alerts
from lobby.data.desk import Happening
from lobby.domain import scope, suspicion
from lobby.domain.alerts import Alert
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.suspicion import Suspicion
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff

AT_MOST = 100
ANSWERED_AT_MOST = 20


@dataclass(frozen=True)
class AlertLine:
    """An alert as its reader sees it: whom it is about and who answered it, by name, in the bank's time."""

    alert: Alert
    about: str
    raised_at: datetime
    answered_by: str | None


def after_opening(sources: Sources, viewer: Viewer) -> None:
    """Raise what the newest opening gives rise to; it is written by now, and nothing is shown yet."""
    policy = sources.catalog.policy
    looks = desk_alerts.looks_of(sources.desk, viewer.staff_id, timedelta(minutes=policy.watch_minutes))
    if looks:
        tell(sources, viewer, suspicion.of_looks(looks, policy))


def after_search(sources: Sources, viewer: Viewer) -> None:
    """Raise what the searches of the last minutes give rise to."""
    policy = sources.catalog.policy
    within = timedelta(minutes=policy.watch_tails_minutes)
    by_number, opened = desk_alerts.searches_of(sources.desk, viewer.staff_id, within)
    tell(sources, viewer, suspicion.of_searches(by_number, opened, policy))


def after_limit(sources: Sources, viewer: Viewer, count: int) -> None:
    """Tell that somebody came to a limit."""
    tell(sources, viewer, (Suspicion("limit", count),))


def after_theft(sources: Sources, viewer: Viewer) -> None:
    """Tell that somebody's session was brought from another browser than the one it began on."""
    tell(sources, viewer, (Suspicion("stolen", 1),))


def tell(sources: Sources, viewer: Viewer, found: tuple[Suspicion, ...]) -> None:
    if found:
        desk_alerts.raise_alerts(sources.desk, viewer, found)


@for_viewer
def open_alerts(sources: Sources, viewer: Viewer) -> tuple[AlertLine, ...]:
    """What nobody has answered yet, about others: a manager's own branch, audit all; the newest first."""
    found = desk_alerts.open_alerts(sources.desk, scope.own_branch(viewer), viewer.staff_id, AT_MOST)
    return lines(sources, found)


@for_viewer
def answered_alerts(sources: Sources, viewer: Viewer) -> tuple[AlertLine, ...]:
    """What was answered lately, about others."""
    found = desk_alerts.answered_alerts(
        sources.desk, scope.own_branch(viewer), viewer.staff_id, ANSWERED_AT_MOST
    )
    return lines(sources, found)


@for_viewer
def answer(sources: Sources, viewer: Viewer, alert_id: str, note: str) -> None:
    """Write what was found out about an alert, under one's own name."""
    said = scope.reason_as_kept(note)
    if said is None:
        raise EntryRefused("note_needed", "Nobody wrote what came of it.", "One sentence will do.")
    standing = (one.alert for one in open_alerts(sources, viewer) if not one.alert.ends_by_itself)
    found = next((one for one in standing if one.alert_id == alert_id), None)
    happening = Happening(viewer, "alert", "answered", details={"alert": alert_id})
    if found is None or not desk_alerts.answer(sources.desk, found, said, happening):
        raise AccessRefused("unknown_alert", "There is no such open alert.", "Look at the list again.")


def lines(sources: Sources, found: tuple[Alert, ...]) -> tuple[AlertLine, ...]:
    names = names_of_staff(sources) if found else {}
    return tuple(
        AlertLine(
            alert=one,
            about=names.get(one.about_staff_id, one.about_staff_id),
            raised_at=sources.bank_time(one.raised_at),
            answered_by=names.get(one.answered_by or "", one.answered_by),
        )
        for one in found
    )
