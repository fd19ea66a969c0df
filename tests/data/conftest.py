"""Built portraits for the tests of the build and of reading it; a desk store whose clock stands."""

from collections.abc import Iterator

import pytest

from lobby.data.desk import Desk
from tests.built import built, sample, sample_feed, sample_home, tiny, tiny_home
from tests.desk_stores import DeskStore, Watch

__all__ = ["built", "sample", "sample_feed", "sample_home", "tiny", "tiny_home"]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(store: DeskStore, watch: Watch) -> Iterator[Desk]:
    opened = store.open(watch, busy_seconds=5)
    yield opened
    opened.close()
