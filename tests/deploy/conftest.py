"""One server, and before it nginx and Caddy in turn, for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.bank import Server, own_home
from tests.deploy import proxies
from tests.deploy.proxies import KEY_ID, NAME, SECRET, Papers, Proxy


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """The certificates of one run."""
    made = Papers(tmp_path_factory.mktemp("papers"))
    made.make("tablet")
    return made


@pytest.fixture(scope="session")
def behind(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`lobby serve` as it stands behind a proxy."""
    home = own_home(tiny_home, tmp_path_factory.mktemp("behind"))
    server = Server(home, hosts=[NAME], LOBBY_API_KEYS=f"{KEY_ID}:{SECRET}")
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def kind(request: pytest.FixtureRequest) -> str:
    """The proxies; skipped where one is not installed, except with CI=true."""
    lacking = proxies.missing(request.param)
    if lacking is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{lacking} is missing")
        pytest.skip(f"{lacking} is not installed")
    return str(request.param)


@pytest.fixture(scope="session")
def proxy(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """The proxy as `docs/deploy` has it, before the server."""
    papers, behind = request.getfixturevalue("papers"), request.getfixturevalue("behind")
    with proxies.running(kind, tmp_path_factory.mktemp(kind), papers, behind) as running:
        yield running
