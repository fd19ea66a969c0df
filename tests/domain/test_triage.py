"""Where business is done, how long the wait is, and whom to turn to first."""

from datetime import UTC, datetime, timedelta

import pytest

from lobby.domain.arrivals import Arrival, Step
from lobby.domain.triage import (
    NOTHING,
    Glance,
    business_of,
    is_quick_alone,
    minutes_to_wait,
    place_in_order,
    why,
)
from tests.portraits import CATALOG, POLICY

OPENED = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
BUSINESS = CATALOG.business


def came(name, minutes, business=None, *, called=False, **changed):
    """Somebody who came so many minutes after nine, called where said."""
    at = OPENED + timedelta(minutes=minutes)
    steps = (Step("called", None, at + timedelta(minutes=1)),) if called else ()
    plain = {
        "arrival_id": name, "source": "queue", "branch_id": "B1", "arrived_at": at, "recorded_at": at,
        "business_type": business, "steps": steps,
    }  # fmt: skip
    return Arrival(**(plain | changed))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("transfer", ("transfer", ("phone", "machine", "counter"), 5)),
        ("remittance", ("transfer", ("phone", "machine", "counter"), 5)),
        ("time_deposit", ("deposit_maturity", ("machine", "counter"), 8)),
        ("risk_review", ("wealth", ("zone",), 30)),
        ("business_loan", ("loan", ("loan_desk",), 20)),
        ("proxy", ("proxy", ("counter",), 15)),
        ("complaint", ("complaint", ("manager",), 0)),
        ("spaceflight", ("other", ("counter",), 8)),
    ],
)
def test_a_queue_machines_word_is_business_of_ours(code, expected):
    found = business_of(BUSINESS, code)
    assert (found.code, found.where, found.minutes) == expected


def test_what_nobody_said_is_no_business():
    assert business_of(BUSINESS, None) is None


@pytest.mark.parametrize(
    ("code", "expected"), [("transfer", True), ("open_account", False), ("wealth", False), (None, False)]
)
def test_a_machine_is_named_where_it_is_quick(code, expected):
    assert is_quick_alone(business_of(BUSINESS, code), POLICY) is expected


@pytest.mark.parametrize(
    ("before", "business", "minutes"),
    [
        ([], "cash", 0),
        ([("large_cash", False)], "cash", 4),  # 10 minutes over 3 counters
        ([("large_cash", False), ("transfer", False)], "cash", 5),
        ([("large_cash", False), ("transfer", True)], "cash", 10),  # one counter is at work
        ([("large_cash", False), ("transfer", True), ("cash", True)], "cash", 5),
        ([("large_cash", False), ("loan", False)], "cash", 4),  # the loan desk has a line of its own
        ([("large_cash", False), ("loan", False)], "loan", 20),
        ([("open_account", False)], "cash", 0),  # a machine keeps nobody waiting at the counter
        ([(None, False)], "cash", 3),  # unknown business takes 8 minutes
    ],
)
def test_the_wait_is_the_minutes_of_those_before_over_the_desks_at_work(before, business, minutes):
    here = [came(f"a{place}", place, code, called=called) for place, (code, called) in enumerate(before)]
    of = came("z", 30, business)
    assert minutes_to_wait([*here, of], of, BUSINESS, POLICY) == minutes


def test_who_came_later_keeps_nobody_waiting():
    first, second = came("b", 0, "large_cash"), came("a", 0, "large_cash")
    assert minutes_to_wait([first, second], second, BUSINESS, POLICY) == 0
    assert minutes_to_wait([first, second], first, BUSINESS, POLICY) == 4


@pytest.mark.parametrize(
    ("glance", "code", "expected"),
    [
        (NOTHING, None, None),
        (NOTHING, "complaint", "complaint"),
        (Glance(is_alarmed=True, has_complaint=True), None, "complaint"),
        (Glance(is_alarmed=True, is_unfinished=True), None, "safety"),
        (Glance(is_unfinished=True, is_due=True), "cash", "unfinished"),
        (Glance(is_due=True, has_changed=True), "cash", "due"),
        (Glance(has_changed=True, care_needs=("seat",)), "cash", "changed"),
    ],
)
def test_one_word_says_why_now(glance, code, expected):
    assert why(glance, came("a", 0, code), business_of(BUSINESS, code)) == expected


def test_the_order_of_the_board():
    complained = Step("complaint", "S1", OPENED)
    known = {
        "first": NOTHING,
        "second": NOTHING,
        "booked": NOTHING,
        "old": Glance(is_elder=True, is_due=True),
        "broken off": Glance(is_unfinished=True, is_elder=True),
        "seated": Glance(care_needs=("seat",), is_unfinished=True),
        "alarmed": Glance(is_alarmed=True),
        "angry": NOTHING,
    }
    arrivals = [came(name, place) for place, name in enumerate(known)]
    arrivals[2] = came("booked", 2, appointment_id="ap1")
    arrivals[7] = came("angry", 7, steps=(complained,))
    shown = sorted(arrivals, key=lambda one: place_in_order(known[one.arrival_id], one, None))
    assert [one.arrival_id for one in shown] == [
        "alarmed", "angry", "seated", "broken off", "booked", "old", "first", "second",
    ]  # fmt: skip
