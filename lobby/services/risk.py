"""The risk desk: new flags, cases and the rows behind them, for the role risk alone; each step is audited.

To everybody else a flag is one of the reasons behind `not_offered_now`: `held_back_by` tells the decision no
more than that, and its codes go to the audit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from lobby.data import desk_risk
from lobby.data.desk import Happening
from lobby.domain import scope
from lobby.domain.errors import AccessRefused
from lobby.domain.masking import mask_name
from lobby.domain.risk import (
    NEXT,
    CaseState,
    Step,
    StepRefusal,
    holds_back,
    is_new,
    needs_second_person,
)
from lobby.domain.viewer import Viewer
from lobby.services import listing
from lobby.services.figures import tail
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.showing import plain
from lobby.services.sources import Sources
from lobby.services.views import Hit, RowsBehind

NOTE_LENGTH = 500
COLUMNS = ("booked_on", "account", "counterparty", "amount")
HINTS: Mapping[StepRefusal, str] = {
    "step_not_next": "Look at the case again; somebody else was faster.",
    "second_person_needed": "Ask a colleague who did not confirm the case.",
    "note_needed": "Write down why first.",
}


@dataclass(frozen=True)
class Suspicion:
    """What a flag says: whom it is about (masked), when, how much, and the facts that prove it."""

    flag_code: str
    subject: str
    people: tuple[Hit, ...]
    happened_on: date
    expires_on: date
    amount: Decimal
    evidence: Mapping[str, Any]


@dataclass(frozen=True)
class RiskCase:
    """A case with its steps; `next_states` are those this viewer may take it to."""

    case_id: str
    suspicion: Suspicion
    state: CaseState
    steps: tuple[Step, ...]
    next_states: tuple[CaseState, ...]
    needs_second_person: bool


@dataclass(frozen=True)
class RiskDesk:
    """Flags nobody has a case about, and every case, the newest first."""

    new: tuple[Suspicion, ...]
    cases: tuple[RiskCase, ...]


@for_viewer
def risk_desk(sources: Sources, viewer: Viewer) -> RiskDesk:
    """What waits at the risk desk; looking is in the audit first."""
    write_down(sources, viewer, "list")
    cases = desk_risk.cases(sources.desk)
    courses = [case.course for case in cases]
    quiet = timedelta(days=sources.catalog.risk.quiet_days)
    flags = [
        flag
        for flag in sources.portraits.rows("risk_flags")
        if is_new((flag["flag_code"], flag["subject"]), courses, sources.clock(), quiet)
    ]
    known = people_of(sources, [*flags, *(case.flag for case in cases)])
    listing.tell(sources, viewer, "risk", known)
    return RiskDesk(
        new=tuple(suspicion(flag, known) for flag in flags),
        cases=tuple(risk_case(case, viewer, known) for case in cases),
    )


def write_down(sources: Sources, viewer: Viewer, asked: str, **details: object) -> None:
    """Write down who asked, and what for."""
    asked_for = {"asked": f"risk_{asked}", **details}
    sources.desk.record(Happening(viewer, "risk", details=asked_for))


def people_of(sources: Sources, flags: Sequence[Mapping[str, Any]]) -> Mapping[str, Hit]:
    involved = {customer_id for flag in flags for customer_id in flag["involved"]}
    return {hit.customer_id: hit for hit in hits(sources, sorted(involved), sources.clock())}


def suspicion(flag: Mapping[str, Any], known: Mapping[str, Hit]) -> Suspicion:
    """A flag as the build or a case keeps it; somebody the newest build no longer has is left out."""
    return Suspicion(
        flag_code=flag["flag_code"],
        subject=flag["subject"],
        people=tuple(known[one] for one in flag["involved"] if one in known),
        happened_on=day(flag["happened_on"]),
        expires_on=day(flag["expires_on"]),
        amount=Decimal(str(flag["amount"])),
        evidence=json.loads(flag["evidence"], parse_float=Decimal),
    )


def day(value: date | str) -> date:
    """A day, also as the desk store keeps it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def risk_case(case: desk_risk.Case, viewer: Viewer, known: Mapping[str, Hit]) -> RiskCase:
    steps = case.course.steps
    after = NEXT[case.course.state]
    own = [state for state in after if needs_second_person(steps, state, viewer.staff_id)]
    return RiskCase(
        case_id=case.case_id,
        suspicion=suspicion(case.flag, known),
        state=case.course.state,
        steps=steps,
        next_states=tuple(state for state in after if state not in own),
        needs_second_person=bool(own),
    )


