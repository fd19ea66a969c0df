"""Events of the calendar and of the customer's record: found, just missed, expired, and never told."""

from datetime import date
from typing import Any

import pytest

from tests.portraits import AS_OF
from tests.queries.one_event import Happening, ago, happened

Row = dict[str, Any]

NEVER = [{"deceased": True}, {"birth_date": date(2010, 11, 22)}]


def due(found: list[Happening]) -> list[str]:
    return [one.evidence["due_on"] for one in found]


@pytest.mark.parametrize(
    ("born", "as_of", "due_on"),
    [
        (date(1986, 11, 27), AS_OF, ["2026-11-27"]),
        (date(1986, 11, 28), AS_OF, []),
        (date(1986, 11, 20), AS_OF, ["2026-11-20"]),
        (date(1986, 11, 17), AS_OF, ["2026-11-17"]),
        (date(1986, 11, 16), AS_OF, []),
        (date(1986, 1, 2), date(2026, 12, 28), ["2027-01-02"]),
        (date(1986, 12, 30), date(2027, 1, 1), ["2026-12-30"]),
        (date(1988, 2, 29), date(2027, 2, 25), ["2027-03-01"]),
        (date(1988, 2, 29), date(2028, 2, 25), ["2028-02-29"]),
        (None, AS_OF, []),
    ],
)
def test_birthday(born: date | None, as_of: date, due_on: list[str]) -> None:
    assert due(happened("birthday", as_of, customer=[{"birth_date": born}])) == due_on


def test_a_birthday_is_told_until_three_days_after_it() -> None:
    (found,) = happened("birthday", customer=[{"birth_date": date(1986, 11, 24)}])
    assert (found.happened_on, found.expires_on, found.amount) == (AS_OF, ago(-7), None)
    (past,) = happened("birthday", customer=[{"birth_date": date(1986, 11, 18)}])
    assert (past.happened_on, past.expires_on) == (ago(2), ago(-1))


@pytest.mark.parametrize("customer", [*NEVER, {"kind": "organisation"}])
def test_no_birthday_of_the_dead_of_minors_and_of_firms(customer: Row) -> None:
    born = {"birth_date": date(1986, 11, 22)}
    assert due(happened("birthday", customer=[born])) == ["2026-11-22"]
    assert happened("birthday", customer=[born | customer]) == []


@pytest.mark.parametrize(
    ("born", "found"),
    [(date(2008, 11, 20), ["2026-11-20"]), (date(2008, 11, 21), [])],
)
def test_the_eighteenth_birthday_is_the_first_that_is_told(born: date, found: list[str]) -> None:
    assert due(happened("birthday", customer=[{"birth_date": born}])) == found


@pytest.mark.parametrize(
    ("joined", "told"),
    [
        (date(2016, 11, 27), [("2026-11-27", 10, 0.3)]),
        (date(2016, 11, 28), []),
        (date(2023, 11, 17), [("2026-11-17", 3, 0.2)]),
        (date(2023, 11, 16), []),
        (date(2025, 11, 20), [("2026-11-20", 1, 0.2)]),
        (date(2026, 11, 18), []),
        (None, []),
    ],
)
def test_anniversary(joined: date | None, told: list[tuple[str, int, float]]) -> None:
    found = happened("anniversary", customer=[{"first_opened_on": joined}])
    assert [(one.evidence["due_on"], one.evidence["years"], one.strength) for one in found] == told


def test_a_firm_has_an_anniversary_and_the_dead_and_minors_have_none() -> None:
    joined = {"first_opened_on": date(2016, 11, 20)}
    assert len(happened("anniversary", customer=[joined | {"kind": "organisation", "birth_date": None}])) == 1
    for customer in NEVER:
        assert happened("anniversary", customer=[joined | customer]) == []


