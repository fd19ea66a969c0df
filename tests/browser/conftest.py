"""A sample bank of 2,000 customers, a server on it, and a browser of each engine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lobby.data.settings import Settings
from lobby.services.sources import Sources, open_sources
from lobby.ui.session import wall_clock
from tests.browser.bank import Server, own_home, sample_home, served
from tests.browser.engines import Browser, Engine, missing, started


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the sample bank, one for all test processes of this run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return sample_home(shared / "sample-bank")


@pytest.fixture(scope="module")
def server(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, with an empty desk store."""
    with served(own_home(bank, tmp_path_factory.mktemp("served"))) as running:
        yield running


@pytest.fixture(scope="module")
def beside(server: Server) -> Iterator[Sources]:
    """Another process on the desk store of the server: this one."""
    sources = open_sources(Settings(home=server.home), wall_clock)
    yield sources
    sources.close()


@pytest.fixture(scope="module", params=["chromium", "webkit"])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A browser of each engine; skipped where it is not installed, except with CI=true."""
    engine: Engine = request.param
    lacking = missing(engine)
    if lacking is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{engine} cannot be driven without {lacking}")
        pytest.skip(f"{engine} cannot be driven without {lacking}")
    with started(engine) as running:
        yield running
