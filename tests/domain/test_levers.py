"""A lever counts for its product, segment and branch, from its first day to its last."""

from datetime import date
from decimal import Decimal

import pytest

from lobby.domain.levers import Lever, pulled

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
