"""The checklist, what came of it, and how a branch does with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.teaching import ITEMS, Use, use
from lobby.domain.viewer import LANGUAGES, Viewer
from lobby.services.coverage import coverage
from lobby.services.sources import Sources
from lobby.services.teaching import checklist, taught_and_used, tick
from lobby.services.visits import open_customer
from tests.services.conftest import Watch

SignedIn = Callable[[str], Viewer]
TAUGHT = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("last_login", "as_of", "expected"),
    [
        (date(2026, 10, 2), date(2026, 10, 2), "used"),
        (TAUGHT, date(2026, 10, 2), "waiting"),
        (None, date(2026, 10, 31), "waiting"),
        (None, date(2026, 11, 1), "not_used"),
        (date(2026, 9, 1), date(2026, 11, 1), "not_used"),
        (date(2026, 11, 5), date(2026, 11, 6), "used"),
    ],
    ids=["the day after", "the lesson's own login", "the 30th day", "the 31st day", "before only", "later"],
)
def test_use_is_a_login_after_the_lesson(last_login: date | None, as_of: date, expected: Use) -> None:
    assert use(TAUGHT, last_login, as_of, 30) == expected


def test_a_tick_stands_with_its_day_and_can_be_taken_back(sources: Sources, signed_in: SignedIn) -> None:
    viewer = signed_in("s1")
    visit = open_customer(sources, viewer, "c01")
    assert checklist(sources, viewer, visit).taught_on == dict.fromkeys(ITEMS)
    tick(sources, viewer, visit, "balance", True)
    found = checklist(sources, viewer, visit)
    assert {item: day for item, day in found.taught_on.items() if day} == {"balance": date(2026, 11, 20)}
    assert found.use == "waiting"
    tick(sources, viewer, visit, "balance", False)
    assert (
        checklist(sources, viewer, visit).use,
        checklist(sources, viewer, visit).taught_on["balance"],
    ) == (
        None,
        None,
    )
    rows = sources.desk.audited(5, action="lesson")
    assert [row["details"]["is_taught"] for row in rows] == [False, True]


def test_a_branch_counts_whom_it_taught_and_who_uses_it(
    sources: Sources, signed_in: SignedIn, watch: Watch
) -> None:
    lobby, manager = signed_in("s1"), signed_in("s3")
    watch.pass_by(days=-40)
    for customer_id, item in (("c01", "balance"), ("c01", "limit"), ("c02", "log_in"), ("c05", "transfer")):
        visit = open_customer(sources, lobby, customer_id)
        tick(sources, lobby, visit, item, True)
    watch.pass_by(days=40)
    found = taught_and_used(sources, manager)
    assert (found.taught, found.used, found.waiting, found.days) == (3, 1, 0, 90)
    watch.pass_by(days=60)
    assert taught_and_used(sources, manager).taught == 0


@pytest.mark.parametrize("staff_id", ["s5", "s6", "s7"])
def test_who_serves_no_customers_gives_no_lessons(
    sources: Sources, signed_in: SignedIn, staff_id: str
) -> None:
    viewer = signed_in(staff_id)
    visit = open_customer(sources, viewer, "c01", reason="asked for")
    with pytest.raises(AccessRefused) as refused:
        tick(sources, viewer, visit, "balance", True)
    assert refused.value.code == "not_for_role"
    assert sources.desk.audited(5, action="lesson") == ()


def test_a_lesson_is_given_to_the_customer_opened_here(sources: Sources, signed_in: SignedIn) -> None:
    visit = open_customer(sources, signed_in("s1"), "c01")
    with pytest.raises(AccessRefused) as refused:
        tick(sources, signed_in("s2"), visit, "balance", True)
    assert refused.value.code == "unknown_visit"


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_is_the_own_branchs(sources: Sources, signed_in: SignedIn, language: str) -> None:
    found = coverage(sources, signed_in("s3"), language)
    assert len(found.states) == 5
    assert sum(one.count for one in found.states) == 0
    assert (found.groups[0].count, str(found.groups[0].index)) == (6, "53.3")
    assert [one.index for one in found.groups[1:]] == sorted(one.index for one in found.groups[1:])


@pytest.mark.parametrize("staff_id", ["s1", "s4", "s5", "s6", "s7"])
def test_coverage_is_for_advisers_and_managers(sources: Sources, signed_in: SignedIn, staff_id: str) -> None:
    with pytest.raises(AccessRefused):
        coverage(sources, signed_in(staff_id), "en")
