"""Intervals on small tables worked out elsewhere, and on many simulated ones: they cover what was planted."""

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from lobby.domain.results import Arm, Interval
from lobby.learn.lift import lift, mean_lift
from lobby.learn.power import days_more, needed

TREATED, CONTROL = 900, 100
BASE, PLANTED = 0.10, 0.08
COVERED = {100: range(90, 101), 1000: range(930, 971)}
SEEDS = [pytest.param(100), pytest.param(1000, marks=pytest.mark.proof)]


def rounded(found: Interval | None) -> tuple[float, float, float]:
    assert found is not None
    return round(float(found.value), 4), round(float(found.low), 4), round(float(found.high), 4)


@pytest.mark.parametrize(
    ("treated", "control", "expected"),
    [
        (Arm(70, 56), Arm(80, 48), (0.2, 0.0524, 0.3339)),  # Newcombe 1998, table II, method 10
        (Arm(10, 9), Arm(10, 3), (0.6, 0.1705, 0.8090)),
        (Arm(10, 0), Arm(10, 0), (0.0, -0.2775, 0.2775)),
        (Arm(10, 10), Arm(10, 0), (1.0, 0.6075, 1.0)),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(
    treated: Arm, control: Arm, expected: tuple[float, float, float]
) -> None:
    assert rounded(lift(treated, control)) == expected


def test_the_interval_of_two_means_is_welchs() -> None:
    amounts = [[Decimal(value) for value in side] for side in ((1, 2, 3, 4, 5), (2, 4, 6, 8, 10, 12))]
    assert rounded(mean_lift(*amounts)) == (-4.0, -7.9835, -0.0165)


@pytest.mark.parametrize(("treated", "control"), [(Arm(0, 0), Arm(5, 1)), (Arm(5, 1), Arm(0, 0))])
def test_without_one_of_the_groups_there_is_nothing_to_tell(treated: Arm, control: Arm) -> None:
    assert lift(treated, control) is None
    assert mean_lift([Decimal(1)], [Decimal(1), Decimal(2)]) is None


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("planted", [PLANTED, 0.0], ids=["planted", "a_a"])
def test_the_intervals_cover_what_was_planted(planted: float, seeds: int) -> None:
    covered = 0
    for seed in range(seeds):
        drawn = Random(seed)
        arms = [
            Arm(count, sum(drawn.random() < chance for _ in range(count)))
            for count, chance in ((TREATED, BASE + planted), (CONTROL, BASE))
        ]
        found = lift(*arms)
        assert found is not None
        covered += found.low <= Decimal(str(planted)) <= found.high
    assert covered in COVERED[seeds]


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("planted", [3000.0, 0.0], ids=["planted", "a_a"])
def test_the_intervals_of_balances_cover_what_was_planted(planted: float, seeds: int) -> None:
    covered = 0
    for seed in range(seeds):
        drawn = Random(seed)
        treated, control = (
            [Decimal(drawn.gauss(mean, 20_000)) for _ in range(count)]
            for mean, count in ((planted, TREATED // 3), (0.0, CONTROL))
        )
        found = mean_lift(treated, control)
        assert found is not None
        covered += found.low <= Decimal(str(planted)) <= found.high
    assert covered in COVERED[seeds]


def test_so_many_customers_show_the_lift_with_the_power_asked_for() -> None:
    base, planted = Decimal("0.08"), Decimal("0.08")
    count = needed(base, planted, Decimal("0.8"), Decimal("0.1"))
    assert count == 1402
    assert needed(base, planted, Decimal("0.8"), Decimal("0.5")) < count
    assert needed(base, planted, Decimal("0.9"), Decimal("0.1")) > count
    assert needed(base, planted / 2, Decimal("0.8"), Decimal("0.1")) > count


@pytest.mark.parametrize(
    ("treated", "control", "days"),
    [
        (Arm(900, 90), Arm(100, 9), 0),
        (Arm(450, 45), Arm(50, 5), 60),
        (Arm(90, 9), Arm(10, 1), 540),
        (Arm(90, 9), Arm(0, 0), None),
    ],
)
def test_how_many_days_more_at_the_pace_so_far(treated: Arm, control: Arm, days: int | None) -> None:
    assert days_more(treated, control, 1000, timedelta(days=60)) == days


def test_the_library_is_not_loaded_before_it_is_asked() -> None:
    said = "import sys, lobby.learn.lift, lobby.learn.power; print({'statsmodels', 'scipy'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
