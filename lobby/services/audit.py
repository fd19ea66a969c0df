"""The audit: searched, turned round to who saw a customer and whom somebody saw, and let go when old.

A manager sees what was done in the own branch, but for the risk desk's part; the auditor everything. Asking
is written down before it is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from lobby.data import desk_audit_prune, desk_audit_search
from lobby.data.desk import Action, Happening
from lobby.data.desk_audit_prune import Pruned
from lobby.domain import scope
from lobby.domain.audit_search import Place, Seen, Wanted
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.data_views import AuditLine
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

ACTIONS: tuple[str, ...] = get_args(Action)
TYPED = ("staff_id", "customer_id", "device", "branch_id", "action")
AT_MOST = 200
SEEN_AT_MOST = 100_000
COLUMNS = (
    "sequence", "happened_at", "staff_id", "role", "branch_id", "device", "os_user", "action", "result",
    "customer_id", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Some rows, the newest first, and where to go on for older ones; None at the end."""

    lines: tuple[AuditLine, ...]
    next: Place | None


@for_viewer
def search(sources: Sources, viewer: Viewer, wanted: Wanted, after: Place | None = None) -> Page:
    """The newest 200 rows that are wanted, or those after a page."""
    wanted = admitted(viewer, wanted)
    by = sorted(name for name, value in vars(wanted).items() if value)
    sources.desk.record(Happening(viewer, "audit", "searched", details={"by": by}))
    rows = desk_audit_search.search(sources.desk, wanted, AT_MOST, after)
    return page_of(rows)


@for_viewer
def who_saw(sources: Sources, viewer: Viewer, customer_id: str, wanted: Wanted) -> Page:
    """Everybody who saw this customer: opened, revealed, exported, or had them in a list."""
    wanted = admitted(viewer, replace(wanted, customer_id=None))
    customer_id = scope.number_as_asked(customer_id)
    sources.desk.record(Happening(viewer, "audit", "who_saw", customer_id or None))
    return page_of(desk_audit_search.about(sources.desk, customer_id, wanted, AT_MOST))


@for_viewer
def seen(sources: Sources, viewer: Viewer, wanted: Wanted) -> tuple[Seen, ...]:
    """Every customer whom one person or one device saw in a span of time."""
    if wanted.staff_id is None and wanted.device is None:
        raise AccessRefused(
            "nobody_named", "Whom somebody saw is asked of a person or a device.", "Name one."
        )
    wanted = admitted(viewer, wanted)
    details = {"staff": wanted.staff_id, "device": wanted.device}
    sources.desk.record(Happening(viewer, "audit", "seen", details=details))
    return desk_audit_search.seen(sources.desk, wanted, SEEN_AT_MOST)


@for_viewer
def prune(sources: Sources, viewer: Viewer) -> Pruned:
    """Delete the rows that are older than the policy keeps them; for the auditor."""
    settings, policy = sources.settings, sources.catalog.policy
    happening = Happening(viewer, "audit", "pruned")
    return desk_audit_prune.prune(sources.desk, policy.audit_days, settings.audit_sink, happening)


def admitted(viewer: Viewer, wanted: Wanted) -> Wanted:
    """What this viewer may see of it, of what can be asked: nothing has a number of signs nobody can type."""
    typed = {name: value for name in TYPED if (value := getattr(wanted, name)) is not None}
    asked: dict[str, Any] = {name: scope.number_as_asked(value) for name, value in typed.items()}
    wanted = replace(wanted, **asked)
    if scope.sees_whole_audit(viewer):
        return wanted
    return replace(wanted, branch_id=viewer.branch_id or "", without_roles=tuple(sorted(scope.RISK_ROLES)))


def page_of(rows: Any) -> Page:
    lines = tuple(line_of(row) for row in rows)
    if len(lines) < AT_MOST:
        return Page(lines, None)
    return Page(lines, Place(lines[-1].happened_at, lines[-1].sequence))


def line_of(row: Mapping[str, Any]) -> AuditLine:
    """A row of the audit; of its details the number that `lobby explain` takes, what was shown, and why."""
    details = row["details"] or {}
    about = details.get("list") or details.get("field") or details.get("part") or details.get("what")
    return AuditLine(
        **{column: row[column] for column in COLUMNS},
        decision_id=details.get("decision"),
        about=None if about is None else str(about),
        why=details.get("why"),
    )
