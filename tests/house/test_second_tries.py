"""Only what drives another program is tried twice, and no proof is."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TRIED_TWICE = ("browser", "deploy")


def test_what_is_right_or_wrong_by_itself_is_tried_once(request: pytest.FixtureRequest) -> None:
    twice = [one for one in request.session.items if one.get_closest_marker("flaky") is not None]
    assert {one.path.relative_to(TESTS).parts[0] for one in twice} <= set(TRIED_TWICE)
    assert [one.nodeid for one in twice if one.get_closest_marker("proof") is not None] == []
