"""The people and organisations around a customer, for advisers and managers; opening it is in the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lobby.data.desk import Happening
from lobby.domain.network import Network, Other, Tie, household_aum, is_protected, nodes
from lobby.domain.viewer import Viewer
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Visit
from lobby.services.visits import confirm

OF_EACH_KIND = 50
CENTRE = 1


@for_viewer
def network(sources: Sources, viewer: Viewer, visit: Visit) -> Network:
    """Who is around the customer opened in `visit`; AccessRefused for a role that may see nobody else."""
    confirm(sources, viewer, visit)
    part = {"part": "network"}
    sources.desk.record(
        Happening(viewer, "part", customer_id=visit.customer_id, visit_id=visit.visit_id, details=part)
    )
    return around(sources, viewer, visit.customer_id)


def around(sources: Sources, viewer: Viewer, customer_id: str) -> Network:
    """What `viewer` may see around a customer, as many as can be read at once."""
    rows = sources.portraits.rows("customer_relations", customer_id=customer_id, at_most=OF_EACH_KIND)
    ties = [as_tie(row) for row in rows]
    others = customers(sources, [customer_id, *(tie.other_id for tie in ties if tie.other_id)])
    policy = sources.catalog.policy
    drawn = nodes(viewer, ties, others, organisations(sources, ties), policy.adult_age)
    members = [others[tie.other_id] for tie in ties if tie.kind == "household" and tie.other_id in others]
    told = [member for member in members if not is_protected(member, policy.adult_age)]
    household = [others[customer_id], *told]
    room = policy.network_nodes - CENTRE
    return Network(
        nodes=drawn[:room],
        count_more=max(0, len(drawn) - room),
        household_aum=household_aum(viewer, household),
        count_household=len(household),
        count_colleagues=colleagues(sources, rows),
    )


def customers(sources: Sources, customer_ids: Iterable[str]) -> dict[str, Other]:
    """The customers with these numbers, by number."""
    rows = sources.portraits.rows("customer_others", customer_ids=sorted(set(customer_ids)))
    return {row["customer_id"]: Other(**row) for row in rows}


def organisations(sources: Sources, ties: Iterable[Tie]) -> dict[str, str]:
    """The names of the organisations among `ties`, by number."""
    wanted = sorted({tie.organisation_id for tie in ties if tie.organisation_id})
    rows = sources.portraits.rows("customer_organisations", organisation_ids=wanted)
    return {row["organisation_id"]: row["name"] for row in rows}


def colleagues(sources: Sources, rows: Iterable[Mapping[str, Any]]) -> int | None:
    """How many other customers the same employer pays; None without a regular salary."""
    key = next((row["payer_key"] for row in rows if row["kind"] == "employer"), None)
    found = sources.portraits.one("customer_colleagues", payer_key=key) if key else None
    return None if found is None else int(found["count_customers"]) - 1


def as_tie(row: Mapping[str, Any]) -> Tie:
    return Tie(**{name: value for name, value in row.items() if name != "payer_key"})
