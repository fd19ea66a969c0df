"""Two servers on one desk store behind a proxy: a tablet stays at one of them, and nothing else shows."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from lobby.services import sessions
from lobby.ui.session import wall_clock
from tests.browser.bank import Server, own_home
from tests.deploy.proxies import (
    KEY_ID,
    NAME,
    SECRET,
    WAIT_SECONDS,
    Papers,
    Proxy,
    beside,
    leads_here,
    running,
    signed,
    signed_in,
)
from tests.desk_stores import Server as Database
from tests.tablet import Tablet

pytestmark = pytest.mark.proof

TABLETS = [f"tablet-{number:05}" for number in range(16)]
PROMPT_SECONDS = 5


@pytest.fixture
def two(tiny_home: Path, postgresql: Database, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two servers with homes of their own and one desk store."""
    with postgresql.desk() as url:
        settings = {"LOBBY_DESK_URL": url, "LOBBY_API_KEYS": f"{KEY_ID}:{SECRET}"}
        homes = [own_home(tiny_home, tmp_path / name) for name in ("first", "second")]
        servers = Server(homes[0], hosts=[NAME], **settings), Server(homes[1], hosts=[NAME], **settings)
        yield servers
        for server in servers:
            server.stop()


def heard(way: ssl.SSLSocket, sign: bytes, seconds: float = WAIT_SECONDS) -> bytes:
    """What a live link tells until it tells this, which it does in time."""
    deadline, told = time.monotonic() + seconds, b""
    while sign not in told:
        way.settimeout(max(deadline - time.monotonic(), 0.01))
        told += way.recv(4096)
    return told


def boot(proxy: Proxy, tablet: str, held: str) -> bytes:
    """Which server this tablet is led to: each names itself with every beat."""
    with closing(proxy.live(tablet, held)) as way:
        told = heard(way, b"event: beat\ndata: ")
        return told.partition(b"event: beat\ndata: ")[2].splitlines()[0]


def arrive(server: Server) -> None:
    """A machine tells one server that somebody came."""
    told = {"arrival_id": "q-1", "source": "queue", "branch_id": "b1", "ticket": "A001"}
    told |= {"business_type": "transfer", "arrived_at": wall_clock().isoformat(timespec="seconds")}
    body = json.dumps(told).encode()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=WAIT_SECONDS)) as connection:
        connection.request("POST", "/api/arrivals", body, signed("/api/arrivals", body))
        assert connection.getresponse().status == 202


def test_f36_f40_two_servers_work_as_one_and_a_tablet_stays_at_its_own(
    kind: str,
    two: tuple[Server, Server],
    papers: Papers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leads_here(monkeypatch)
    for tablet in TABLETS:
        papers.certificate(tablet, "tablets")
    (tmp_path / kind).mkdir()
    with running(kind, tmp_path / kind, papers, *two) as proxy:
        with beside(two[0]) as sources:
            held = {tablet: signed_in(sources, tablet) for tablet in TABLETS}
        at = {tablet: boot(proxy, tablet, cookies) for tablet, (_, cookies) in held.items()}
        assert len(set(at.values())) == 2
        assert {tablet: boot(proxy, tablet, cookies) for tablet, (_, cookies) in held.items()} == at

        far = next(tablet for tablet in TABLETS if at[tablet] != at[TABLETS[0]])
        ways = {tablet: proxy.live(tablet, held[tablet][1]) for tablet in (TABLETS[0], far)}
        for way in ways.values():
            heard(way, b"data: lead ")
        arrive(two[0])
        for way in ways.values():
            heard(way, b"data: arrival:b1 ", PROMPT_SECONDS)

        with beside(two[1]) as sources:
            sessions.sign_out(sources, held[TABLETS[0]][0], "ended")
        heard(ways[TABLETS[0]], b"event: over", PROMPT_SECONDS)
        assert proxy.ask("/_stcore/host-config", {"Cookie": held[TABLETS[0]][1]}, TABLETS[0]).status == 401

        two[1].kill()
        began = time.monotonic()
        for tablet in (TABLETS[1], far):
            with closing(Tablet(proxy.url, papers.context(tablet), held[tablet][1])) as opened:
                assert opened.ids.keys() & {"search", "lift"}  # its board, or the curtain before it
        assert time.monotonic() - began < 2 * PROMPT_SECONDS
        for way in ways.values():
            way.close()
