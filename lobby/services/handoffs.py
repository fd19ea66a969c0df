"""What became of what other channels handed over: told back to them, with whom they may still call.

Calling is an approach of its own: the customer lets the bank call, is not tired of offers, did not come, and
nobody in the branch has the lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from lobby.data import desk_consents, desk_outcomes
from lobby.data.desk import Happening
from lobby.data.desk_leads import claims_in
from lobby.data.table_file import as_csv, as_text
from lobby.domain import consent
from lobby.domain.consent import Statement
from lobby.domain.exports import Export, Release
from lobby.domain.lead_rest import rest
from lobby.domain.leads import Claim, LeadStatus, standing, status
from lobby.domain.outcomes import Outcome, complained_on, talks_of
from lobby.domain.signing import ApiKey
from lobby.domain.viewer import Viewer
from lobby.services import exports
from lobby.services.consents import is_granted_by_default
from lobby.services.lead_reasons import told
from lobby.services.leads import is_talk
from lobby.services.permission import for_house, for_viewer
from lobby.services.receiving import machine, refused
from lobby.services.sources import Sources

ID_SIGNS = 16
SOURCE = "handoff"  # what a key must be allowed to speak of
COLUMNS = (
    "handoff_id", "customer_id", "branch_id", "kind", "channel", "product_code", "reference", "began_on",
    "expires_on", "missing_document", "state", "result", "result_on", "may_call",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Handoff:
    """One thing begun in another channel and how far it is; `result` is what came of the last talk since."""

    handoff_id: str
    customer_id: str
    branch_id: str
    kind: str
    channel: str | None
    product_code: str | None
    reference: str | None
    began_on: date
    expires_on: date
    missing_document: str | None
    state: LeadStatus
    result: str | None
    result_on: date | None
    may_call: bool

    def told(self) -> dict[str, str | bool | None]:
        """By column, days as ISO dates."""
        values = {name: getattr(self, name) for name in COLUMNS}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()
        }

    def cells(self) -> tuple[str, ...]:
        """In the order of the columns, as a feed writes it."""
        written = {True: "true", False: "false", None: ""}
        return tuple(
            written[value] if value is None or isinstance(value, bool) else value
            for value in self.told().values()
        )


@for_viewer
def export_handoffs(sources: Sources, viewer: Viewer, now: datetime) -> tuple[Release, bytes]:
    """All of the bank, for its channels, as a file that somebody else of head office released.

    Asked for the first time it is made and kept, and AccessRefused says that it waits for that.
    """
    found = exports.own(sources, viewer, "handoffs")
    if found is None:
        told = handoffs(sources, now)
        content = as_csv(COLUMNS, [[as_text(cell) for cell in one.cells()] for one in told]).encode()
        made = Export("handoffs", f"handoffs-{now:%Y%m%d-%H%M}.csv", len(told), "", None, viewer.device)
        raise exports.unreleased(exports.ask(sources, viewer, made, content))
    release, state = found
    file = exports.fetch(sources, release.number, viewer.device) if state == "released" else None
    if file is None:
        raise exports.unreleased(release)
    return release, file.content


@for_house
def handoffs_for(sources: Sources, key: ApiKey, now: datetime) -> tuple[Handoff, ...]:
    """Those of the branches that this key speaks for, once it is in the audit that it asked."""
    if not key.allows_source(SOURCE):
        raise refused(sources, key, "source_not_allowed")
    found = handoffs(sources, now, key.branches)
    details = {"what": "handoffs", "rows": len(found)}
    sources.desk.record(Happening(machine(key), "export", details=details))
    return found


def handoffs(sources: Sources, now: datetime, branches: Iterable[str] = ()) -> tuple[Handoff, ...]:
    """Those of these branches, without any those of all, by customer and day."""
    wanted = frozenset(branches)
    rows = [
        row for row in sources.portraits.rows("handoffs") if not wanted or row["home_branch_id"] in wanted
    ]
    claims = {
        (branch_id, customer_id): claim
        for branch_id in {row["home_branch_id"] for row in rows}
        for customer_id, claim in claims_in(sources.desk, branch_id).items()
    }
    talks: dict[str, list[Outcome]] = {}
    for one in desk_outcomes.outcomes_about(sources.desk, sorted({row["customer_id"] for row in rows})):
        if one.voided_by is None:
            talks.setdefault(one.customer_id, []).append(one)
    said = desk_consents.newest_by_customer(sources.desk)
    return tuple(
        handoff(
            sources,
            row,
            claims.get((row["home_branch_id"], row["customer_id"])),
            talks.get(row["customer_id"], ()),
            said.get(row["customer_id"], ()),
            now,
        )
        for row in rows
    )


def handoff(
    sources: Sources,
    row: Row,
    claim: Claim | None,
    talks: Sequence[Outcome],
    said: Sequence[Statement],
    now: datetime,
) -> Handoff:
    """One row with what the desk knows of it."""
    facts = told(row)
    since = [one for one in talks if is_talk(one) and day_of(sources, one) >= row["happened_on"]]
    last = max(since, key=lambda one: (one.recorded_at, one.outcome_id), default=None)
    stands = standing(claim, sources.desk.stamp(), sources.catalog.policy.claim_days)
    state = status(stands, now.date(), last.recorded_at if last else None)
    came = last is not None or (row["last_branch_visit_on"] or date.min) > row["happened_on"]
    is_free = state == "new" and not came and now.date() <= row["due_on"]
    named = f"{row['customer_id']} {row['code']} {row['source_id']}"
    return Handoff(
        handoff_id=sha256(named.encode()).hexdigest()[:ID_SIGNS],
        customer_id=row["customer_id"],
        branch_id=row["home_branch_id"],
        kind=row["code"],
        channel=facts.get("channel"),
        product_code=facts.get("product_code"),
        reference=facts.get("reference") or facts.get("touchpoint_id"),
        began_on=row["happened_on"],
        expires_on=row["due_on"],
        missing_document=facts.get("missing_document"),
        state=state,
        result=last.result if last else None,
        result_on=day_of(sources, last) if last else None,
        may_call=is_free and may_call(sources, row, talks, said, now.date()),
    )


def may_call(
    sources: Sources, row: Row, talks: Sequence[Outcome], said: Sequence[Statement], today: date
) -> bool:
    """Does the customer let the bank call about offers, and is there no peace to keep?"""
    feed = [
        Statement(one["purpose"], one["channel"], one["is_granted"], one["changed_on"])
        for one in row["consents"] or ()
    ]
    default, catalog = is_granted_by_default(sources), sources.catalog
    if not consent.standing("marketing", "phone", feed, said, default).is_granted:
        return False
    days = (row["last_complaint_on"], complained_on(talks, sources.zone))
    complained = max((day for day in days if day is not None), default=None)
    contacts = [*(row["contacts"] or ()), *talks_of(talks, sources.zone)]
    services = catalog.services.keys()
    resting = rest(contacts, complained, today, catalog.policy, catalog.products, services)
    return resting is None and not row["has_open_complaint"]


def day_of(sources: Sources, one: Outcome) -> date:
    """The bank's own day on which it was recorded."""
    return sources.bank_time(one.recorded_at).date()