@pytest.mark.parametrize(
    ("rated_on", "expires_on", "due_on"),
    [
        (ago(200), ago(-30), [ago(-30)]),
        (ago(200), ago(-31), []),
        (ago(336), ago(-365), [ago(-29)]),
        (ago(334), ago(-365), []),
        (ago(365), ago(-365), [AS_OF]),
        (ago(366), ago(-365), []),
        (ago(200), AS_OF, [AS_OF]),
        (ago(200), ago(1), []),
        (ago(200), None, []),
        (None, ago(-10), []),
    ],
)
def test_rating_expiring(rated_on: date | None, expires_on: date | None, due_on: list[date]) -> None:
    rating = {"risk_rating": "C3", "risk_rated_on": rated_on, "risk_expires_on": expires_on}
    found = happened("rating_expiring", customer=[rating])
    assert [one.expires_on for one in found] == due_on
    assert due(found) == [day.isoformat() for day in due_on]


@pytest.mark.parametrize("customer", [*NEVER, {"risk_rating": None}])
def test_no_rating_expires_of_the_dead_of_minors_and_of_the_unrated(customer: Row) -> None:
    rating = {"risk_rating": "C3", "risk_rated_on": ago(200), "risk_expires_on": ago(-10)}
    assert len(happened("rating_expiring", customer=[rating])) == 1
    assert happened("rating_expiring", customer=[rating | customer]) == []


@pytest.mark.parametrize(
    ("ends_on", "told"),
    [
        (ago(-60), [(AS_OF, ago(-150), 0.4)]),
        (ago(-61), []),
        (AS_OF, [(AS_OF, ago(-90), 0.4)]),
        (ago(1), [(ago(1), ago(-89), 0.6)]),
        (ago(90), [(ago(90), AS_OF, 0.6)]),
        (ago(91), []),
        (date(9999, 12, 31), []),
        (None, []),
    ],
)
def test_id_expiring(ends_on: date | None, told: list[tuple[date, date, float]]) -> None:
    found = happened("id_expiring", customer=[{"id_expires_on": ends_on}])
    assert [(one.happened_on, one.expires_on, one.strength) for one in found] == told


def test_a_minors_paper_is_renewed_and_the_deads_is_not() -> None:
    ends = {"id_expires_on": ago(-10)}
    assert len(happened("id_expiring", customer=[ends | {"birth_date": date(2015, 1, 1)}])) == 1
    assert happened("id_expiring", customer=[ends | {"deceased": True}]) == []


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("East", "West", [("2026-10-31", "East", "West")]),
        ("East", "East", []),
        (None, "West", []),
        ("East", None, []),
        (None, None, []),
    ],
)
def test_address_and_employer_changed(
    before: str | None, now: str | None, told: list[tuple[str, str, str]]
) -> None:
    found = [
        happened(
            "address_changed", customer=[{"address_area": now}], month_before=[{"address_area": before}]
        ),
        happened("employer_changed", customer=[{"employer": now}], month_before=[{"employer": before}]),
    ]
    for each in found:
        assert [
            (one.evidence["known_on"], one.evidence["before"], one.evidence["now"]) for one in each
        ] == told
        assert [(one.happened_on, one.expires_on) for one in each] == [(AS_OF, ago(-30)) for _ in told]


@pytest.mark.parametrize("customer", [*NEVER, {"kind": "organisation"}, {"customer_id": "c2"}])
def test_nothing_changed_for_those_who_are_not_told_of_or_were_not_known(customer: Row) -> None:
    moved = {"address_area": "West", "employer": "Two", **customer}
    before = [{"address_area": "East", "employer": "One"}]
    assert happened("address_changed", customer=[moved], month_before=before) == []
    assert happened("employer_changed", customer=[moved], month_before=before) == []


def test_nothing_changed_on_the_first_build() -> None:
    assert happened("address_changed", customer=[{"address_area": "West"}]) == []
    assert happened("employer_changed", customer=[{"employer": "Two"}]) == []
