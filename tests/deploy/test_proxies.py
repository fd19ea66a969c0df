"""Lobby behind nginx and Caddy, as `docs/deploy` has them: what comes through, and what does not."""

from __future__ import annotations

import json
import ssl
from contextlib import ExitStack, closing
from dataclasses import replace
from http.client import HTTPConnection

import pytest

from lobby.api.guard import FORWARDED
from lobby.api.live import BEAT_SECONDS
from lobby.ui.session import wall_clock
from tests.deploy.proxies import DEPLOY, NAME, WAIT_SECONDS, Proxy, leads_here, signed
from tests.tablet import Tablet

UPGRADE = (
    "GET {path} HTTP/{version}\r\nHost: {host}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nCookie: {held}\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
FORGED = {
    "Forwarded": "for=127.0.0.1;host=evil.test",
    "Via": "1.1 evil.test",
    "X-Forwarded-For": "127.0.0.1, 10.9.8.7",
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-User": "forged",
    "X-Real-IP": "10.9.8.7",
    "X-Remote-User": "forged",
    "Remote-User": "forged",
    "X-Lobby-Session": "forged",
    "X-Lobby-Device": "forged",
    "X-Lobby-Direct": "yes",
    "X_Lobby_Session": "forged",
}
CLOSED = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/%5fstcore/metrics",
    "/_stcore//metrics",
    "/x/../_stcore/metrics",
]
MOST_OPEN = 40


def upgraded(
    proxy: Proxy, version: str = "1.1", holder: str | None = "tablet", path: str = "/_stcore/stream"
) -> bytes:
    """What is answered to a websocket asked for in this version of HTTP."""
    text = UPGRADE.format(
        path=path, version=version, host=f"{NAME}:{proxy.port}", origin=proxy.url, held=proxy.held
    )
    with closing(proxy.connected(holder)) as way:
        way.sendall(text.encode())
        return way.recv(4096)


def test_f40_a_page_and_its_websocket_come_through(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    leads_here(monkeypatch)
    with closing(Tablet(proxy.url, proxy.papers.context("tablet"), proxy.held)) as tablet:
        tablet.look()
        assert "search" in tablet.ids


def test_f40_the_server_is_spoken_to_in_http_1_1_whatever_a_browser_speaks(proxy: Proxy) -> None:
    proxy.overheard.said.clear()
    for version in ("1.1", "1.0"):
        assert b" 101 " in upgraded(proxy, version)
    lines = bytes(proxy.overheard.said).splitlines()
    assert [line for line in lines if b"/_stcore/stream" in line] == [b"GET /_stcore/stream HTTP/1.1"] * 2


def test_f40_what_is_told_to_open_pages_arrives_at_once(proxy: Proxy) -> None:
    with closing(proxy.connected()) as way:
        way.settimeout(BEAT_SECONDS / 2)
        way.sendall(
            f"GET /live HTTP/1.1\r\nHost: {NAME}:{proxy.port}\r\nCookie: {proxy.held}\r\n\r\n".encode()
        )
        heard = b""
        while b"event: beat" not in heard:
            heard += way.recv(4096)
    assert b"text/event-stream" in heard


def test_f40_another_path_than_the_servers_own_leads_to_nothing(proxy: Proxy) -> None:
    assert proxy.ask("/lobby/_stcore/health", {"Cookie": proxy.held}).status == 404
    assert b" 101 " not in upgraded(proxy, path="/lobby/_stcore/stream")


def test_f44_f51_nobody_without_a_tablets_certificate_gets_further_than_the_proxy(proxy: Proxy) -> None:
    proxy.overheard.said.clear()
    assert [proxy.ask(path, holder=None).status for path in ("/", "/live", "/static/js/x.js")] == [403] * 3
    assert b" 403 " in upgraded(proxy, holder=None)
    try:
        refused = proxy.ask("/", holder="stranger").status
    except ssl.SSLError:
        refused = 400
    assert refused == 400
    assert proxy.overheard.said == b""


def test_f51_what_says_who_or_whence_somebody_is_comes_from_nobody(proxy: Proxy) -> None:
    proxy.overheard.said.clear()
    proxy.ask("/_stcore/health", FORGED)
    said = bytes(proxy.overheard.said).decode().split("\r\n\r\n")[0].splitlines()[1:]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in said)}
    assert headers.keys() & {name.lower() for name in FORGED} == {"x-forwarded-for"}
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert "x-lobby-tablet" not in headers
    assert set(FORWARDED).isdisjoint(headers)


