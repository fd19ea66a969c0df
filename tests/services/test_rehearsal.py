"""An invented day: the same for the same seed, busiest at its peaks, and in an order that can be."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from lobby.services.rehearsal import CLOSE, OPEN, Event, Person, day

BUSINESS = {"cash": 3, "loan": 20, "transfer": 5}
BOOKED = Person("C0", "K0", "P0", "loan", 10 * 60)
CUSTOMERS = {
    name: [BOOKED, *(Person(f"{name}{number}", f"K{name}{number}") for number in range(400))]
    for name in ("B1", "B2", "B3")
}


@pytest.fixture(scope="module")
def events() -> tuple[Event, ...]:
    return day(7, CUSTOMERS, BUSINESS, 900)


def test_a_seed_gives_one_day(events: tuple[Event, ...]) -> None:
    assert day(7, CUSTOMERS, BUSINESS, 900) == events
    assert day(8, CUSTOMERS, BUSINESS, 900) != events


def test_every_branch_has_its_share_and_the_peaks_are_busiest(events: tuple[Event, ...]) -> None:
    came = [event for event in events if event.said == "arrived"]
    assert Counter(event.branch_id for event in came) == {"B1": 300, "B2": 300, "B3": 300}
    by_hour = Counter(int(event.minute // 60) for event in came)
    assert {hour for hour, _ in by_hour.most_common(4)} == {9, 10, 14, 15}
    assert all(OPEN <= event.minute < CLOSE + 60 for event in came)


def test_each_ticket_comes_once_is_called_and_served_or_leaves(events: tuple[Event, ...]) -> None:
    said = defaultdict(list)
    for event in events:
        said[event.branch_id, event.fields["ticket"]].append(event.said)
    assert len(said) == 900
    assert {tuple(one) for one in said.values()} == {("arrived", "called", "served"), ("arrived", "left")}
    assert [event.minute for event in events] == sorted(event.minute for event in events)


def test_strangers_customers_of_other_branches_and_appointments_come(events: tuple[Event, ...]) -> None:
    came = [event.fields for event in events if event.said == "arrived"]
    known = [fields.get("card_id") or fields.get("customer_id") or "" for fields in came]
    assert known.count("") > 900 * 0.15
    assert {fields["source"] for fields in came} == {"queue", "card", "app", "appointment"}
    booked = [fields for fields in came if fields["source"] == "appointment"]
    assert [fields["appointment_id"] for fields in booked] == ["P0"] * 3
    other = [event for event in events if f"K{event.branch_id}" not in event.fields.get("card_id", "K")]
    assert any(event.fields.get("card_id", "").startswith("KB") for event in other)


def test_nobody_to_come_is_a_day_of_strangers() -> None:
    alone = day(7, {"B1": []}, {"cash": 3}, 5)
    assert {event.fields["source"] for event in alone if event.said == "arrived"} == {"queue"}
    assert len([event for event in alone if event.said == "arrived"]) == 5
