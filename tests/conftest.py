"""What every test shares: the two times, a clean environment, the real banks' files where present."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from lobby.data import permits
from lobby.data.catalog import checked_catalog
from lobby.data.desk import open_desk
from tests.desk_stores import STORES, TEMPLATE, TESTS, DeskStore, Server, new_store, started_server

ROOT = Path(__file__).parents[1]
ID_HASH_KEY = "the-tests-own-secret-for-id-numbers"
CACHES: dict[ModuleType, list[Any]] = {}
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session", autouse=True)
def direct_reads() -> Iterator[None]:
    """Tests read the stores as the program itself does; a service they call is judged all the same."""
    with permits.in_force(TESTS):
        yield


@pytest.fixture
def as_of() -> date:
    """The business date of the facts."""
    return date(2026, 11, 20)


@pytest.fixture
def now() -> datetime:
    """The moment of the talk, in the bank's own time zone."""
    return datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the real banks' data, in `../shared/data` beside the checkout."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real banks' data is not present: ../shared/data")
    return SHARED_DATA


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LOBBY_HOME in which the tiny bank has been built; copy it before writing into it."""
    from lobby.data.build import build
    from lobby.data.settings import Settings

    home = tmp_path_factory.mktemp("tiny_home")
    settings = Settings(home=home, id_hash_key=SecretStr(ID_HASH_KEY))
    build(ROOT / "tests" / "data" / "tiny", settings, now=datetime(2026, 11, 20, 15, tzinfo=UTC))
    return home


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL of this run's own, with a database to copy in which the desk store has been made."""
    with started_server() as server, server.database(TEMPLATE):
        home = tmp_path_factory.mktemp("template")
        open_desk(home, lambda: datetime(2026, 11, 20, tzinfo=UTC), url=server.url(TEMPLATE)).close()
        yield server


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeskStore]:
    """A desk store, of SQLite and of PostgreSQL in turn."""
    with new_store(request.param, tmp_path, lambda: request.getfixturevalue("postgresql")) as made:
        yield made


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees a LOBBY_ variable of the machine or a value cached by another test.

    `__main__` is put back: an app under test takes its place, and a shard's process would begin with it.
    """
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    for name in [name for name in os.environ if name.startswith("LOBBY_")]:
        monkeypatch.delenv(name)
    clear_caches()
    yield
    clear_caches()


def clear_caches() -> None:
    for name, module in list(sys.modules.items()):
        if name == "lobby" or name.startswith("lobby."):
            if module not in CACHES:
                CACHES[module] = caches_of(module)
            for cache in CACHES[module]:
                cache.cache_clear()
    streamlit = sys.modules.get("streamlit")
    if streamlit is not None:
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


def caches_of(module: ModuleType) -> list[Any]:
    """What remembers in a module, but the catalogue: that is kept by the bytes of its files, for any test."""
    found = [value for value in vars(module).values() if callable(value) and hasattr(value, "cache_clear")]
    return [cache for cache in found if cache is not checked_catalog]
