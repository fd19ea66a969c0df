"""The sample bank's own day: while it is served, people come into its branches as they do into any.

For demo feeds only; what is told is an invented day of `rehearsal`, in real time from the first start of a
date on, with what came before it that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lobby.data import desk_arrivals
from lobby.domain.arrivals import IdentifiedBy
from lobby.domain.errors import MessageRefused
from lobby.domain.signing import ApiKey
from lobby.services.permission import for_house
from lobby.services.receiving import Came, Moved, queue_moved, somebody_came
from lobby.services.rehearsal import Event, rehearsed_day
from lobby.services.sources import Sources

KEY = ApiKey("sample-day", secret="")  # it acts in the audit, and signs nothing
SEED = 7
BRANCHES = 6
ARRIVALS = 1200
FIRST_MINUTE = 9 * 60 + 40  # of the invented day at the first start of a date
LOOKED_BACK = timedelta(minutes=60)  # what is older was told before, or need not be
TOKENS: dict[str, IdentifiedBy] = {
    "card_id": "card", "customer_id": "number", "appointment_id": "appointment",
}  # fmt: skip


@for_house
def first_told_at(sources: Sources, arrival_id: str) -> datetime | None:
    """When an earlier start told of the day's first arrival, None where there was none."""
    found = desk_arrivals.find(sources.desk, arrival_id)
    return None if found is None else found.arrived_at


@dataclass
class SampleDay:
    """What is still to be told today: `midnight` is that of the invented day on the desk's clock."""

    sources: Sources
    arrivals: int = ARRIVALS
    told_on: date | None = None
    midnight: datetime | None = None
    waiting: list[Event] = field(default_factory=list)

    def tell(self) -> bool:
        """Write what has happened by now; whether there was anything."""
        sources = self.sources
        if not sources.has_portrait or not sources.portraits.manifest.demo:
            return False
        now = sources.desk.stamp()
        if now.date() != self.told_on:
            self.begin(now)
        due = list(self.due(now))
        for event in due:
            self.say(event)
        return bool(due)

    def begin(self, now: datetime) -> None:
        """Take up the day where it stands: at its first minutes, or where an earlier start left it."""
        events = rehearsed_day(self.sources, SEED, BRANCHES, self.arrivals)
        self.told_on = now.date()
        self.midnight = now - timedelta(minutes=FIRST_MINUTE)
        first = next((event for event in events if event.said == "arrived"), None)
        told_at = first_told_at(self.sources, self.id_of(first)) if first else None
        if first is not None and told_at is not None:
            self.midnight = told_at - timedelta(minutes=first.minute)
        self.waiting = [event for event in events if self.at(event) > now - LOOKED_BACK]

    def due(self, now: datetime) -> Iterator[Event]:
        """Those whose time has come, which then wait no more."""
        while self.waiting and self.at(self.waiting[0]) <= now:
            yield self.waiting.pop(0)

    def at(self, event: Event) -> datetime:
        if self.midnight is None:
            raise RuntimeError("the day has not begun")
        return self.midnight + timedelta(minutes=event.minute)

    def id_of(self, event: Event) -> str:
        return f"sample-{self.told_on:%Y%m%d}-{event.branch_id}-{event.number}-{event.said}"

    def say(self, event: Event) -> None:
        """Write one message as a machine's; one that is refused is let go."""
        fields = event.fields
        try:
            if event.said == "arrived":
                tokens = {kind: fields[name] for name, kind in TOKENS.items() if name in fields}
                came = Came(
                    arrival_id=self.id_of(event),
                    digest=self.id_of(event),
                    source=fields["source"],  # type: ignore[arg-type]
                    branch_id=event.branch_id,
                    arrived_at=self.at(event),
                    ticket=fields.get("ticket"),
                    business_type=fields.get("business_type"),
                    tokens=tokens,
                )
                somebody_came(self.sources, KEY, came)
            else:
                moved = Moved(
                    self.id_of(event), event.branch_id, fields["ticket"], event.said, self.at(event)
                )
                queue_moved(self.sources, KEY, moved)
        except MessageRefused:
            return