@pytest.mark.parametrize("path", CLOSED)
def test_f51_what_only_watches_and_what_nobody_needs_is_closed(proxy: Proxy, path: str) -> None:
    proxy.overheard.said.clear()
    assert proxy.ask(path).status == 404
    assert proxy.overheard.said == b""


def test_f44_nobody_gets_in_who_has_not_signed_in(proxy: Proxy) -> None:
    assert b" 101 " not in upgraded(replace(proxy, held="lobby_device=tablet-one-1"))
    assert [proxy.ask(path).status for path in ("/live", "/_stcore/host-config")] == [401, 401]


def test_f51_another_name_is_refused(proxy: Proxy) -> None:
    assert proxy.ask("/", {"Host": "evil.test"}).status >= 400


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_jrt_0171_transport_tls_is_of_today_and_stays(proxy: Proxy) -> None:
    old = proxy.papers.context("tablet")
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match="alert protocol version"):
        proxy.connected(context=old)
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = proxy.papers.context("tablet")
        context.minimum_version = context.maximum_version = version
        proxy.connected(context=context).close()
    for answer in (proxy.ask("/"), proxy.ask("/", holder=None), proxy.ask("/metrics")):
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_jrt_0171_transport_every_cookie_is_for_tls_only(proxy: Proxy) -> None:
    held = {"Cookie": proxy.held}
    answers = [proxy.ask("/"), *(proxy.ask(f"/_stcore/{path}", held) for path in ("host-config", "health"))]
    cookies = [cookie for answer in answers for cookie in answer.headers.get_all("set-cookie", [])]
    assert {cookie.split("=")[0] for cookie in cookies} >= {"lobby_device"}
    assert [cookie for cookie in cookies if "; Secure" not in cookie] == []


def test_jrt_0171_transport_without_tls_there_is_only_the_way_to_it(proxy: Proxy) -> None:
    with closing(HTTPConnection("127.0.0.1", proxy.plain_port, timeout=WAIT_SECONDS)) as plain:
        plain.request("GET", "/any", headers={"Host": NAME})
        answer = plain.getresponse()
    assert answer.status in (301, 308)
    assert answer.headers["location"].startswith(f"https://{NAME}")


def test_machines_tell_who_came_through_it_without_a_certificate(proxy: Proxy) -> None:
    arrival = {
        "arrival_id": f"{proxy.kind}-1",
        "source": "queue",
        "branch_id": "b1",
        "ticket": f"T{proxy.port}",
        "business_type": "transfer",
        "arrived_at": wall_clock().isoformat(timespec="seconds"),
    }
    body = json.dumps(arrival).encode()
    answer = proxy.ask("/api/arrivals", signed("/api/arrivals", body), None, "POST", body)
    assert answer.status == 202
    assert proxy.ask("/api/arrivals", {}, None, "POST", body).status == 401
    assert proxy.ask("/api/arrivals", {}, None, "POST", b"x" * 8_000).status == 413


def test_nginx_refuses_a_body_that_is_too_long_before_it_comes(proxy: Proxy) -> None:
    """Caddy counts while it reads, and Lobby stops reading long before."""
    proxy.overheard.said.clear()
    if proxy.kind == "caddy":
        assert "max_size 1MB" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
        return
    assert proxy.ask("/api/arrivals", {"Content-Length": "2000000"}, None, "POST").status == 413
    assert proxy.overheard.said == b""


def test_f42_one_tablet_holds_so_many_connections_and_no_more(proxy: Proxy) -> None:
    """Caddy as Debian has it counts neither connections nor requests, and its file says so."""
    if proxy.kind == "caddy":
        assert "limits no rates" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
        return
    with ExitStack() as stack:
        answered = []
        for _ in range(MOST_OPEN + 1):
            way = stack.enter_context(closing(proxy.live("tablet", proxy.held)))
            answered.append(way.recv(4096).split(b" ", 2)[1])
    assert answered == [b"200"] * MOST_OPEN + [b"429"]
