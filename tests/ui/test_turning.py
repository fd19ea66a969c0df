"""The menu of pages: a row, and under one word what has no room in it."""

import pytest

from lobby.ui.text import Words
from lobby.ui.turning import menu

PAGES = [f"page {number}" for number in range(1, 11)]


@pytest.mark.parametrize(
    ("count", "row", "rest"), [(1, 1, 0), (5, 5, 0), (6, 6, 0), (7, 5, 2), (8, 5, 3), (10, 5, 5)]
)
def test_up_to_six_pages_stand_in_a_row_and_of_more_the_first_five(count: int, row: int, rest: int) -> None:
    made = menu(Words("zh_Hans"), PAGES[:count])
    assert made == {"": PAGES[:row], "更多": PAGES[row : row + rest]}