@for_viewer
def open_case(sources: Sources, viewer: Viewer, flag_code: str, subject: str, note: str) -> str:
    """Open a case about a flag that stands; its number."""
    write_down(sources, viewer, "open", flag=flag_code)
    flag = flag_of(sources, flag_code, subject)
    case_id = uuid4().hex
    step = Happening(viewer, "risk", details={"case": case_id, "flag": flag_code, "state": "open"})
    refuse(desk_risk.open_case(sources.desk, case_id, kept(flag), note_as_kept(note), step))
    return case_id


def flag_of(sources: Sources, flag_code: str, subject: str) -> dict[str, Any]:
    flag = sources.portraits.one("risk_flag", flag_code=flag_code, subject=subject)
    if flag is None:
        raise AccessRefused("unknown_flag", "This flag does not stand any more.", "Look at the list again.")
    return flag


def flag_kept(sources: Sources, case_id: str) -> Mapping[str, Any]:
    """The flag as the case keeps it."""
    for case in desk_risk.cases(sources.desk):
        if case.case_id == case_id:
            return case.flag
    raise AccessRefused("unknown_flag", "There is no such case.", "Look at the list again.")


def kept(flag: Mapping[str, Any]) -> dict[str, Any]:
    """The flag as JSON values, its amounts as text so that not a cent is lost."""
    rows = [{**row, "value": str(row["value"])} for row in flag["rows"]]
    told = {**flag, "amount": str(flag["amount"]), "rows": rows}
    return {name: plain(value) for name, value in told.items()}


@for_viewer
def take_step(sources: Sources, viewer: Viewer, case_id: str, state: CaseState, note: str) -> None:
    """Take a case to `state`; AccessRefused where its course or the rule of two people forbids it."""
    write_down(sources, viewer, "step", case=case_id)
    step = Happening(viewer, "risk", details={"case": case_id, "state": state})
    refuse(desk_risk.take_step(sources.desk, case_id, state, note_as_kept(note), step))


def note_as_kept(note: str) -> str:
    """A typed note as a case keeps it; whether it may be empty is for the step to say."""
    return scope.reason_as_kept(note, NOTE_LENGTH) or ""


def refuse(refused: StepRefusal | None) -> None:
    if refused is not None:
        raise AccessRefused(refused, f"The case did not take this step: {refused}.", HINTS[refused])


@for_viewer
def rows_behind(
    sources: Sources, viewer: Viewer, flag_code: str, subject: str, case_id: str | None = None
) -> RowsBehind:
    """The rows whose sum is a flag's amount: as they stand tonight, or as a case keeps them."""
    write_down(sources, viewer, "rows", flag=flag_code, case=case_id)
    if case_id is None:
        flag: Mapping[str, Any] = flag_of(sources, flag_code, subject)
    else:
        flag = flag_kept(sources, case_id)
    return RowsBehind(
        figure=f"risk:{flag_code}",
        total=Decimal(str(flag["amount"])),
        columns=COLUMNS,
        rows=tuple(
            (
                day(row["booked_on"]),
                tail(row["account_id"]),
                other_party(flag_code, row["counterparty"]),
                Decimal(row["value"]),
            )
            for row in flag["rows"]
        ),
        is_cut=False,
    )


def other_party(flag_code: str, told: str | None) -> str | None:
    """An account or a customer by its tail, a person's name masked, a shop's as it stands."""
    if told and told[-1].isdigit():
        return tail(told)
    return mask_name(told, "organisation" if flag_code == "card_cash_out" else "person")


def held_back_by(sources: Sources, customer_id: str) -> frozenset[str]:
    """Why no offer is made to this customer for now, as codes for the audit; empty where nothing is."""
    flags = [
        (row["flag_code"], row["subject"])
        for row in sources.portraits.rows("risk_held", customer_id=customer_id)
    ]
    courses = desk_risk.courses_of(sources.desk, customer_id)
    quiet = timedelta(days=sources.catalog.risk.quiet_days)
    return holds_back(flags, courses, sources.clock(), quiet)


def everybody_held_back(sources: Sources) -> frozenset[str]:
    """All the customers to whom no offer is made for now; for counting only, nobody is told why."""
    flagged = {one for row in sources.portraits.rows("risk_flags") for one in row["involved"]}
    involved = {one for case in desk_risk.cases(sources.desk) for one in case.flag["involved"]}
    return frozenset(one for one in flagged | involved if held_back_by(sources, one))
