"""Today's leads of a branch: one line per customer, with every reason, when it is due and whose it is.

A maturity, unfinished business, an ending rating and what happened to the money are a reason to ask: they
need no marketing consent, and nothing is offered in them. Who refused at a desk is left in peace, and nobody
is approached with an offer while tired of them or after a complaint, whoever talked over whatever channel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from lobby.data import desk_outcomes, desk_referrals
from lobby.data.desk_leads import claims_in
from lobby.domain import scope
from lobby.domain.consent import Purpose
from lobby.domain.lead_rest import rest
from lobby.domain.leads import Claim, escalation, may_give_back, standing, status
from lobby.domain.masking import mask_name
from lobby.domain.outcomes import Outcome, complained_on, talks_of
from lobby.domain.referrals import OPEN, Referral
from lobby.domain.viewer import Language, Viewer
from lobby.services import listing
from lobby.services.consents import refused_at_desks
from lobby.services.lead_campaigns import campaign_rows
from lobby.services.lead_reasons import MATURITIES, is_alarm, is_offer, reason, speakers
from lobby.services.lead_views import Elsewhere, Lead, Urgency
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.staff import names_of_staff

HORIZON = timedelta(days=30)
WEEK = timedelta(days=7)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What the desk knows of the leads of a branch: whose each is, where it went, and the talks."""

    claims: Mapping[str, Claim]
    sent: Mapping[str, Referral]
    talks: Mapping[str, Sequence[Outcome]]
    names: Mapping[str, str]


@for_viewer
def todays_leads(
    sources: Sources, viewer: Viewer, now: datetime, language: Language = "zh_Hans"
) -> tuple[Lead, ...]:
    """The leads of the viewer's branch that are due within 30 days.

    What withholds every offer, a possible scam, comes first; then what is due first.
    """
    found = leads_of(sources, viewer, scope.branch_of(viewer), now, language)
    listing.tell(sources, viewer, "leads", (one.customer_id for one in found))
    return found


def leads_of(
    sources: Sources, viewer: Viewer, branch_id: str, now: datetime, language: Language
) -> tuple[Lead, ...]:
    """The list of a branch, for who may see it, or of whom it is asked on behalf."""
    today = now.date()
    due = sources.portraits.rows("leads_today", branch_id=branch_id, until=today + HORIZON)
    rows = left_in_peace(sources, [*due, *campaign_rows(sources, branch_id, today)])
    by_customer: dict[str, list[Row]] = {}
    for row in rows:
        by_customer.setdefault(row["customer_id"], []).append(row)
    known = known_of(sources, branch_id, list(by_customer))
    leads = []
    for customer_id, of_one in by_customer.items():
        talks = known.talks.get(customer_id, ())
        reasons = to_tell(sources, of_one, talks, today)
        if reasons:
            found = lead(sources, reasons, known.names, today, language)
            leads.append((alarm(sources, reasons), with_desk(sources, viewer, found, known, today)))
    leads.sort(key=lambda one: (not one[0], one[1].due_on, -(one[1].amount or 0), one[1].customer_id))
    return tuple(one for _, one in leads)


def known_of(sources: Sources, branch_id: str, customer_ids: Sequence[str]) -> Known:
    talks: dict[str, list[Outcome]] = {}
    for one in desk_outcomes.outcomes_about(sources.desk, customer_ids):
        if one.voided_by is None:
            talks.setdefault(one.customer_id, []).append(one)
    lately = sources.desk.stamp() - timedelta(days=sources.catalog.policy.claim_days)
    sent = desk_referrals.leads_sent(sources.desk, lately)
    return Known(claims_in(sources.desk, branch_id), sent, talks, names_of_staff(sources))


def left_in_peace(sources: Sources, rows: Sequence[Row]) -> list[Row]:
    """The reasons without those that ended with a refusal at a desk, and none of a decoy.

    Who refuses marketing is only told what is due, unfinished or unsafe; who refuses profiling nothing that
    is inferred from money.
    """
    purposes: tuple[Purpose, ...] = ("marketing", "profiling")
    refused = refused_at_desks(sources, purposes)
    inferred = {event.code for event in sources.catalog.events.values() if event.needs_profiling}
    inferred |= {"scenario", "churn"}

    def is_gone(row: Row, purpose: Purpose) -> bool:
        if row["customer_id"] not in refused[purpose]:
            return False
        return is_offer(sources, row) if purpose == "marketing" else row["code"] in inferred

    decoys = frozenset(sources.catalog.policy.decoys)
    return [
        row
        for row in rows
        if row["customer_id"] not in decoys and not any(is_gone(row, purpose) for purpose in purposes)
    ]


