"""The board of a branch: who is here, in the order to turn to them, and one neutral word why.

What the queue may read and no more: no amount, product or segment, and nobody of another branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from threading import Lock
from weakref import WeakKeyDictionary

from lobby.data import desk_arrivals, permits
from lobby.data.desk import Desk
from lobby.data.warehouse import Warehouse
from lobby.domain import evidence, scope, triage
from lobby.domain.arrivals import Arrival
from lobby.domain.catalogue import Catalog
from lobby.domain.portrait import Portrait
from lobby.domain.suitability import age_on
from lobby.domain.triage import NOTHING, Business, Glance, Why, business_of
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import ArrivalLine, todays_arrivals
from lobby.services.consents import refused_at_desks
from lobby.services.permission import for_viewer
from lobby.services.portraits import read_portrait
from lobby.services.sources import Sources

ENDING = frozenset({"id_expiring", "rating_expiring"})


@dataclass(frozen=True)
class BoardLine:
    """One arrival with what it is about; `care_needs` are services, `has_priority`: booked or of age."""

    came: ArrivalLine
    business: Business | None
    why: Why | None
    care_needs: tuple[str, ...]
    has_priority: bool

    @property
    def arrival(self) -> Arrival:
        return self.came.arrival

    @property
    def is_waiting(self) -> bool:
        return self.came.is_here and self.arrival.is_waiting


@dataclass(frozen=True)
class Board:
    """Today's arrivals, those here first; `is_peak`: so many wait that there is time for triage only.

    `heard_at` (bank-local) is the queue machine's last word today; `is_silent`: too long ago, or none.
    """

    lines: tuple[BoardLine, ...]
    is_peak: bool = False
    is_silent: bool = False
    heard_at: datetime | None = None


@dataclass
class Shared:
    """The last board of each branch, for all of its tablets: made once for each change and minute."""

    made: dict[str, tuple[object, Board]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


SHARED: WeakKeyDictionary[Desk, Shared] = WeakKeyDictionary()


@for_viewer
def board(sources: Sources, viewer: Viewer, now: datetime) -> Board:
    """The board of the viewer's own branch; AccessRefused for who serves none.

    It is the same for everybody there, and told anew with every change, every minute and every portrait.
    """
    branch_id = scope.branch_of(viewer)
    shared = SHARED.setdefault(sources.desk, Shared())
    minute = sources.desk.stamp().replace(second=0, microsecond=0)
    with shared.lock:
        version = desk_arrivals.version_in(sources.desk, branch_id)
        key = (version, minute, now.date(), sources.portraits.fingerprint)
        kept = shared.made.get(branch_id)
        if kept is None or kept[0] != key:
            kept = (key, made(sources, viewer, now))
            shared.made[branch_id] = kept
    return kept[1]


def made(sources: Sources, viewer: Viewer, now: datetime) -> Board:
    """The board as it stands."""
    came = todays_arrivals(sources, viewer, now)
    known = glances(sources, [one.arrival.customer_id for one in came if one.is_here], now.date())
    lines = [line(one, known.get(one.arrival.customer_id or "", NOTHING), sources.catalog) for one in came]
    here = [one for one in lines if one.came.is_here]
    gone = [one for one in lines if not one.came.is_here]
    order = {
        one.arrival.arrival_id: triage.place_in_order(
            known.get(one.arrival.customer_id or "", NOTHING), one.arrival, one.business
        )
        for one in here
    }
    here.sort(key=lambda one: order[one.arrival.arrival_id])
    policy, heard = sources.catalog.policy, heard_last(one.arrival for one in came)
    quiet = timedelta(minutes=policy.queue_silent_minutes)
    return Board(
        lines=(*here, *reversed(gone)),
        is_peak=sum(one.is_waiting for one in here) >= policy.talk_peak_people,
        is_silent=heard is None or sources.desk.stamp() - heard > quiet,
        heard_at=None if heard is None else sources.bank_time(heard),
    )


def line(came: ArrivalLine, glance: Glance, catalog: Catalog) -> BoardLine:
    business = business_of(catalog.business, came.arrival.business_type)
    return BoardLine(
        came=came,
        business=business,
        why=triage.why(glance, came.arrival, business),
        care_needs=glance.care_needs,
        has_priority=triage.has_priority(glance, came.arrival),
    )


def heard_last(arrivals: Iterable[Arrival]) -> datetime | None:
    """When the queue machine last said something."""
    said = [
        at
        for one in arrivals
        for at in (
            *([one.recorded_at] if one.source == "queue" else ()),
            *(step.happened_at for step in one.steps if step.staff_id is None),
        )
    ]
    return max(said, default=None)


def glances(sources: Sources, customer_ids: Iterable[str | None], today: date) -> Mapping[str, Glance]:
    """What the board may know of these customers; each is read once per portrait and day."""
    asked = {customer_id for customer_id in customer_ids if customer_id is not None}
    if not asked:
        return {}
    known = glances_of(sources.portraits, sources.portraits.fingerprint, today)
    for customer_id in asked - known.keys():
        permits.admit_customer(customer_id)
        known[customer_id] = glance(read_portrait(sources, customer_id), sources.catalog, today)
    refusing = refused_at_desks(sources, ("marketing",))["marketing"]
    return {one: known[one].in_peace if one in refusing else known[one] for one in asked}


@lru_cache(maxsize=2)
def glances_of(portraits: Warehouse, fingerprint: str, today: date) -> dict[str, Glance]:
    """Those read of the portrait that `fingerprint` names, to be added to."""
    return {}


def glance(portrait: Portrait, catalog: Catalog, today: date) -> Glance:
    """What decides a customer's place and word; what must never be spoken of is no reason for either."""
    events = evidence.happened(catalog, portrait, today)
    of_catalog = [catalog.events[one.code] for one in events]
    age = age_on(portrait.birth_date, today)
    return Glance(
        care_needs=tuple(portrait.care_needs),
        is_alarmed=any(event.withholds_offers for event in of_catalog),
        has_complaint=portrait.has_open_complaint,
        is_unfinished=bool(evidence.unfinished(portrait, today)),
        is_due=bool(evidence.maturing(events)) or any(one.code in ENDING for one in events),
        has_changed=portrait.has_marketing_consent
        and any(event.is_lead and event.speak != "never" for event in of_catalog),
        is_elder=age is not None and age >= catalog.policy.protected_age,
    )
