"""A decision as the desk store keeps it: all it rests on, so that it can be made again, and what came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from typing import Any, get_origin, get_type_hints
from uuid import uuid4

from lobby.data import desk_decisions
from lobby.data.desk import Happening
from lobby.data.desk_decisions import Offered, Record
from lobby.domain.as_json import from_json, to_json
from lobby.domain.association import Association, touching
from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog
from lobby.domain.levers import Lever
from lobby.domain.portrait import Portrait
from lobby.domain.propensity import Propensity
from lobby.domain.results import Offer
from lobby.domain.since import Since
from lobby.domain.viewer import Machine, Role, Stranger, Viewer
from lobby.services.decide import Decision
from lobby.services.permission import for_house
from lobby.services.scenarios import switched
from lobby.services.sources import Sources
from lobby.services.views import Reason, ServiceLine, Visit

LOBBY = version("lobby")  # read once: it stands in a file of the installed package
# Who and where the customer is, and what is only drawn: no decision rests on it.
NOT_DECIDED_BY = frozenset(
    {"name", "phone", "id_number_last4", "address_key", "spent_by_month", "appointments", "other_currencies"}
)


@dataclass(frozen=True)
class Asker:
    """Of the member of staff, what a decision rests on."""

    staff_id: str
    role: Role | Machine | Stranger
    branch_id: str | None
    qualifications: frozenset[str]


@dataclass(frozen=True)
class Inputs:
    """Everything a decision rests on beside the catalogue: `portrait` as JSON, without `NOT_DECIDED_BY`.

    `switches`: the cards head office switched; `held_back_by`: the risk flags, for the audit alone.
    """

    today: date
    asker: Asker
    portrait: Mapping[str, Any]
    currency: str | None
    associations: tuple[Association, ...]
    since: Since
    propensities: Mapping[str, Propensity]
    switches: Mapping[str, bool]
    held_back_by: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """A decision that is to be kept, with what it offered and the audit row that goes with it."""

    record: Record
    offered: Offered
    happening: Happening


@for_house
def keep_decision(sources: Sources, decided: Decided | None) -> None:
    """Write a decision and its audit row, once per visit and again when what it rests on changed."""
    if decided is not None:
        desk_decisions.keep(sources.desk, decided.record, decided.offered, decided.happening)


def decided_by(sources: Sources, viewer: Viewer, visit: Visit, inputs: Inputs, decision: Decision) -> Decided:
    """What is to be kept of `decision`: under the number it has where nothing changed, else a new one."""
    record = record_of(visit, inputs, sources.portraits.fingerprint, decision)
    known = desk_decisions.number_of(sources.desk, visit.visit_id, record.inputs_hash)
    record = replace(record, decision_id=known) if known else record
    details = {"decision": record.decision_id}
    return Decided(
        record,
        Offered(inputs.today, offers_of(sources.catalog, inputs, decision)),
        Happening(viewer, "decision", "ok", visit.customer_id, visit.visit_id, details=details),
    )


def offers_of(catalog: Catalog, inputs: Inputs, decision: Decision) -> tuple[Offer, ...]:
    """What was offered, or would have been but for the control group: what results are measured by."""
    return tuple(
        Offer(
            product_code=one.product,
            place=place,
            is_control=not decision.suggestions,
            card=one.card,
            triggers=tuple(reason.code for reason in one.reasons if reason.code in catalog.events),
            segment=inputs.portrait["segment"],
        )
        for place, one in enumerate(decision.suggestions or decision.kept_back)
    )


def inputs_of(case: Case, switches: Mapping[str, bool], held_back_by: Iterable[str]) -> Inputs:
    """What the decision of `case` rests on."""
    viewer = case.viewer
    known = {
        field.name: to_json(getattr(case.portrait, field.name))
        for field in fields(Portrait)
        if field.name not in NOT_DECIDED_BY
    }
    return Inputs(
        today=case.today,
        asker=Asker(viewer.staff_id, viewer.role, viewer.branch_id, viewer.qualifications),
        portrait=known,
        currency=case.currency,
        associations=touching(case.portrait, case.associations),
        since=case.since,
        propensities=case.propensities,
        switches=switches,
        held_back_by=tuple(sorted(held_back_by)),
    )


def case_of(inputs: Inputs, catalog: Catalog) -> Case:
    """The case that these inputs were taken of, before the present `catalog`."""
    asker = inputs.asker
    return Case(
        portrait=portrait_of(inputs.portrait),
        viewer=Viewer(asker.staff_id, "", asker.role, asker.branch_id, asker.qualifications),
        today=inputs.today,
        catalog=switched(catalog, inputs.switches),
        currency=inputs.currency,
        associations=inputs.associations,
        is_held_back=bool(inputs.held_back_by),
        since=inputs.since,
        propensities=inputs.propensities,
    )


def portrait_of(known: Mapping[str, Any]) -> Portrait:
    """The portrait of its JSON; a field that was not kept is empty."""
    hints = get_type_hints(Portrait)
    empty: dict[str, Any] = {name: [] if get_origin(hint) is list else None for name, hint in hints.items()}
    kept = {name: from_json(hints[name], value) for name, value in known.items() if name in hints}
    return Portrait(**{**empty, **kept})


def record_of(visit: Visit, inputs: Inputs, portrait: str, decision: Decision) -> Record:
    """The row of `decision`, made on the portrait of this fingerprint, under a new number."""
    versions = {
        "portrait": portrait,
        "catalog": decision.catalog,
        "levers": version_of(inputs.since.levers),
        "lobby": LOBBY,
    }
    written: Any = to_json(inputs)
    return Record(
        decision_id=uuid4().hex,
        visit_id=visit.visit_id,
        customer_id=visit.customer_id,
        staff_id=inputs.asker.staff_id,
        branch_id=inputs.asker.branch_id,
        inputs=written,
        inputs_hash=digest([written, versions]),
        versions=versions,
        shown=shown_of(decision),
        withheld=withheld_of(decision),
    )


def version_of(changed: tuple[Lever, ...]) -> str:
    """What names the levers in force, all of the catalogue where none was changed."""
    return digest(to_json(changed)) if changed else "catalog"


def digest(value: Any) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def shown_of(decision: Decision) -> dict[str, Any]:
    """What was shown, in codes and in its order."""
    return {
        "say_first": decision.say_first.code,
        "talk": decision.talk.code if decision.talk else None,
        "unfinished": lines(decision.unfinished),
        "suggestions": [
            {"product": one.product, "fit": one.fit, "reasons": codes(one.reasons), "card": one.card}
            for one in decision.suggestions
        ],
        "services": lines(decision.services),
        "no_offer": decision.no_offer,
        "loan_card": decision.loan_card.product if decision.loan_card else None,
    }


def lines(shown: Iterable[ServiceLine]) -> list[str]:
    return [line.service for line in shown]


def codes(reasons: Iterable[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


def withheld_of(decision: Decision) -> list[dict[str, Any]]:
    """Each product not suggested: the true stage, reason and values, and what the screen told."""
    told = {one.product: way(one.stage, one.reason, one.values) for one in decision.not_suggested}
    return [
        {"product": one.product, **way(one.stage, one.reason, one.values), "told": told.get(one.product)}
        for one in decision.audit
    ]


def way(stage: str, reason: str, values: Mapping[str, object]) -> dict[str, Any]:
    return {"stage": stage, "reason": reason, "values": to_json(values)}
