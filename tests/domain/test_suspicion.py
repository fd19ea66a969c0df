"""Patterns in look-ups: planted ones are found, honest heavy days are not."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from lobby.data.catalog import load_catalog
from lobby.domain.suspicion import Look, Suspicion, count_neighbours, numbered, of_looks, of_searches

LISTS = {"decoys": ("C7777",), "celebrities": ("C8888",), "colleagues": ("C9999",)}
POLICY = replace(load_catalog().policy, **LISTS)
ARRIVALS, BRANCHES, STAFF, CUSTOMERS = 1500, 6, 4, 20_000


def looks(*numbers: int, **kind: bool) -> tuple[Look, ...]:
    return tuple(Look(f"C{number:08}", **kind) for number in numbers)


@pytest.mark.parametrize(
    ("customer_id", "kind", "alone", "while_here"),
    [
        ("C7777", "decoy", True, True),
        ("C8888", "celebrity", True, False),
        ("C9999", "colleague", True, False),
        ("C7778", "decoy", False, False),
    ],
)
def test_a_listed_customer_is_told_of_and_only_a_decoy_when_said_to_be_here(
    customer_id: str, kind: str, alone: bool, while_here: bool
) -> None:
    expected = (Suspicion(kind, 1, customer_id=customer_id),)  # type: ignore[arg-type]
    assert of_looks((Look(customer_id),), POLICY) == (expected if alone else ())
    assert of_looks((Look(customer_id, is_live=True),), POLICY) == (expected if while_here else ())


@pytest.mark.parametrize(
    ("opened", "count"),
    [
        (looks(1, 2, 3, 4, 5, 6), 6),
        (looks(6, 4, 2, 1, 3, 5), 6),
        (looks(1, 500, 2, 900, 3, 4, 70, 5, 6), 6),
        (looks(1, 3, 5, 7, 9, 11), 6),
        (looks(1, 2, 3, 4, 5, 5, 5), 0),
        (looks(1, 2, 3, 4, 5), 0),
        (looks(1, 4, 7, 10, 13, 16), 0),
        (looks(1, 2, 3, 4, 5, 6, 900), 0),
        (looks(1, 2, 3, 4, 5, 6, is_live=True), 0),
        ((*looks(1, 2, 3, 4, 5, is_live=True), *looks(6)), 0),
    ],
)
def test_numbers_gone_through_are_found_in_any_order(opened: tuple[Look, ...], count: int) -> None:
    expected = (Suspicion("neighbours", count),) if count else ()
    assert of_looks(opened, POLICY) == expected


def test_going_on_is_a_new_suspicion_each_time_as_often() -> None:
    levels = [one.level for end in range(6, 13) for one in of_looks(looks(*range(1, end + 1)), POLICY)]
    assert levels == [1, 1, 1, 1, 1, 1, 2]


def test_customers_of_other_branches_are_counted_once_each_and_not_while_here() -> None:
    far = looks(*range(0, 1400, 100), is_elsewhere=True)
    assert of_looks(far, POLICY) == ()
    assert of_looks((*far, *looks(0, is_elsewhere=True)), POLICY) == ()
    assert of_looks((*far, *looks(1500, is_elsewhere=True)), POLICY) == (Suspicion("elsewhere", 15),)
    assert of_looks((*far, *looks(1500, is_elsewhere=True, is_live=True)), POLICY) == ()


@pytest.mark.parametrize(("by_number", "opened", "found"), [(20, 0, 1), (60, 40, 1), (60, 41, 0), (19, 0, 0)])
def test_tails_tried_without_opening_anybody_are_told(by_number: int, opened: int, found: int) -> None:
    assert len(of_searches(by_number, opened, POLICY)) == found


def test_a_policy_of_zero_watches_nothing() -> None:
    off = replace(POLICY, watch_near=0, watch_elsewhere=0, watch_tails=0)
    assert of_looks(looks(*range(40), is_elsewhere=True), off) == of_searches(500, 0, off) == ()


@pytest.mark.parametrize(
    ("customer_id", "parts"),
    [("C0012", ("C", 12)), ("12", ("", 12)), ("B1-7", ("B1-", 7)), ("abc", ("abc", None)), ("", ("", None))],
)
def test_a_customer_number_is_read_by_its_digits(customer_id: str, parts: tuple[str, int | None]) -> None:
    assert numbered(customer_id) == parts


def test_numbers_of_another_kind_are_no_neighbours() -> None:
    assert count_neighbours([*looks(1, 2, 3), Look("D00000004")], 12) == 1
    assert count_neighbours([Look("abc"), Look("abd")], 12) == 0


def test_f42_an_honest_day_of_1500_arrivals_raises_nothing() -> None:
    """Each arrival is opened, one in ten after a wrong search; some are looked up afterwards or by phone."""
    lot = Random(20261120)
    per_person = ARRIVALS // (BRANCHES * STAFF)
    for _ in range(BRANCHES * STAFF):
        opened: list[Look] = []
        for _ in range(per_person):
            number = f"C{lot.randrange(CUSTOMERS):08}"
            opened.append(Look(number, is_live=True, is_elsewhere=lot.random() < 0.04))
            if lot.random() < 0.3:
                other = f"C{lot.randrange(CUSTOMERS):08}"
                opened.append(Look(other, is_elsewhere=lot.random() < 0.1))
            assert of_looks(opened, POLICY) == ()
        assert of_searches(by_number=12, opened=10, policy=POLICY) == ()
