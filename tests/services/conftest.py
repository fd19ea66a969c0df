"""The tiny bank's sources, with a desk store of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from lobby.data.catalog import load_catalog
from lobby.data.desk import Store, open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.catalogue import Catalog
from lobby.domain.viewer import Viewer
from lobby.services.sources import Sources
from lobby.services.staff import viewer
from tests.built import sample, sample_feed, sample_home
from tests.desk_stores import STORES, DeskStore, Watch, new_store

__all__ = ["sample", "sample_feed", "sample_home"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that has a desk store on both databases, where its module or itself asks for it."""
    if "store" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_stores"):
        metafunc.parametrize("store", STORES, indirect=True)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def warehouse(tiny_home: Path) -> Iterator[Warehouse]:
    opened = Warehouse(tiny_home)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def bank(sample_home: Path, catalog: Catalog, tmp_path: Path, watch: Watch) -> Iterator[Sources]:
    """The sample bank of 2,000 customers."""
    warehouse, desk = Warehouse(sample_home), open_desk(tmp_path, watch)
    yield Sources(warehouse, desk, catalog, Settings(home=sample_home), watch)
    desk.close()
    warehouse.close()


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeskStore]:
    """The file, unless a test asks for the other database."""
    kind: Store = getattr(request, "param", "sqlite")
    with new_store(kind, tmp_path, partial(request.getfixturevalue, "postgresql")) as made:
        yield made


@pytest.fixture
def sources(
    tiny_home: Path, warehouse: Warehouse, catalog: Catalog, store: DeskStore, watch: Watch
) -> Iterator[Sources]:
    desk = store.open(watch, busy_seconds=0.1 if store.kind == "sqlite" else 5)
    settings = Settings(home=tiny_home)
    yield Sources(warehouse, desk, catalog, settings, watch)
    desk.close()


@pytest.fixture
def signed_in(sources: Sources) -> Callable[[str], Viewer]:
    """The viewer that a member of the tiny bank's staff is."""
    return lambda staff_id: viewer(sources, staff_id, "ipad-1")
