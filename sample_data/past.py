"""Give the sample bank a past: invented talks of its invented staff, through the services of real ones.

Each day is lived through in its order on a clock of its own: customers are opened, decided for, talked to.
All of it is in the audit under devices `sample-past-...`; a desk store that holds a talk is left alone.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from lobby.data import permits
from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.desk_outcomes import outcomes_since
from lobby.data.desk_results import first_offers
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.access import HOUSE, Permit
from lobby.domain.outcomes import CHIPS, NO_REASONS, Entry, Result, Subject, results_of
from lobby.domain.signing import ApiKey
from lobby.domain.viewer import Viewer
from lobby.services import faces, outcomes, staff
from lobby.services.customer import customer_view
from lobby.services.receiving import Came, somebody_came
from lobby.services.sources import Sources
from lobby.services.views import CustomerView, Visit
from lobby.services.visits import open_customer

WORDS = Path(__file__).parent / "lists" / "words.csv"
DEVICE = "sample-past"
MACHINE = ApiKey(DEVICE, secret="")  # it acts in the audit, and signs nothing
BUSINESS = (
    "cash", "transfer", "open_account", "wealth", "deposit_maturity", "deposit_proof", "social_card", "loan",
    "other",
)  # fmt: skip
OPENS = time(9, 5)
OPEN_MINUTES = 480
SUNDAY = 6
BUSY = 5  # the last day has so many times as many visits: the day before the one that is shown
REGULAR = 0.85  # of those who may be offered something, so many come; of the others, so many do not
SELDOM = frozenset({"minor", "unknown", "campus_starter", "elderly_pension", "flexible_newcitizen"})
RETURNS = 8  # every so many comes a second time
ROLES = frozenset({"lobby", "adviser", "teller"})
TALKED, HELPED, SECOND, NOTED, FACE, MISTAPPED = 0.8, 0.4, 0.2, 0.4, 0.35, 0.015
ANSWERS: Mapping[Result, float] = {
    "declined": 0.36, "interested": 0.3, "not_now": 0.16, "done": 0.09, "not_appropriate": 0.09,
}  # fmt: skip
SCORES = {5: 0.46, 4: 0.3, 3: 0.14, 2: 0.07, 1: 0.03}
REASONS = dict(zip(NO_REASONS, (0.34, 0.2, 0.18, 0.13, 0.1, 0.05), strict=True))


T = TypeVar("T")


@dataclass
class Clock:
    """The desk's clock of the past; it only goes forward."""

    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Past:
    """The days from the portrait's own on until `until`, with so many `visits` over all of them."""

    sources: Sources
    clock: Clock
    feed: Path
    until: date
    visits: int

    @cached_property
    def customers(self) -> Sequence[tuple[str, str]]:
        """Who comes, in this order, and to which branch."""
        truth = self.feed / "truth"
        stages = {row["customer_id"]: row["segment"] for row in rows_of(truth / "segment_intended.csv")}
        told = rows_of(truth / "consent_marketing.csv")
        regular = {
            row["customer_id"]
            for row in told
            if row["is_granted"] == "true" and stages[row["customer_id"]] not in SELDOM
        }
        homes = self.sources.portraits.rows("board_hits", customer_ids=list(stages))
        come = [
            (row["customer_id"], row["home_branch_id"])
            for row in homes
            if draw("comes", row["customer_id"]) < (REGULAR if row["customer_id"] in regular else 1 - REGULAR)
        ]
        return sorted(come, key=lambda one: draw("order", one[0]))

    @cached_property
    def people(self) -> Mapping[str, Sequence[Viewer]]:
        """Branch → who talks to customers there."""
        found: dict[str, list[Viewer]] = {}
        for member in staff.members(self.sources):
            if member.role in ROLES and member.is_active and member.branch_id is not None:
                found.setdefault(member.branch_id, []).append(staff.as_viewer(member))
        return found

    @cached_property
    def notes(self) -> Sequence[str]:
        """What staff write, in the words of `lists/words.csv`."""
        return next(row["words"].split(";") for row in rows_of(WORDS) if row["list"] == "note")

    def live(self) -> None:
        """Let every day pass."""
        begun = self.sources.portraits.manifest.business_date
        span = [begun + timedelta(days=day) for day in range((self.until - begun).days + 1)]
        days = [day for day in span if day.weekday() != SUNDAY]
        coming = iter(self.customers)
        earlier: list[tuple[str, str]] = []
        for number in range(self.visits):
            self.clock.now = self.moment(days, number)
            returns = earlier and number % RETURNS == RETURNS - 1
            who = earlier.pop(len(earlier) // 2) if returns else next(coming)
            if not returns:
                earlier.append(who)
            self.receive(f"{number:05}", *who)

    def moment(self, days: Sequence[date], number: int) -> datetime:
        """When visit `number` begins: as many on each day, more on the last, over the opening hours."""
        last = len(days) - 1
        place = number * (last + BUSY) / self.visits
        day = min(int(place), last)
        part = (place - day) / (BUSY if day == last else 1)
        opened = datetime.combine(days[day], OPENS, tzinfo=self.sources.zone)
        return (opened + timedelta(minutes=part * OPEN_MINUTES)).astimezone(UTC)

    def receive(self, key: str, customer_id: str, branch_id: str) -> None:
        """One visit: somebody came, is opened, decided for, perhaps talked to, perhaps taps a face."""
        here = self.people[branch_id]
        viewer = one_of(here, draw("who", key) ** 1.3)
        viewer = replace(viewer, device=f"{DEVICE}-{branch_id}-{here.index(viewer)}")
        self.come(key, customer_id, branch_id)
        visit = open_customer(self.sources, viewer, customer_id)
        view = customer_view(self.sources, viewer, visit, self.sources.now(), "zh_Hans")
        self.clock.pass_by(seconds=90 + 200 * draw("talk", key))
        entry = self.entry(key, viewer, view)
        if entry is not None:
            outcomes.record_outcome(self.sources, viewer, visit, entry, self.sources.now())
            if draw("mistapped", key) < MISTAPPED:
                self.clock.pass_by(seconds=8)
                outcomes.undo(self.sources, viewer, entry.outcome_id)
        if draw("face", key) < FACE:
            self.face(key, viewer, visit)

    def come(self, key: str, customer_id: str, branch_id: str) -> None:
        """What the queue machine would have told."""
        told = Came(
            arrival_id=f"past-{key}",
            digest=key,
            source="queue",
            branch_id=branch_id,
            arrived_at=self.clock.now,
            business_type=one_of(BUSINESS, draw("business", key) ** 1.5),
            tokens={"number": customer_id},
        )
        somebody_came(self.sources, MACHINE, told)
        self.clock.pass_by(seconds=60)

    def face(self, key: str, viewer: Viewer, visit: Visit) -> None:
        self.clock.pass_by(seconds=20)
        score = weighted(SCORES, draw("score", key))
        faces.tap(self.sources, viewer, visit, "service", score, self.sources.now())

    def entry(self, key: str, viewer: Viewer, view: CustomerView) -> Entry | None:
        """What is tapped of the talk, None where nothing is."""
        if view.suggestions and draw("talked", key) < TALKED:
            second = len(view.suggestions) > 1 and draw("second", key) < SECOND
            return self.answer(key, viewer, view, view.suggestions[second].product)
        if view.services and draw("helped", key) < HELPED:
            subject = Subject("service", view.services[0].service)
            if "done" in results_of(subject, self.sources.catalog):
                return Entry(f"past-{key}", view.visit.customer_id, subject, "done")
        return None

    def answer(self, key: str, viewer: Viewer, view: CustomerView, product: str) -> Entry:
        """What the customer said to a suggestion."""
        subject = Subject("product", product)
        result = weighted(ANSWERS, draw("answer", key))
        if result not in results_of(subject, self.sources.catalog):
            result = "zone_booked"
        worded = draw("words of", viewer.staff_id) * 0.5 + (0.4 if result in ("interested", "done") else 0.2)
        is_worded = draw("worded", key) < worded
        today = self.sources.now().date()
        return Entry(
            outcome_id=f"past-{key}",
            customer_id=view.visit.customer_id,
            subject=subject,
            result=result,
            next_on=today + timedelta(days=5 + int(40 * draw("next", key))) if result == "not_now" else None,
            reasons=(weighted(REASONS, draw("reason", key)),) if result == "declined" else (),
            chips=(one_of(CHIPS, draw("chip", key)),) if is_worded else (),
            note=one_of(self.notes, draw("note", key)) if is_worded and draw("noted", key) < NOTED else "",
            decision_id=view.decision_id,
        )


def draw(*key: str) -> float:
    """A number from 0 to 1 that is always the same for these words."""
    return int.from_bytes(sha256("|".join(key).encode()).digest()[:8], "big") / 2**64


def one_of(choices: Sequence[T], drawn: float) -> T:
    return choices[int(drawn * len(choices))]


def weighted(chances: Mapping[T, float], drawn: float) -> T:
    """The choice whose part of 1 `drawn` falls into."""
    upto = 0.0
    for choice, chance in chances.items():
        upto += chance
        if drawn < upto:
            return choice
    return choice


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def offers(sources: Sources, since: date) -> Iterator[tuple[str, str, str, bool]]:
    """What was offered to whom and when, and what was kept back from the control group."""
    for one in first_offers(sources.desk, since, None):
        offer = one.offer
        yield one.customer_id, offer.product_code, one.offered_on.isoformat(), not offer.is_control


def main(arguments: list[str] | None = None) -> int:
    """Live through the past that the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--past", type=Path, required=True, help="home of the earlier portrait")
    parser.add_argument("--feed", type=Path, required=True, help="the earlier feed, with its truths")
    parser.add_argument("--until", type=date.fromisoformat, required=True, help="the last day of the past")
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument(
        "--talks", type=Path, required=True, help="where what was offered goes, for generate.py"
    )
    asked = parser.parse_args(arguments)
    clock, settings = Clock(), Settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    portraits = Warehouse(asked.past)
    begun = portraits.manifest.business_date
    if not portraits.manifest.demo:
        sys.exit(f"{asked.past} is no invented bank: it gets no invented past")
    desk = open_desk(settings.home, clock, url=settings.desk_address())
    sources = Sources(portraits, desk, load_catalog(), settings, clock)
    with permits.in_force(Permit(HOUSE, "sample_past", "bank")):
        if not outcomes_since(desk, datetime.min.replace(tzinfo=UTC)):
            Past(sources, clock, asked.feed, asked.until, asked.visits).live()
        with asked.talks.open("w", newline="", encoding="utf-8") as file:
            written = csv.writer(file)
            written.writerow(("customer_id", "code", "talked_on", "is_treated"))
            written.writerows(offers(sources, begun))
    sources.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
