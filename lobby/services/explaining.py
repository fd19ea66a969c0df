"""Why was this decided? A kept decision made again from its inputs, with the catalogue and code of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from lobby.data import desk_decisions, desk_levers
from lobby.data.desk import Happening
from lobby.data.desk_decisions import Kept
from lobby.domain import scope
from lobby.domain.as_json import from_json
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.decide import concluded
from lobby.services.decisions import Inputs, case_of, shown_of, version_of, withheld_of
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources

LINES = ("say_first", "talk", "unfinished", "services", "loan_card", "no_offer")
WAY = ("stage", "reason", "values")


@dataclass(frozen=True)
class Difference:
    """What is decided otherwise today: a product's way, or a line of the screen."""

    what: str
    then: object
    now: object


@dataclass(frozen=True)
class Explanation:
    """A decision as it was made, and each difference to what today's catalogue and code decide.

    `products`: how each went, by its code: its place and reasons, or where and why it left. `versions` and
    `versions_now`: portrait, catalogue, changed levers and Lobby then, and all but the portrait now; made
    again with the levers that held then.
    """

    decision_id: str
    visit_id: str
    customer_id: str
    staff_id: str
    branch_id: str | None
    made_at: datetime
    versions: Mapping[str, str]
    versions_now: Mapping[str, str]
    lines: Mapping[str, object]
    products: Mapping[str, Mapping[str, Any]]
    differences: tuple[Difference, ...]

    @property
    def is_equal(self) -> bool:
        """Would the same be decided today?"""
        return not self.differences


@for_viewer
def explain(sources: Sources, viewer: Viewer, decision_id: str, reason: str | None = None) -> Explanation:
    """The decision of this number, explained as far as `viewer` may hear; AccessRefused for others.

    The true reasons are the auditor's alone: to everybody else a hidden one is told as the screen told it.
    """
    kept = admit(sources, viewer, decision_id, scope.reason_as_kept(reason))
    record, is_true = kept.record, scope.sees_true_reasons(viewer)
    again = concluded(case_of(from_json(Inputs, record.inputs), sources.catalog), "zh_Hans")
    shown = shown_of(again)
    lines, products = lines_of(record.shown), ways(record.shown, record.withheld, is_true)
    return Explanation(
        decision_id=record.decision_id,
        visit_id=record.visit_id,
        customer_id=record.customer_id,
        staff_id=record.staff_id,
        branch_id=record.branch_id,
        made_at=kept.made_at,
        versions=record.versions,
        versions_now={
            "catalog": sources.catalog.fingerprint,
            "levers": version_of(desk_levers.changed(sources.desk)),
            "lobby": version("lobby"),
        },
        lines=lines,
        products=products,
        differences=(
            *differences(lines, lines_of(shown)),
            *differences(products, ways(shown, withheld_of(again), is_true)),
        ),
    )


def admit(sources: Sources, viewer: Viewer, decision_id: str, why: str | None) -> Kept:
    """The decision, once it is in the audit who asks; refused alike when it is not there or out of reach."""
    is_number = decision_id.isprintable()
    kept = desk_decisions.decision_of(sources.desk, decision_id) if is_number else None
    asked = {"decision": decision_id if is_number else None}
    if kept is None or not scope.sees_decision(viewer, kept.record.branch_id):
        details = {"asked": "explain", **asked}
        sources.desk.record(Happening(viewer, "refused", "unknown_decision", reason=why, details=details))
        raise AccessRefused(
            "unknown_decision",
            "There is no decision of this number that may be explained to you.",
            "Check the number; `lobby show` tells it.",
        )
    record = kept.record
    happening = Happening(viewer, "explain", "ok", record.customer_id, record.visit_id, why, asked)
    sources.desk.record(happening)
    return kept


def lines_of(shown: Mapping[str, Any]) -> dict[str, object]:
    return {name: shown.get(name) for name in LINES}


def ways(
    shown: Mapping[str, Any], withheld: Sequence[Mapping[str, Any]], is_true: bool
) -> dict[str, Mapping[str, Any]]:
    """How each product went, by its code; the true stage and reason, or those the screen was told."""
    suggested: dict[str, Mapping[str, Any]] = {
        one["product"]: {"place": place, "fit": one["fit"], "reasons": one["reasons"]}
        for place, one in enumerate(shown["suggestions"], start=1)
    }
    told = {one["product"]: one if is_true else one["told"] for one in withheld}
    left = {code: {name: way[name] for name in WAY} for code, way in told.items() if way is not None}
    return suggested | left


def differences(then: Mapping[str, object], now: Mapping[str, object]) -> list[Difference]:
    return [
        Difference(what, then.get(what), now.get(what))
        for what in (*then, *(what for what in now if what not in then))
        if then.get(what) != now.get(what)
    ]
