"""Decisions drawn by lot, each with its talk, versions and the consents it rested on, made again today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from lobby.data import desk_decisions
from lobby.domain.viewer import Viewer
from lobby.services.explaining import Explanation, explain
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff
from lobby.services.views import Hit

CONSENTS = ("has_marketing_consent", "has_profiling_consent")


@dataclass(frozen=True)
class Inspected:
    """One decision of the lot; `made_at` in the bank's own time, `consents` purpose → what held then."""

    explanation: Explanation
    made_at: datetime
    staff_name: str
    customer: Hit | None
    consents: dict[str, bool | None]


@for_viewer
def inspect(sources: Sources, viewer: Viewer, seed: str, now: datetime) -> tuple[Inspected, ...]:
    """The lot that `seed` draws of the last days, in the order of the talks; the same seed draws the same.

    Each explanation is in the audit before it is shown.
    """
    policy = sources.catalog.policy
    since = sources.desk.stamp() - timedelta(days=policy.inspection_days)
    branch_id = viewer.branch_id if viewer.role == "manager" else None
    known = desk_decisions.numbers_since(sources.desk, since, branch_id)
    found = [explain(sources, viewer, one) for one in drawn(known, seed, policy.inspection_count)]
    names = names_of_staff(sources)
    people = {one.customer_id: one for one in hits(sources, [one.customer_id for one in found], now)}
    return tuple(
        Inspected(
            explanation=one,
            made_at=sources.bank_time(one.made_at),
            staff_name=names.get(one.staff_id, one.staff_id),
            customer=people.get(one.customer_id),
            consents=consents_of(sources, one.decision_id),
        )
        for one in sorted(found, key=lambda one: (one.made_at, one.decision_id))
    )


def drawn(numbers: Iterable[str], seed: str, count: int) -> list[str]:
    """At most `count` of them, by lot: anybody can draw the same lot again from the seed."""
    return sorted(
        numbers, key=lambda one: sha256(f"{seed} {one}".encode(errors="surrogatepass")).hexdigest()
    )[:count]


def consents_of(sources: Sources, decision_id: str) -> dict[str, bool | None]:
    """What the customer allowed when it was decided, as the decision kept it."""
    kept = desk_decisions.decision_of(sources.desk, decision_id)
    portrait = kept.record.inputs["portrait"] if kept else {}
    return {name.removeprefix("has_").removesuffix("_consent"): portrait.get(name) for name in CONSENTS}
