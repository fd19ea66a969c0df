"""The reason for a fall of the loyalty index, and that the parts add up to it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lobby.domain.loyalty import drop, effects
from lobby.domain.portrait import PartPoints

FIVE = Decimal(5)


def part(name: str, weight: int, before: int | None, now: int | None) -> PartPoints:
    points, earlier = (None if value is None else Decimal(value) for value in (now, before))
    return PartPoints(
        part=name,
        weight=weight,
        points=points,
        measured=points,
        points_before=earlier,
        measured_before=earlier,
    )


def test_the_part_that_pulled_most_is_the_reason() -> None:
    parts = [part("activity", 10, 80, 60), part("wallet", 30, 90, 80), part("tenure", 10, 50, 51)]
    found = drop(parts, FIVE)
    assert found is not None
    assert (found.fallen, found.part["part"], found.effect) == (Decimal("9.8"), "wallet", Decimal("-6.0"))


def test_a_new_bad_answer_is_the_reason_of_a_fall() -> None:
    found = drop([part("service", 10, None, 0), part("tenure", 10, 80, 80)], FIVE)
    assert found is not None
    assert (found.fallen, found.part["part"], found.effect) == (Decimal("40.0"), "service", Decimal("-40.0"))


def test_a_good_answer_that_grew_too_old_is_the_reason_too() -> None:
    found = drop([part("service", 10, 100, None), part("tenure", 10, 40, 40)], FIVE)
    assert found is not None
    assert (found.fallen, found.part["part"]) == (Decimal("30.0"), "service")


def test_a_small_fall_or_a_rise_needs_no_reason() -> None:
    assert drop([part("wallet", 10, 80, 76)], FIVE) is None
    assert drop([part("wallet", 10, 80, 75)], FIVE) is not None
    assert drop([part("wallet", 10, 80, 90)], FIVE) is None


def test_without_a_quarter_before_nothing_is_said() -> None:
    assert effects([part("wallet", 10, None, 10)]) == {}
    assert drop([part("wallet", 10, None, 10)], FIVE) is None
    assert drop([], FIVE) is None


POINTS = st.none() | st.integers(0, 100)


@given(st.lists(st.tuples(st.integers(1, 30), POINTS, POINTS), min_size=1, max_size=9))
def test_the_effects_add_up_to_the_difference(drawn: list[tuple[int, int | None, int | None]]) -> None:
    parts = [part(str(place), *one) for place, one in enumerate(drawn)]
    means = []
    for place in (1, 2):
        known = [(one[0], one[place]) for one in drawn if one[place] is not None]
        weight = sum(weight for weight, _ in known)
        means.append(sum(w * Decimal(p) for w, p in known) / weight if weight else None)
    if None in means:
        assert effects(parts) == {}
    else:
        assert abs(sum(effects(parts).values()) - (means[1] - means[0])) < Decimal("0.000001")
