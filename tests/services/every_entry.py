"""Every entry of the bank's policy, and what to call it with: the arguments by name, some by entry."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from lobby.domain.arrivals import Announcement
from lobby.domain.audit_search import Wanted
from lobby.domain.campaigns import Plan
from lobby.domain.levers import Lever
from lobby.domain.outcomes import Entry, Subject
from lobby.domain.referrals import Receiver
from lobby.domain.sections import Holdings
from lobby.domain.viewer import Viewer
from lobby.services import arrivals, leads, levers, product_status, roster, segments
from lobby.services.segments import Target
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

CUSTOMER = "c02"  # of branch b1
MANAGER = Viewer("s3", "郭静", "manager", "b1", device="desk")
HEAD_OFFICE = Viewer("s5", "高远", "head_office", "b1", device="desk")
QUEUE = Viewer("queue-1", "queue-1", "machine", None)


@dataclass(frozen=True)
class Bank:
    """What an entry may be asked about in branch b1: somebody who is here and opened, a lead, a list."""

    sources: Sources
    now: datetime
    visits: Mapping[str, Any]
    given: Mapping[str, Any]

    def arguments(self, name: str, opened_by: Viewer) -> dict[str, Any]:
        """What to call the entry `name` with, in b1; the visit is that of `opened_by`."""
        known = self.given | self.given.get(name, {}) | {"visit": self.visits[opened_by.role]}
        needed = list(inspect.signature(service(name)).parameters.values())[2:]
        return {
            one.name: known[one.name]
            for one in needed
            if one.kind is not one.VAR_KEYWORD and (one.name in known or one.default is one.empty)
        }


def service(name: str) -> Callable[..., Any]:
    """The function behind a line of the policy."""
    module, function = name.split(".")
    found: Callable[..., Any] = getattr(import_module(f"lobby.services.{module}"), function)
    return found


def made(sources: Sources, now: datetime, people: list[Viewer]) -> Bank:
    """A branch in which somebody stands and everybody has opened them."""
    come = Announcement("a1", "a1", "queue", "b1", sources.desk.stamp(), "A001", CUSTOMER, "card", "transfer")
    arrivals.record(sources, QUEUE, come)
    visits = {one.role: open_customer(sources, one, CUSTOMER, reason="matrix") for one in people}
    listed = leads.todays_leads(sources, MANAGER, now, "en")
    day = roster.roster(sources, MANAGER, now.date(), now)
    plan = Plan("Autumn", "dep_term", None, "b1", None, "s2", date(2026, 12, 20), 10, ("app",))
    lever = Lever(Decimal("1.5"), now.date(), date(2026, 12, 20), "gov_bond")
    return Bank(sources, now, visits, values(now, listed, day, plan) | {
        "levers.propose": {"wish": levers.Wish(lever, "bonds"), "key": "l1"},
        "segments.idea": {"found": segments.board(sources, HEAD_OFFICE)},
    })  # fmt: skip


def values(now: datetime, listed: Any, day: Any, plan: Plan) -> dict[str, Any]:
    """The arguments by name, and those of single entries by theirs."""
    term = Subject("product", "dep_term")
    return {
        "now": now, "language": "en", "customer_id": CUSTOMER, "arrival_id": "a1", "version": 0,
        "staff_id": "s2", "to_staff_id": "s2", "branch_id": "b1", "on_date": now.date(), "since": None,
        "code": "BEA1", "codes": ("car_owner",), "key": "k1", "text": CUSTOMER, "note": "done",
        "number": "n1", "figure": "aum", "section": Holdings, "field": "amounts", "why": "asked",
        "what": "dep_term", "subject": term, "receiver": Receiver("desk", "zone"), "chips": (),
        "reasons": (), "reason": None,
        "entry": Entry("o1", CUSTOMER, term, "interested"), "outcome_id": "o1", "content": {"note": "x"},
        "item": "log_in", "is_taught": True, "is_granted": False, "change_id": "k2", "request_id": "k3",
        "complaint_id": "k4", "entry_id": "k5", "report_id": "r1", "referral_id": "f1", "status_id": "p1",
        "campaign_id": "m1", "bulletin_id": "w1", "handover_id": "h1", "case_id": "x1", "decision_id": "d1",
        "token": "t1", "export_id": "t1",
        "device": "ipad-1", "folder": "out", "alert_id": "t1",
        "reference": "none", "flag_code": "fund_collection",
        "state": "served",
        "verdict": "checked",
        "result": "told", "ticket": "A009", "business_type": "transfer", "score": 3, "seed": "7",
        "lead": listed[0], "leads": listed, "until_on": now.date(), "wanted": ((listed[0], "s2"),),
        "headings": ("a",), "rows": (("b",),), "is_direct": True,
        "line": day.lines[0], "zone": "lobby", "shift": "day", "shown": day, "plan": plan, "seen": 1,
        "lift": Decimal("0.05"), "channel": "app", "is_on": True, "segment": "minor",
        "product": "dep_term", "target": Target("minor", "held", "dep_term"),
        "wish": product_status.Wish("dep_term", "b1", "paused", reason="none left"),
        "bulletins.publish": {"text": "Close the doors."}, "faces.tap": {"subject": "service"},
        "to_branch": "b2", "lead_sending.send": {"reason": "nearer"},
        "outcomes.void": {"reason": "twice"}, "reports.add_note": {"note": "amount"},
        "referrals.answer": {"state": "accepted"}, "handovers.answer": {"state": "accepted"},
        "campaigns.take": {"state": "stopped"}, "consents.say": {"code": "marketing"},
        "consents.show_wording": {"code": "marketing"},
        "risk.take_step": {"state": "cleared"}, "risk.open_case": {"subject": "none"},
        "risk.rows_behind": {"subject": "none"}, "visits.open_customer": {"reason": "matrix"},
        "scenarios.members": {"reason": "matrix"}, "scenarios.tagged": {"reason": "matrix"},
        "segments.targeted": {"reason": "matrix"}, "call_list.call_list": {"reason": "matrix"},
        "explaining.explain": {"reason": "matrix"}, "data_page.rows_set_aside": {"reason": "matrix"},
        "subject.erase": {"reason": "as asked"}, "audit.search": {"wanted": Wanted()},
        "audit.seen": {"wanted": Wanted("s1")}, "audit.who_saw": {"wanted": Wanted()},
    }  # fmt: skip
