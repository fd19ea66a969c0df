"""Five minutes in the morning: what changed overnight, who is expected, and the three things to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from lobby.data import desk_status
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.since import SaleState
from lobby.domain.viewer import Language, Viewer
from lobby.services.lead_home import Expected, expected
from lobby.services.lead_views import Lead
from lobby.services.permission import for_viewer
from lobby.services.product_status import concerns
from lobby.services.sources import Sources

THINGS = 3
SHEET_ROWS = 30
LATELY = 60


@dataclass(frozen=True)
class Change:
    """What is otherwise since yesterday: a product's state or rate by the desk, or its days of sale."""

    product: str
    kind: Literal["status", "new", "withdrawn"]
    on: date
    state: SaleState | None = None
    rate_version: str | None = None


@dataclass(frozen=True)
class Huddle:
    changes: tuple[Change, ...]
    expected: tuple[Expected, ...]
    things: tuple[Lead, ...]


@for_viewer
def huddle(
    sources: Sources, viewer: Viewer, leads: Sequence[Lead], now: datetime, language: Language
) -> Huddle:
    """Of the viewer's own branch; `leads` is today's whole list of it, most urgent first."""
    branch_id = scope.branch_of(viewer)
    return Huddle(
        changes=(*by_the_desk(sources, viewer, now), *by_the_catalogue(sources, now.date())),
        expected=expected(sources, branch_id, now, language),
        things=tuple(one for one in leads if one.is_waiting)[:THINGS],
    )


def by_the_desk(sources: Sources, viewer: Viewer, now: datetime) -> tuple[Change, ...]:
    """What came into force since the start of yesterday, the newest first."""
    since, at = now.date() - timedelta(days=1), sources.desk.stamp()
    found = []
    for one in desk_status.CHANGES.answered(sources.desk, LATELY):
        held = one.holds_from
        if held is None or held > at or not concerns(viewer, one):
            continue
        on = sources.bank_time(held).date()
        if on >= since:
            change = one.change
            found.append(Change(change.product_code, "status", on, change.state, change.rate_version))
    return tuple(found)


def by_the_catalogue(sources: Sources, today: date) -> tuple[Change, ...]:
    """What is sold from today or yesterday on, and what was sold until then."""
    yesterday = today - timedelta(days=1)
    products = sorted(sources.catalog.products.values(), key=lambda one: one.code)
    begun = (
        Change(one.code, "new", one.on_sale_from)
        for one in products
        if one.on_sale_from in (yesterday, today) and one.on_sale_from is not None
    )
    over = (
        Change(one.code, "withdrawn", one.on_sale_to)
        for one in products
        if one.on_sale_to == yesterday and one.on_sale_to is not None
    )
    return (*begun, *over)


@for_viewer
def open_sheet(sources: Sources, viewer: Viewer, leads: Sequence[Lead]) -> tuple[Lead, ...]:
    """The rows of the sheet to print, at most 30, once it is in the audit that they leave on paper."""
    rows = tuple(one for one in leads if one.is_waiting)[:SHEET_ROWS]
    details = {"what": "huddle_sheet", "rows": len(rows)}
    sources.desk.record(Happening(viewer, "export", details=details))
    return rows