def to_tell(sources: Sources, rows: Sequence[Row], talks: Sequence[Outcome], today: date) -> list[Row]:
    """The reasons without offers where an alarm is open or the customer is to be left in peace with them."""
    if all(not is_offer(sources, row) for row in rows):
        return list(rows)
    first, catalog = rows[0], sources.catalog
    days = (first["last_complaint_on"], complained_on(talks, sources.zone))
    is_resting = alarm(sources, rows) or first["has_open_complaint"]
    if not is_resting:
        contacts = next((row["contacts"] for row in rows if is_offer(sources, row)), None) or ()
        is_resting = rest(
            [*contacts, *talks_of(talks, sources.zone)],
            max((day for day in days if day is not None), default=None),
            today,
            catalog.policy,
            catalog.products,
            catalog.services.keys(),
        )
    return [row for row in rows if not (is_resting and is_offer(sources, row))]


def alarm(sources: Sources, rows: Sequence[Row]) -> bool:
    return any(is_alarm(sources, row) for row in rows)


def lead(
    sources: Sources, rows: Sequence[Row], names: Mapping[str, str], today: date, language: Language
) -> Lead:
    """All the reasons of one customer as one line."""
    ordered = sorted(rows, key=lambda row: (row["due_on"], row["code"]))
    first = ordered[0]
    owner = first["manager_staff_id"]
    return Lead(
        customer_id=first["customer_id"],
        name_masked=mask_name(first["name"], first["customer_kind"]),
        segment_service=sources.catalog.segment(first["segment"]).service_name[language],
        reasons=tuple(reason(sources, row, language) for row in ordered),
        amount=amount(rows),
        due_on=first["due_on"],
        owner_staff_id=owner,
        owner_name=names.get(owner),
        urgency=urgency(first["due_on"], today),
        sources=tuple(dict.fromkeys(row["source"] for row in ordered)),
        speakers=speakers(sources, first),
    )


def with_desk(sources: Sources, viewer: Viewer, found: Lead, known: Known, today: date) -> Lead:
    """The lead with whose it is and how far it has come."""
    policy = sources.catalog.policy
    claim = known.claims.get(found.customer_id)
    stands = standing(claim, sources.desk.stamp(), policy.claim_days)
    talks = known.talks.get(found.customer_id, ())
    lately = sources.desk.stamp() - timedelta(days=policy.claim_days)
    sent = known.sent.get(found.customer_id)
    settled = [one.recorded_at for one in talks if one.recorded_at > lately and is_talk(one)]
    if sent is not None and sent.state in ("done", "talked"):
        settled.append(sent.steps[-1].happened_at)
    has_gone = sent if sent is not None and sent.state in OPEN else None
    state = status(stands, today, max(settled, default=None), has_gone is not None)
    owner = stands.owner_staff_id if stands else None
    since = max(found.due_on, day_of(sources, stands.changed_at)) if stands and owner else found.due_on
    return Lead(
        **{
            **vars(found),
            "taken_by": owner,
            "taken_by_name": known.names.get(owner or ""),
            "may_give_back": may_give_back(viewer, owner),
            "claim_version": claim.version if claim else 0,
            "status": state,
            "until_on": stands.until_on if stands and state == "snoozed" else None,
            "escalated": escalation(since, today, policy) if state in ("new", "taken") else 0,
            "elsewhere": elsewhere(sources, has_gone, known.names) if has_gone else None,
        }
    )


def elsewhere(sources: Sources, sent: Referral, names: Mapping[str, str]) -> Elsewhere:
    """Which branch has it, and who there."""
    name = sources.branch_names().get(sent.branch_id, sent.branch_id)
    return Elsewhere(name, names.get(sent.taker, sent.taker) if sent.taker else None)


def day_of(sources: Sources, at: datetime) -> date:
    """The bank's own day at a moment on the desk's clock."""
    return sources.bank_time(at).date()


def is_talk(one: Outcome) -> bool:
    """Does it settle a lead? Not a mere question, nor that it was no moment for it."""
    return one.subject.kind != "asked" and one.result != "not_appropriate"


def amount(rows: Sequence[Row]) -> Decimal | None:
    """What matures together, or else the sum that was applied for."""
    maturing = [row["amount"] for row in rows if row["code"] in MATURITIES and row["amount"] is not None]
    if maturing:
        return sum(maturing, Decimal(0))
    return next((row["amount"] for row in rows if row["amount"] is not None), None)


def urgency(due_on: date, today: date) -> Urgency:
    if due_on <= today:
        return "today" if due_on == today else "overdue"
    return "week" if due_on <= today + WEEK else "later"
