"""The months under the chart of everyday payments: none is left out between two that have some."""

from datetime import date

import pytest

from lobby.ui.holdings import months_up_to


def month(year: int, number: int) -> date:
    return date(year, number, 1)


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ([], []),
        ([month(2026, 11)], [month(2026, 11)]),
        ([month(2026, 11), month(2026, 9)], [month(2026, 9), month(2026, 10), month(2026, 11)]),
        (
            [month(2025, 3), month(2025, 12), month(2026, 2)],
            [
                month(2025, 9),
                month(2025, 10),
                month(2025, 11),
                month(2025, 12),
                month(2026, 1),
                month(2026, 2),
            ],
        ),
    ],
)
def test_six_months_up_to_the_last_one_and_none_before_the_first(
    known: list[date], shown: list[date]
) -> None:
    assert months_up_to(known) == shown
