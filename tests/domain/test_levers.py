"""A lever counts for its product, segment and branch, from its first day to its last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lobby.domain.levers import Lever, LeverChange, in_force, last_checked, pulled
from lobby.domain.two_people import Answer, Proposal

NINE = datetime(2026, 11, 20, 1, tzinfo=UTC)
LEVER = Lever(Decimal("1.5"), date(2026, 11, 1), date(2026, 11, 30), "dep_cd", "young", "B1")


@pytest.mark.parametrize(
    ("product", "segment", "branch", "today", "counts"),
    [
        ("dep_cd", "young", "B1", date(2026, 11, 1), True),
        ("dep_cd", "young", "B1", date(2026, 11, 30), True),
        ("dep_cd", "young", "B1", date(2026, 10, 31), False),
        ("dep_cd", "young", "B1", date(2026, 12, 1), False),
        ("dep_term", "young", "B1", date(2026, 11, 9), False),
        ("dep_cd", "old", "B1", date(2026, 11, 9), False),
        ("dep_cd", "young", "B2", date(2026, 11, 9), False),
        ("dep_cd", "young", None, date(2026, 11, 9), False),
    ],
)
def test_hit_and_near_miss(product, segment, branch, today, counts):
    assert pulled((LEVER,), product, segment, branch, today) == ((LEVER,) if counts else ())


def test_what_is_not_named_holds_for_all():
    everywhere = Lever(Decimal(2), date(2026, 11, 1), date(2026, 11, 30))
    assert pulled((everywhere, LEVER), "gov_bond", "old", None, date(2026, 11, 9)) == (everywhere,)


def change(
    percent: int,
    product: str | None = "dep_cd",
    branch: str | None = "B1",
    minutes: int = 0,
    verdict="checked",
) -> Proposal[LeverChange]:
    wanted = LeverChange(product, "young", branch, percent, date(2026, 11, 1), date(2026, 11, 30), "because")
    given = Answer(verdict, "h2", NINE + timedelta(minutes=minutes), "")
    return Proposal(f"p{percent}", wanted, "h1", NINE, given)


def test_a_checked_change_stands_in_the_place_of_the_lever_for_the_same_target():
    other = replace(LEVER, product="gov_bond")
    changed, added = change(80).change.lever, change(120, product="fund_mm").change.lever
    assert in_force((LEVER, other), ()) == (LEVER, other)
    assert in_force((LEVER, other), (added, changed)) == (replace(LEVER, weight=Decimal("0.8")), other, added)
    assert in_force((other,), (changed,)) == (other, changed)


def test_the_last_checked_change_of_each_target_stands():
    newest, refused, older = change(80, minutes=9), change(90, minutes=8, verdict="refused"), change(70)
    elsewhere, waiting = change(60, branch=None), replace(change(50, product="fund_mm"), answer=None)
    assert last_checked([newest, refused, older, elsewhere, waiting]) == (newest, elsewhere)
    assert last_checked([refused, waiting]) == ()
