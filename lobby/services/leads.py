"""Today's leads of a branch: one line per customer, with every reason, when it is due and whose it is.

A maturity, unfinished business, an ending rating and what happened to the money are a reason to ask: they
need no marketing consent, and nothing is offered in them. Who refused at a desk is left in peace.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

from lobby.data.desk_leads import claims_in
from lobby.domain import scope
from lobby.domain.catalogue import Catalog
from lobby.domain.consent import Purpose
from lobby.domain.errors import AccessRefused
from lobby.domain.evidence import unnamed
from lobby.domain.leads import Claim, holder, may_give_back
from lobby.domain.masking import mask_name
from lobby.domain.viewer import Language, Viewer
from lobby.services.consents import refused_at_desks
from lobby.services.lead_views import Lead
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff
from lobby.services.views import Reason

HORIZON = timedelta(days=30)
WEEK = timedelta(days=7)
AT_MOST = 200
MATURITIES = frozenset({"deposit_maturing", "investment_maturing"})
Urgency = Literal["overdue", "today", "week", "later"]


def todays_leads(
    sources: Sources, viewer: Viewer, now: datetime, language: Language = "zh_Hans"
) -> tuple[Lead, ...]:
    """The leads of the viewer's branch that are due within 30 days, at most 200.

    What withholds every offer, a possible scam, comes first; then what is due first.
    """
    if not scope.sees_leads(viewer) or viewer.branch_id is None:
        raise AccessRefused("not_for_role", "Leads are for advisers and managers of a branch.")
    today = now.date()
    rows = left_in_peace(
        sources, sources.portraits.rows("leads_today", branch_id=viewer.branch_id, until=today + HORIZON)
    )
    owners = names_of_staff(sources)
    by_customer = groupby(
        sorted(rows, key=lambda row: row["customer_id"]), key=lambda row: row["customer_id"]
    )
    claims = claims_in(sources.desk, viewer.branch_id)
    leads = [
        with_claim(sources, viewer, lead(sources, list(of_one), owners, today, language), claims, owners)
        for _, of_one in by_customer
    ]
    alarms = {event.code for event in sources.catalog.events.values() if event.withholds_offers}
    leads.sort(
        key=lambda one: (
            alarms.isdisjoint(reason.code for reason in one.reasons),
            one.due_on,
            -(one.amount or 0),
            one.customer_id,
        )
    )
    return tuple(leads[:AT_MOST])


def left_in_peace(sources: Sources, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The reasons without those that ended with a refusal at a desk.

    Who refuses marketing is only told what is due, unfinished or unsafe; who refuses profiling nothing that
    is inferred from money.
    """
    events = sources.catalog.events.values()
    gone: Mapping[Purpose, set[str]] = {
        "marketing": {event.code for event in events if event.is_lead and not event.withholds_offers},
        "profiling": {event.code for event in events if event.needs_profiling},
    }
    refused = refused_at_desks(sources, gone)
    return [
        row
        for row in rows
        if not any(
            row["customer_id"] in refused[purpose] and row["code"] in gone[purpose] for purpose in gone
        )
    ]


def lead(
    sources: Sources,
    rows: Sequence[Mapping[str, Any]],
    owners: Mapping[str, str],
    today: date,
    language: Language,
) -> Lead:
    """All the reasons of one customer as one line."""
    first = rows[0]
    owner = first["manager_staff_id"]
    due_on = min(row["due_on"] for row in rows)
    return Lead(
        customer_id=first["customer_id"],
        name_masked=mask_name(first["name"], first["customer_kind"]),
        segment_service=sources.catalog.segment(first["segment"]).service_name[language],
        reasons=tuple(
            reason(row, sources.catalog) for row in sorted(rows, key=lambda row: (row["due_on"], row["code"]))
        ),
        amount=amount(rows),
        due_on=due_on,
        owner_staff_id=owner,
        owner_name=owners.get(owner),
        urgency=urgency(due_on, today),
    )


def with_claim(
    sources: Sources, viewer: Viewer, found: Lead, claims: Mapping[str, Claim], names: Mapping[str, str]
) -> Lead:
    """The lead with who took it."""
    claim = claims.get(found.customer_id)
    if claim is None:
        return found
    taken_by = holder(claim, sources.desk.stamp(), sources.catalog.policy.claim_days)
    return replace(
        found,
        taken_by=taken_by,
        taken_by_name=names.get(taken_by or ""),
        may_give_back=may_give_back(viewer, taken_by),
        claim_version=claim.version,
    )


def reason(row: Mapping[str, Any], catalog: Catalog) -> Reason:
    facts = {
        **json.loads(row["facts"], parse_float=Decimal),
        "due_on": row["due_on"],
        "amount": row["amount"],
    }
    if row["happened_on"] is not None:
        facts["happened_on"] = row["happened_on"]
    return Reason(row["code"], unnamed(facts, catalog), "maturing_30d" if row["code"] in MATURITIES else None)


def amount(rows: Sequence[Mapping[str, Any]]) -> Decimal | None:
    """What matures together, or else the sum that was applied for."""
    maturing = [row["amount"] for row in rows if row["code"] in MATURITIES and row["amount"] is not None]
    if maturing:
        return sum(maturing, Decimal(0))
    return next((row["amount"] for row in rows if row["amount"] is not None), None)


def urgency(due_on: date, today: date) -> Urgency:
    if due_on <= today:
        return "today" if due_on == today else "overdue"
    return "week" if due_on <= today + WEEK else "later"
