"""Loyalty, churn warning and long tail: what an adviser sees of the tiny bank, and that nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.sections import Loyalty, Movements, Reach
from lobby.domain.viewer import LANGUAGES, Viewer
from lobby.services import showing
from lobby.services.customer import customer_view
from lobby.services.keeping import Keeping, keeping
from lobby.services.portraits import open_section
from lobby.services.rows import rows_behind
from lobby.services.sources import Sources
from lobby.services.visits import open_customer

SignedIn = Callable[[str], Viewer]
LOBBY, ADVISER, MANAGER = "s1", "s2", "s3"
OTHERS = (LOBBY, "s5", "s6", "s7")
FORBIDDEN = ("loyalty", "churn", "reach_state", "potential", "long_tail", "忠诚", "流失", "长尾")


def seen(sources: Sources, viewer: Viewer, customer_id: str) -> Keeping:
    visit = open_customer(sources, viewer, customer_id, reason="asked for")
    return keeping(sources, viewer, visit, "zh_Hans")


@pytest.mark.parametrize("staff_id", [ADVISER, MANAGER])
def test_the_index_stands_with_its_parts_and_the_means_beside_it(
    sources: Sources, signed_in: SignedIn, staff_id: str
) -> None:
    close = seen(sources, signed_in(staff_id), "c01").closeness
    assert (close.index, close.before) == (Decimal("65.9"), Decimal("55.8"))
    assert [one["on"] for one in close.trend][-2:] == [date(2026, 9, 30), date(2026, 11, 20)]
    points = {part["part"]: (part["points"], part["weight"]) for part in close.parts}
    reached = sum((points * weight for points, weight in points.values() if points is not None), Decimal(0))
    assert round(reached / sum(weight for _, weight in points.values()), 1) == close.index
    assert close.missing == ("product", "process", "campaign")
    assert close.means == {"branch": Decimal("53.3"), "segment": Decimal("65.9")}
    assert [answer["score"] for answer in close.answers] == [5]


def test_a_fall_names_the_part_and_a_new_bad_answer_can_be_it(sources: Sources, signed_in: SignedIn) -> None:
    drop = seen(sources, signed_in(MANAGER), "c12").closeness.drop
    assert drop is not None
    assert (drop.part["part"], drop.part["measured"], drop.part["points_before"]) == (
        "service",
        Decimal(1),
        None,
    )


def test_a_warning_has_its_reasons_and_what_to_do(sources: Sources, signed_in: SignedIn) -> None:
    found = seen(sources, signed_in(ADVISER), "c12")
    assert (found.level, found.points) == ("low", 20)
    (warned,) = found.warnings
    assert warned.reason.code == "complaint_open"
    assert warned.do.startswith("先把投诉办完")
    assert found.tail is None


def test_the_long_tail_is_told_in_the_banks_words(sources: Sources, signed_in: SignedIn) -> None:
    tail = seen(sources, signed_in(MANAGER), "c08").tail
    assert tail is not None
    assert (tail.state, tail.potential) == ("联系不上", "潜力低")


@pytest.mark.parametrize("staff_id", OTHERS)
@pytest.mark.parametrize("section", [Loyalty, Reach])
def test_nobody_else_opens_it(
    sources: Sources, signed_in: SignedIn, staff_id: str, section: type[Loyalty | Reach]
) -> None:
    viewer = signed_in(staff_id)
    visit = open_customer(sources, viewer, "c12", reason="asked for")
    for ask in (
        lambda: keeping(sources, viewer, visit, "en"),
        lambda: open_section(sources, viewer, visit, section),
    ):
        with pytest.raises(AccessRefused) as refused:
            ask()
        assert refused.value.code == "not_for_role"


@pytest.mark.parametrize("staff_id", [LOBBY, ADVISER])
@pytest.mark.parametrize("customer_id", ["c01", "c08", "c12"])
def test_the_view_and_the_command_line_never_speak_of_it(
    sources: Sources, signed_in: SignedIn, staff_id: str, customer_id: str
) -> None:
    viewer = signed_in(staff_id)
    visit = open_customer(sources, viewer, customer_id, reason="asked for")
    for language in LANGUAGES:
        view = customer_view(sources, viewer, visit, sources.now(), language)
        moved = open_section(sources, viewer, visit, Movements)
        told = f"{view} {showing.customer(view, moved)}".lower()
        assert [word for word in FORBIDDEN if word in told] == []


@pytest.mark.parametrize("customer_id", ["c01", "c02", "c05", "c06"])
def test_the_rows_behind_the_parts_are_what_they_count(
    sources: Sources, signed_in: SignedIn, customer_id: str
) -> None:
    viewer = signed_in(MANAGER)
    visit = open_customer(sources, viewer, customer_id, reason="asked for")
    reach = open_section(sources, viewer, visit, Reach)
    assert rows_behind(sources, viewer, visit, "gone").total == (reach.gone_lately or 0)
    parts = {
        part["part"]: part["measured"] for part in open_section(sources, viewer, visit, Loyalty).loyalty_parts
    }
    made = len(rows_behind(sources, viewer, visit, "made").rows)
    assert parts["activity"] == round(Decimal(made * 30) / 81, 4)
